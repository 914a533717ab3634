"""The main job: sign in, paste a job, drop résumés on it, watch them being read, open why the first is first."""

import base64
import zipfile
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.stage import PASSWORD

pytestmark = pytest.mark.browser

ADVERT = """Cloud engineer (m/f/d)
Location: Berlin. Full time.
You have at least 3 years of experience.
Required: Azure, Terraform and Ansible.
Nice to have: Python, Docker.
"""
DROP = """(zone, files) => {
  const moved = new DataTransfer();
  for (const [name, text] of files) moved.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: moved, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def stack(resumes, tmp_path):
    """Three good files, one that nobody can read, and a ZIP with two more."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 this is where it ends")
    bundle = tmp_path / "bundle.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for file in resumes[3:5]:
            archive.write(file, file.name)
    return [*resumes[:3], broken, bundle]


def drop(page, files):
    page.locator("[data-upload]").evaluate(
        f"(zone, files) => ({DROP})(zone, files)", [[file.name, base64.b64encode(file.read_bytes()).decode()] for file in files]
    )


def points(cell):
    """The points in a cell of the sum, None for a dash."""
    said = cell.inner_text().split("/")[0].strip()
    return None if said == "–" else Decimal(said)


def test_the_whole_way(visit, stack, complaints):
    page = visit(None)
    page.goto("/jobs/new/")
    page.get_by_label("Email").fill("recruiter@lantern.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/jobs/new/")

    page.get_by_label("Paste a job description").fill(ADVERT)
    page.get_by_role("button", name="Suggest from this text").click()
    expect(page.locator("[name=title]")).to_have_value("Cloud engineer (m/f/d)")
    named = page.locator(".rows-editor [name=skill-name]")
    expect(named.first).not_to_have_value("")
    skills = [one.input_value() for one in named.all()]
    assert {"Terraform", "Ansible"} <= set(skills)
    expect(page.locator("[name=min_years]")).to_have_value("3")
    page.get_by_role("button", name="Create the job").click()
    page.get_by_role("button", name="Open the job").click()

    page.get_by_role("link", name="Upload résumés").first.click()
    page.locator("input[type=file]").set_input_files([stack[0]])
    page.get_by_role("button", name="Read the résumés").click()
    page.wait_for_url("**/imports/**")
    page.wait_for_selector("html[data-ready]")
    page.evaluate("window.sameVisit = true")
    drop(page, stack[1:])
    files = page.locator("#files > li")
    expect(page.locator("#files > li.failed")).to_contain_text("broken.pdf", timeout=60_000)
    expect(page.locator("#files > li.done")).to_have_count(6, timeout=60_000)
    expect(files).to_have_count(7)
    expect(page.locator("#files > li", has_text="bundle.zip")).to_contain_text("Unpacked")
    assert page.evaluate("window.sameVisit")

    page.get_by_role("link", name="See the ranking").click()
    scores = page.locator("#ranking td.num b")
    expect(scores).to_have_count(5)
    shown = [int(one.inner_text()) for one in scores.all()]
    assert shown == sorted(shown, reverse=True)

    page.get_by_role("button", name="Why").first.click()
    told = page.locator("tr.unfolded:not([hidden]) table.sum")
    total = Decimal(told.locator("tfoot b").inner_text())
    lines = [points(one) for one in told.locator("tbody td.num").all()]
    assert sum(line for line in lines if line is not None) == total
    assert round(total) == shown[0]

    # Somebody else moves an applicant: the list asks for itself again, and closes nothing.
    told.locator("caption").evaluate("(one) => { one.dataset.old = 'yes'; }")
    with page.expect_response(lambda answer: "?row=1" in answer.url):
        page.evaluate("htmx.trigger(document.body, `live:${document.getElementById('ranking').dataset.topic}`)")
    expect(told.locator("caption:not([data-old])")).to_have_count(1)
    expect(page.get_by_role("button", name="Why").first).to_have_attribute("aria-expanded", "true")
    assert complaints == []
