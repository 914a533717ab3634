"""The board in three browsers: a move by one is seen by the other at once, on a phone too, and a lost race is told."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_two_people_and_a_phone_on_one_board(visit, shortlist, complaints):
    pages = {
        "recruiter": visit("recruiter"),
        "admin": visit("admin"),
        "phone": visit("admin", viewport={"width": 390, "height": 844}, has_touch=True),
    }
    for page in pages.values():
        page.goto(f"{shortlist}board/")
        page.wait_for_selector("html[data-ready]")
    mine, other, phone = pages.values()
    expect(mine.locator(".presence .avatar")).to_have_attribute("aria-label", "Admin Lantern")
    card = mine.locator(".column").first.locator(".card-person").first
    pk = card.get_attribute("data-card")
    name = card.locator(".row-link").inner_text()

    def in_column(page, at):
        return page.locator(".column").nth(at).locator(f"#card-{pk}")

    mine.locator(f"#card-{pk}").drag_to(mine.locator(".column").nth(2).locator(".column-cards"))

    for page in (mine, other, phone):
        expect(in_column(page, 2)).to_have_count(1)
        expect(page.locator(".column [data-count]").nth(2)).to_have_text("1")
    expect(other.locator("#board-said")).to_have_text(
        f"Recruiter Lantern moved {name} to “{mine.locator('.column h2').nth(2).inner_text()}”"
    )

    other.locator(f"#card-{pk} .row-link").focus()
    other.keyboard.press("]")
    expect(in_column(mine, 3)).to_have_count(1)
    expect(other.locator(f"#card-{pk} .row-link")).to_be_focused()

    # Somebody whose page has not heard yet: the card goes to where it really is, and the words say who moved it.
    mine.locator(f"#card-{pk}").evaluate("(one) => { one.dataset.revision = '1'; one.dataset.in = '0'; }")
    mine.locator(f"#card-{pk} .row-link").focus()
    mine.keyboard.press("]")
    expect(mine.locator("#toasts")).to_contain_text(f"Admin Lantern moved {name} to")
    expect(in_column(mine, 3)).to_have_count(1)

    other.locator("#toasts .toast").last.get_by_role("button", name="Undo").click()
    for page in (mine, other, phone):
        expect(in_column(page, 2)).to_have_count(1)
    assert [one for one in complaints if "409" not in one] == []
