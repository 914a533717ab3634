"""Somebody applies on a phone with a résumé of two columns: it is read, looked at, corrected and sent, over a line that breaks."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SPILLS = "document.documentElement.scrollWidth > innerWidth"

pytestmark = pytest.mark.browser


@pytest.fixture
def sound(complaints):
    """sound(page): axe finds nothing, nothing spills over the edge, and the browser has complained of nothing."""
    axe = Axe()

    def look(page):
        found = [(one["id"], one["nodes"][0]["html"][:150]) for one in axe.run(page).response["violations"]]
        assert (found, page.evaluate(SPILLS), complaints) == ([], False, [])

    return look


def test_from_the_job_to_the_thanks(visit, served, resumes, sound):
    two_columns = next(path for path in resumes if "sidebar" in path.name)
    page = visit(None, **PHONE)
    page.goto("/careers/lantern/")
    sound(page)
    page.get_by_role("link", name="Archivist").click()
    sound(page)
    page.get_by_role("link", name="Apply for this job").first.click()
    sound(page)

    page.locator("#file").set_input_files(two_columns)
    expect(page.get_by_role("heading", name="We read this. Is it right?")).to_be_visible()
    assert "@" in page.get_by_label("E-mail").input_value()
    sound(page)

    page.context.set_offline(True)
    page.get_by_label("Phone").fill("0421 555 0100")
    expect(page.get_by_text("kept on this device")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()

    name = page.get_by_label("Name").input_value()
    page.get_by_label("Name").fill(f"{name} Corrected")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send my application").click()
    twice = page.get_by_role("button", name="Yes, send my application")
    thanks = page.get_by_role("heading", name="Thank you. It is here.")
    expect(twice.or_(thanks)).to_be_visible()
    if twice.is_visible():  # a machine fills in the form faster than anybody could
        twice.click()
    expect(thanks).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage)") == []

    recruiter = visit("recruiter")
    recruiter.goto(f"/jobs/{served.cast['public_job']}/")
    expect(recruiter.get_by_text(f"{name} Corrected").first).to_be_visible()
