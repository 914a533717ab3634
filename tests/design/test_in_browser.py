"""What people do with the components, in a browser, under the real content security policy."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [1440, 1024, 390]


@pytest.fixture
def address(live_server, settings):
    settings.ROOT_URLCONF = "tests.design.urls"
    return live_server.url + "/design/"


@pytest.fixture
def complaints(page):
    """What the browser complains about: errors of scripts, broken loads, refusals of the content security policy."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("requestfailed", lambda request: found.append(f"not loaded: {request.url}"))
    return found


def show(page, address):
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "public/?colour=%23ffe14d"])
def test_axe_finds_nothing_and_nothing_spills_over(page, address, complaints, scheme, path):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        show(page, address + path)
        page.wait_for_timeout(300)  # selects and charts are drawn by modules that load on demand
        problems = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in problems] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"wider than {width}"
    assert complaints == []


def test_the_theme_is_kept_over_pages(page, address):
    page.emulate_media(color_scheme="light")
    show(page, address + "public/")
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_a_dialog_opens_takes_the_focus_and_gives_it_back(page, address, complaints):
    show(page, address)
    opener = page.get_by_role("link", name="Open a dialog")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name="New job")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    assert complaints == []


def test_without_scripts_the_page_still_serves(browser, address):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    expect(page.get_by_role("link", name="Open a dialog")).to_have_attribute("href", "dialog/")
    expect(page.locator(".dropzone input[type=file]").first).to_be_visible()
    expect(page.locator("[data-palette-open], [data-theme-switch], [data-rail-toggle]").first).to_be_hidden()
    page.context.close()


def test_rows_by_keyboard_and_ranges_by_shift(page, address):
    show(page, address)
    rows = page.locator("table[data-rows] > tbody > tr:not(.unfolded)")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("current")
    page.keyboard.press("x")
    bar = page.locator("#design-selection")
    expect(bar).to_contain_text("1 selected")
    rows.nth(3).locator("input").click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 selected")
    page.get_by_role("button", name="Clear the selection").click()
    expect(bar).to_be_hidden()


def test_keys_do_nothing_while_someone_types(page, address):
    show(page, address)
    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Search applicants")
    expect(search).to_be_focused()
    page.keyboard.type("jx?")
    expect(search).to_have_value("jx?")
    expect(page.locator("tr.current")).to_have_count(0)
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_a_fact_and_its_evidence_light_up_together(page, address):
    show(page, address)
    fact = page.locator(".fact[data-evidence=e2]")
    fact.hover()
    expect(page.locator("mark[data-evidence=e2]")).to_have_class("lit")
    expect(page.locator("rect[data-evidence=e2]")).to_have_class("mark lit")
    page.locator("mark[data-evidence=e4]").hover()
    expect(page.locator(".fact[data-evidence=e4]")).to_have_class("fact lit")
    expect(fact).to_have_class("fact")


def test_what_is_hard_to_take_back_asks_first(page, address):
    show(page, address)
    page.get_by_role("button", name="Ask first").click()
    question = page.locator("#confirm")
    expect(question).to_contain_text("Its 34 applications are kept for 30 days.")
    expect(question.get_by_role("button", name="Delete the job")).to_be_visible()
    question.get_by_role("button", name="Keep as it is").click()
    expect(question).to_be_hidden()


def test_files_go_up_one_by_one_and_each_says_how_it_went(page, address):
    sent = []

    def answer(route):
        body = route.request.post_data_buffer
        sent.append(route.request.headers.get("x-csrftoken"))
        if b"good.pdf" in body:
            route.fulfill(json={"id": 1, "url": "/there/", "state": "done", "note": "12 facts read"})
        elif b"row.pdf" in body:
            route.fulfill(
                content_type="text/html",
                body='<li class="file-row reading" id="from-server"><div class="note">Reading</div></li>',
            )
        else:
            route.fulfill(
                status=413, content_type="application/json", body=json.dumps({"detail": "Larger than 20 MB. Nothing was stored."})
            )

    page.route("**/design/upload/", answer)
    show(page, address)
    files = [{"name": name, "mimeType": "application/pdf", "buffer": b"%PDF"} for name in ("good.pdf", "large.pdf", "row.pdf")]
    page.locator("[data-upload] input[type=file]").set_input_files(files)
    rows = page.locator("#design-rows")
    expect(rows.get_by_role("link", name="good.pdf")).to_have_attribute("href", "/there/")
    expect(rows.locator(".failed", has_text="large.pdf")).to_contain_text("Larger than 20 MB. Nothing was stored.")
    expect(rows.locator("#from-server")).to_contain_text("Reading")
    assert len(sent) == 3 and all(sent)


def test_a_refused_move_goes_back_and_says_so(page, address):
    page.emulate_media(reduced_motion="reduce")
    page.route(
        "**/design/", lambda route: route.fulfill(status=409, body="") if route.request.method == "POST" else route.fallback()
    )
    show(page, address)
    card = page.locator("[data-flip-id=card-4]")
    card.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    card.drag_to(page.locator("[data-stage='3']"))
    expect(page.locator("#toasts")).to_contain_text("The card is back in its column.")
    expect(page.locator("[data-stage='1'] [data-flip-id=card-4]")).to_be_visible()


def test_the_palette_finds_pages_and_goes_there(page, address, live_server, settings, recruiter, sign_in):
    session = sign_in(recruiter).session.session_key
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    show(page, address)
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    field.press_sequentially("memb")
    expect(page.get_by_role("option", name="Members")).to_have_count(1)
    expect(page.locator("#palette [role=option]").first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url("**/members/")
