"""A colleague is told at once, in every tab, once; and also where no socket can be had."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SAY = """([job, text]) => fetch("/api/v1/comments", {
  method: "POST",
  headers: { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) },
  body: JSON.stringify({ entity_type: "job", entity_id: job, text }),
}).then((answer) => answer.status)"""


def opened(page, address="/jobs/"):
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#bell-menu")).to_be_attached()
    return page


def count_of(page):
    return page.locator("[data-bell-count]")


@pytest.fixture
def say(visit, served):
    """say(text): the admin comments on the job."""
    admin = opened(visit("admin"))

    def comment(text):
        assert admin.evaluate(SAY, [served.cast["job"], text]) == 201

    return comment


@pytest.fixture
def recruiter(visit):
    """A page of the recruiter's, with everything read and known."""
    page = opened(visit("recruiter"), "/notifications/")
    everything = page.get_by_role("button", name="Mark all as read")
    if everything.count():
        everything.click()
    expect(count_of(page)).to_be_empty()
    return opened(page)


def test_a_mention_rings_in_every_tab_and_is_read_in_every_tab(recruiter, say, complaints):
    other = opened(recruiter.context.new_page(), "/candidates/")
    say("@recruiter, what do you think?")

    expect(count_of(recruiter)).to_have_text("1")
    expect(count_of(other)).to_have_text("1")
    expect(other).to_have_title(re.compile(r"^\(1\) "))
    tabs = [tab for tab in (recruiter, other) if tab.locator("#toasts .toast").count()]  # whichever asked first
    [toast] = [tab.locator("#toasts .toast") for tab in tabs]
    expect(toast).to_contain_text("mentioned you: System administrator")
    toast.get_by_role("link").click()

    expect(tabs[0]).to_have_url(re.compile(r"/jobs/[0-9a-f-]+/$"))
    expect(count_of(other)).to_be_empty()
    expect(count_of(recruiter)).to_be_empty()
    recruiter.locator("[data-bell]").click()
    expect(recruiter.locator("#bell-menu")).to_contain_text("@recruiter, what do you think?")
    assert complaints == []


def test_without_a_socket_it_is_asked_for(visit, recruiter, say, complaints):
    recruiter.close()
    page = visit("recruiter")
    page.route_web_socket("**/ws/live/", lambda socket: socket.close())
    opened(page)
    expect(count_of(page)).to_be_empty()
    say("@recruiter, no socket")

    expect(count_of(page)).to_have_text("1")
    expect(page.locator("#toasts .toast")).to_have_count(1)
    say("@recruiter, and again")
    expect(count_of(page)).to_have_text("2")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/notifications/$"))
    expect(page.locator(".notices .unread")).to_have_count(2)
    assert complaints == []
