"""Everything that a recruiter has to do works by plain requests."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import PASSWORD

pytestmark = pytest.mark.browser


def test_sign_in_upload_and_move(visit, served, shortlist, tmp_path):
    page = visit(None, java_script_enabled=False)
    page.goto("/applications/")
    page.get_by_label("Email").fill("recruiter@lantern.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/applications/")

    note = tmp_path / "note.txt"
    note.write_text("Wanda Plain\nwanda@plain.test\n\nSkills\nCarpentry, Joinery\n")
    page.goto("/upload/")
    page.locator("input[type=file]").set_input_files([note])
    page.get_by_role("button", name="Read the résumés").click()
    page.wait_for_url("**/imports/**")
    expect(page.locator("#files > li")).to_contain_text("note.txt")

    page.goto(f"{shortlist}?view=list")
    page.locator("#list tbody tr a.row-link").first.click()
    step = page.locator(".stepper [aria-current=step]")
    before = step.inner_text()
    page.get_by_role("link", name="Move").click()
    page.get_by_label("Stage").select_option(label="Review" if before != "Review" else "Interview")
    page.get_by_role("button", name="Move").click()
    expect(step).not_to_have_text(before)
    page.get_by_role("link", name="Move").click()
    page.get_by_label("Stage").select_option(label=before)
    page.get_by_role("button", name="Move").click()
    expect(step).to_have_text(before)
