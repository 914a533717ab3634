"""The command palette and single keys lead anywhere; on a phone no page is wider than the screen."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit, shortlist):
    page = visit("recruiter")
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    return page


def test_the_palette_finds_a_job_and_goes_there(page, served, complaints):
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    field.press_sequentially("system adm")
    found = page.locator("#palette [role=option]", has=page.get_by_text("System administrator", exact=True))
    expect(found).to_have_count(1)
    options = page.locator("#palette [role=option]")
    field.press("ArrowDown")
    field.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    while found.get_attribute("aria-selected") != "true":
        field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(f"**/jobs/{served.cast['job']}/")
    assert complaints == []


def test_keys(page, complaints):
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_url("**/jobs/")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("/")
    expect(page.locator("[data-search]").first).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").first.click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/candidates/")
    assert complaints == []
