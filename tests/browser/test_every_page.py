"""Every page of the permission matrix, drawn with the cast's rows: axe finds nothing, nothing spills over a phone's edge, and the
browser has nothing to complain about, neither of scripts nor of the content security policy.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import NoReverseMatch, reverse

from tests.browser.conftest import SAY_REFUSALS
from tests.permission_matrix import collected
from tests.test_permission_walk import all_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES, THINGS = collected("PAGES"), collected("THINGS")
PUBLIC = ["/account/login/", "/sign-up/", "/account/password/reset/"]
ALONE = {"merged", "match"}  # each needs the cast as nobody else has changed it; no page of their own shows them
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PARTS = 6
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # what else there is to find does not hang on the scheme
SPILLS = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && document.documentElement.scrollWidth > innerWidth;
}).slice(0, 3).map((one) => `${one.tagName}.${one.className?.baseVal ?? one.className}`)"""

SETTLED = """() => new Promise((done) => {
  const look = () => document.getAnimations().some((one) => one instanceof CSSTransition) ? requestAnimationFrame(look) : done();
  requestAnimationFrame(() => requestAnimationFrame(look));
})"""


def address_of(name, row, fixture):
    """The address with the cast's own rows in it; None for what is no page of its own."""
    values = {}
    for parameter, thing in row.things.items():
        thing, attribute = (thing, "pk") if isinstance(thing, str) else thing
        values[parameter] = attribute if thing == "=" else getattr(fixture(THINGS[thing][0]), attribute)
    try:
        return reverse(name, kwargs=values | all_pages()[name].default_args) + row.query
    except NoReverseMatch:
        return None


@pytest.fixture(params=range(PARTS))
def addresses(request, sign_in, admin, recruiter):
    """A part of the addresses that answer a GET of an admin with a whole page; in parts, so that processes can share the work."""
    rows = {name: row for name, row in PAGES.items() if name in all_pages() and ALONE.isdisjoint(row.things.values())}
    part = sorted(rows.items())[request.param :: PARTS]
    asked = {address_of(name, row, request.getfixturevalue) for name, row in part}
    client, found = sign_in(admin), []
    for address in sorted(asked - {None}):
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and b"<html" in answer.content:
            found.append(address)
    return found


@pytest.fixture
def browsed(page, complaints):
    page.add_init_script(SAY_REFUSALS)
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    # This server speaks no sockets; the pages poll, and the other stories have a server that does.
    page.on(
        "console",
        lambda said: (
            complaints.append(f"{page.url} {said.text}") if said.type == "error" and "/ws/live/" not in said.text else None
        ),
    )
    return page


def look_at(page, address, axe):
    """What is wrong with a page, wide and light, then dark and on a phone."""
    problems = []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(WIDE)
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_load_state("networkidle")
    for scheme, size, rules in (("light", WIDE, COLOURS), ("dark", PHONE, None)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        page.evaluate(SETTLED)  # colours of the other scheme would still be on their way
        if spilled := page.evaluate(SPILLS):
            problems.append((size["width"], "spills", spilled))
        for one in axe.run(page, options=rules).response["violations"]:
            problems.append((scheme, one["id"], one["nodes"][0]["html"][:150], one["nodes"][0]["failureSummary"][:200]))
    return problems


def test_pages_of_members(browsed, live_server, sign_in, admin, settings, addresses, application, complaints):
    session = sign_in(admin).session.session_key
    browsed.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    assert len(addresses) > 40 / PARTS
    axe, found = Axe(), {}
    for address in addresses:
        found[address] = look_at(browsed, live_server.url + address, axe)
    assert "\n".join(f"{address} {one}" for address, problems in found.items() for one in problems) == ""
    assert complaints == []


def test_pages_of_anybody(browsed, live_server, complaints):
    axe = Axe()
    found = {address: look_at(browsed, live_server.url + address, axe) for address in PUBLIC}
    assert "\n".join(f"{address} {one}" for address, problems in found.items() for one in problems) == ""
    assert complaints == []
