"""People move along the pipeline by mouse and by keyboard, are rejected with a reason and taken back; others see it at once."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def listed(visit, shortlist):
    """listed(role) → the plain list of the job's applicants, in that role's browser."""

    def page_of(role):
        page = visit(role)
        page.goto(f"{shortlist}?view=list")
        page.wait_for_selector("html[data-ready]")
        return page

    return page_of


def chosen(select):
    return select.evaluate("(one) => one.selectedOptions[0].textContent")


def first(page):
    """The first applicant's row, held by its id."""
    return page.locator(f"#{page.locator('#list tbody tr').first.get_attribute('id')}")


def undo(page):
    page.locator("#toasts .toast").last.get_by_role("button", name="Undo").click()


def test_by_mouse_and_the_other_browser_sees_it(listed, complaints):
    page, other = listed("recruiter"), listed("admin")
    row = first(page)
    before = chosen(row.locator("select"))
    same = other.locator(f"#{row.get_attribute('id')}")

    row.locator("select").select_option(label="Review" if before != "Review" else "Interview")

    expect(page.locator("#toasts")).to_contain_text("now.")
    after = chosen(row.locator("select"))
    assert after != before
    expect(same.locator("select option:checked")).to_have_text(after)
    undo(page)
    expect(row.locator("select option:checked")).to_have_text(before)
    expect(same.locator("select option:checked")).to_have_text(before)
    assert complaints == []


def test_by_keyboard(listed, complaints):
    page = listed("recruiter")
    row = first(page)
    before = chosen(row.locator("select"))
    page.keyboard.press("j")
    expect(row).to_have_class("current")
    page.keyboard.press("m")
    expect(row.locator("select")).to_be_focused()
    page.keyboard.press("Escape")
    row.locator("select").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("now.")
    expect(row.locator("select option:checked")).not_to_have_text(before)
    undo(page)
    expect(row.locator("select option:checked")).to_have_text(before)
    assert complaints == []


def test_a_rejection_takes_a_reason_and_can_be_undone(listed, complaints):
    page = listed("recruiter")
    row = first(page)
    row.hover()
    row.locator("[data-reject]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Reject").click()
    expect(dialog).to_be_visible()  # a reason is wanted
    reason = dialog.get_by_label("Reason")
    reason.select_option(
        label=next(text for text in reason.locator("option").all_inner_texts() if text.startswith("Too far away"))
    )
    dialog.get_by_role("button", name="Reject").click()

    expect(page.locator("#toasts")).to_contain_text("is rejected")
    expect(dialog).to_be_hidden()
    expect(page.locator("#list tbody tr")).to_have_count(5)
    undo(page)
    expect(page.locator("#list tbody tr")).to_have_count(6)
    assert complaints == []
