"""An interviewer on a phone writes a scorecard through a lost connection, sends it, and then sees the colleague's."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_on_a_phone_through_a_lost_connection(visit, served, complaints):
    talk = json.loads(served.python("-m", "tests.browser.talk"))
    page = visit(None, **PHONE)
    page.context.add_cookies([{"name": "sessionid", "value": talk["session"], "url": served.address}])

    def opened(address):
        page.goto(address)
        page.wait_for_selector("html[data-ready]")

    opened(f"/interviews/{talk['interview']}/")
    expect(page.locator("#main")).not_to_contain_text("Burnt the sample")
    page.get_by_role("link", name="Write the scorecard").tap()
    page.wait_for_url("**/scorecard/")
    page.wait_for_selector("html[data-ready]")
    kept = page.locator("[data-kept]")

    page.get_by_role("group", name="Craft").get_by_role("radio", name="3 Good").tap()
    expect(kept).to_have_text("Saved")
    page.context.set_offline(True)
    page.get_by_label("Key take-aways").fill("Steady hands, asks before heating.")
    expect(kept).to_contain_text("No connection")
    page.get_by_role("radio", name="Strong yes").tap()
    page.get_by_role("button", name="Send scorecard").tap()
    expect(kept).to_contain_text("Nothing is lost")
    page.context.set_offline(False)

    opened(f"/interviews/{talk['interview']}/scorecard/")  # the page was closed meanwhile: the phone kept what had no connection
    expect(page.get_by_label("Key take-aways")).to_have_value("Steady hands, asks before heating.")
    expect(page.get_by_role("radio", name="Strong yes")).to_be_checked()
    expect(page.get_by_role("group", name="Craft").get_by_role("radio", name="3 Good")).to_be_checked()
    page.get_by_role("button", name="Send scorecard").tap()

    expect(page.locator("#main")).to_contain_text("Burnt the sample twice.")
    expect(page.locator("#main")).to_contain_text("Steady hands, asks before heating.")
    opened(f"/applications/{talk['application']}/")
    expect(page.locator("#main")).to_contain_text("They disagree")
    assert [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said and "WebSocket" not in said] == []
