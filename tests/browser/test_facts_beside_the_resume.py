"""A fact and the place that it was read from light up together; a correction is kept and the score follows."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIT = re.compile(r"\blit\b")


@pytest.fixture
def person(visit, shortlist):
    """The page of the best candidate, with marks on the résumé's picture; and their score in the ranking."""
    page = visit("recruiter")
    page.goto(shortlist)
    row = page.locator("#ranking tr[data-flip-id]").first
    page.score = int(row.locator("td.num b").inner_text())
    row.get_by_role("link").first.click()
    page.application = page.url
    page.get_by_role("link", name="Whole profile").click()
    page.wait_for_selector("#facts-panel")
    page.wait_for_selector("#resume-panel")
    page.wait_for_load_state("networkidle")  # the panels are live, not just there
    return page


def test_facts_and_marks_light_each_other(person, complaints):
    mark = person.locator("svg.marks rect.mark").first
    mark.wait_for(state="attached")
    fact_id = mark.get_attribute("data-evidence")
    fact = person.locator(f"#fact-{fact_id}")
    fact.scroll_into_view_if_needed()

    fact.hover()
    expect(mark).to_have_class(LIT)
    person.mouse.move(5, 5)
    mark.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    box = mark.bounding_box()
    person.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(fact).to_have_class(LIT)
    picture = person.locator(".document-page img").first
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") == 800
    assert complaints == []


def test_a_correction_is_kept_and_the_score_follows(person, visit, shortlist, complaints):
    watcher = visit("admin")
    watcher.goto(shortlist)
    mine = watcher.locator("#ranking tr[data-flip-id]").first
    expect(mine.locator("td.num b")).to_have_text(str(person.score))
    name = mine.locator("bdi").first.inner_text()

    skill = person.locator(".fact-group a.chip", has_text="Azure").first
    skill.click()
    form = person.locator("#add-skill form")
    form.get_by_label("Skills").fill("Basket weaving")
    form.get_by_role("button", name="Save").click()
    expect(person.locator("#facts-panel a.chip.match", has_text="Basket weaving")).to_be_visible()
    person.reload()
    expect(person.locator("#facts-panel a.chip.match", has_text="Basket weaving")).to_be_visible()

    # The other browser was not touched: a hint made its list ask again.
    again = watcher.locator("#ranking tr[data-flip-id]", has_text=name)
    expect(again.locator("td.num b")).not_to_have_text(str(person.score))

    person.locator("#facts-panel a.chip.match", has_text="Basket weaving").click()
    person.locator("#add-skill form").get_by_label("Skills").fill("Azure")
    person.locator("#add-skill form").get_by_role("button", name="Save").click()
    expect(again.locator("td.num b")).to_have_text(str(person.score))
    assert complaints == []
