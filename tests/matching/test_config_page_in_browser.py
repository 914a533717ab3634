"""The scoring page in a browser: sliders that keep 100, a list that follows them, skills by keyboard, nothing that axe objects to."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from matching.services import configs
from tests.conftest import PASSWORD
from tests.matching.cast import a_row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(crowd):
    return crowd([*[a_row(["python", "django", "docker"], 1.0)] * 20, a_row(["python"], 9.0), a_row(["python"], 4.8)])


@pytest.fixture
def opened(page, live_server, recruiter, job, people):
    """The page of the job, signed in, with what the browser complains about (its socket aside: the test server has none)."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda said: found.append(said.text) if said.type == "error" and "WebSocket" not in said.text else None)
    page.goto(live_server.url + reverse("account_login"))
    page.fill("input[name=login]", recruiter.user.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(live_server.url + reverse("matching:job_scoring", args=[job.pk]))
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#weight-skills ~ input, [data-weight=skills] input[type=range]").first).to_be_visible()
    page.complaints = found
    return page


def weights(page):
    return [int(page.locator(f"#weight-{name}").input_value()) for name in ("skills", "experience", "education")]


def test_sliders_keep_100_and_the_list_follows(opened):
    page, names = opened, opened.locator(".effect-row .name")
    first = names.first.inner_text()
    slider = page.locator("[data-weight=experience] input[type=range]")
    slider.focus()
    for _ in range(45):
        slider.press("ArrowRight")

    assert weights(page) == [24, 70, 6] and page.locator("[data-sum]").text_content() == "100"
    expect(names.first).to_have_text("Person 0020")
    assert first != "Person 0020"
    expect(page.locator(".ribbon")).to_contain_text("Entered the top 20")
    expect(page.locator(".ribbon")).to_contain_text("Years of experience")
    expect(page.locator("#changes-box")).to_contain_text("3 changes, not saved")
    assert page.complaints == []


def test_a_number_typed_shares_the_rest(opened):
    opened.locator("#weight-education").fill("100")
    assert weights(opened) == [0, 0, 100]
    opened.locator("#weight-education").fill("20")
    opened.locator("#weight-education").press("Tab")
    assert weights(opened) == [56, 24, 20]


def test_a_skill_by_keyboard_a_must_have_and_saving(opened, job, recruiter):
    page = opened
    page.get_by_role("combobox", name="Add a skill").press_sequentially("postgre")
    expect(page.get_by_role("option", name="PostgreSQL").first).to_be_visible()
    page.keyboard.press("Enter")
    row = page.locator(".skill-line", has_text="PostgreSQL")
    expect(row.locator("input[type=radio]:checked")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.locator("#add-rule").select_option("minimum_years")
    page.keyboard.type("5")
    expect(page.locator(".lane")).to_contain_text("Would go to the review lane: 21 people")
    expect(page.locator(".lane")).to_contain_text("rule says 5")
    page.locator("#note").fill("Seniors only")
    page.get_by_role("button", name="Give this job its own rules").click()

    expect(page.get_by_text("Saved as version 1")).to_be_visible()
    body = configs.version_for(job).body
    assert {"skill": "postgresql", "importance": 5, "must": False} in body["required_skills"]
    assert body["knockouts"] == [{"kind": "minimum_years", "value": 5.0}]
    assert page.complaints == []


def test_two_sets_of_rules_side_by_side(opened):
    page = opened
    page.locator("#weight-skills").fill("20")
    page.locator(".effect-row").first.hover()
    page.locator(".effect-row [data-compare]").first.click()

    expect(page.locator("#compare")).to_be_focused()
    expect(page.locator("#compare tfoot")).to_contain_text("Total")
    page.get_by_role("button", name="Close the comparison").click()
    expect(page.locator("#compare")).to_have_count(0)
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_spills_over(opened, scheme):
    page = opened
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.locator("#weight-experience").fill("80")
    page.locator("#add-rule").select_option("minimum_years")
    page.keyboard.type("3")
    expect(page.locator(".lane")).to_be_visible()
    page.locator("details.advanced > summary").click()
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(200)
        assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"wider than {width}"
