"""What people do on the pages of accounts with a mouse and a keyboard; axe finds nothing to complain about."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import Invitation, Membership
from accounts.services.profiles import change_profile
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/members/", "/members/permissions/", "/members/invite/", "/members/invite/csv/", "/profile/", "/company/", "/company/activity/",
    "/account/security/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def signed_in(page, live_server, members):
    """The page of an admin who signed in by the form."""
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Email").fill(members["admin"].user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(signed_in, live_server, members, invitation, scheme):
    change_profile(member=members["admin"], title="Boss", bio="Hello", working_hours={"mon": [["09:00", "17:00"]]})
    signed_in.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for path in [*PAGES, f"/members/{members['admin'].pk}/"]:
        signed_in.goto(f"{live_server.url}{path}")
        found[path] = [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(signed_in).response["violations"]]
    assert {path: violations for path, violations in found.items() if violations} == {}


def test_a_role_is_changed_where_it_stands(signed_in, live_server, members):
    signed_in.goto(f"{live_server.url}/members/")

    signed_in.get_by_label(f"Role of {members['viewer'].name}").select_option("recruiter")

    expect(signed_in.locator("#toasts")).to_contain_text("is now: Recruiter")
    assert Membership.objects.get(pk=members["viewer"].pk).role == "recruiter"
    signed_in.get_by_label(f"Role of {members['admin'].name}").select_option("viewer")
    expect(signed_in.locator("#toasts")).to_contain_text("last admin")
    expect(signed_in.get_by_label(f"Role of {members['admin'].name}")).to_have_value("admin")


def test_a_colleague_is_invited_from_the_dialog(signed_in, live_server):
    signed_in.goto(f"{live_server.url}/members/")
    signed_in.keyboard.press("i")
    dialog = signed_in.get_by_role("dialog")
    dialog.get_by_label("E-mail addresses").fill("nobody")
    dialog.get_by_role("button", name="Send invitations").click()
    expect(dialog).to_contain_text("nobody: That is no e-mail address.")

    dialog.get_by_label("E-mail addresses").fill("nora@people.test")
    dialog.get_by_role("button", name="Send invitations").click()

    expect(signed_in.locator("#toasts")).to_contain_text("1 invitation is on its way.")
    expect(signed_in.get_by_role("heading", name="Invited, not here yet")).to_be_visible()
    assert Invitation.objects.get().email == "nora@people.test"


def test_a_company_signs_up_with_the_code_from_the_mail(page, live_server, db):
    page.goto(f"{live_server.url}/sign-up/")
    for label, text in {
        "Company": "Juniper Labs",
        "Your name": "Ida",
        "Work e-mail": "ida@juniper.test",
        "Password": "four green paper boats",
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Create the company").click()

    page.wait_for_url(f"{live_server.url}/")
    member = Membership.objects.get()
    assert (member.company.name, member.user.time_zone) == ("Juniper Labs", "Europe/Berlin")  # the browser's zone


def test_the_palette_leads_to_a_colleague(signed_in, live_server, members):
    signed_in.goto(f"{live_server.url}/profile/")
    signed_in.keyboard.press("Control+k")
    signed_in.keyboard.type("interv")
    expect(signed_in.get_by_role("option", name=re.compile(members["interviewer"].name))).to_be_visible()

    signed_in.get_by_role("option", name=re.compile(members["interviewer"].name)).click()

    signed_in.wait_for_url(re.compile(f"/members/{members['interviewer'].pk}/"))


def test_a_passkey_is_added_and_signs_in(signed_in, live_server, members, context):
    base = live_server.url
    assert "//localhost:" in base  # browsers give passkeys to names, not to numbers
    devtools = context.new_cdp_session(signed_in)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    }})  # fmt: skip
    signed_in.goto(f"{base}/account/2fa/webauthn/add/")
    signed_in.get_by_label("Password").fill(PASSWORD)  # what guards the account asks again
    signed_in.get_by_role("button", name="Confirm").click()
    signed_in.get_by_label("Passwordless").check()
    signed_in.locator("#mfa_webauthn_add").click()
    signed_in.wait_for_url(re.compile(r"/recovery-codes/"))
    expect(signed_in.locator("main")).to_contain_text("10")
    context.clear_cookies()
    signed_in.goto(f"{base}/account/login/")
    signed_in.get_by_role("button", name="Sign in with a passkey").click()

    signed_in.wait_for_url(f"{base}/")
    signed_in.goto(f"{base}/members/")
    expect(signed_in.get_by_role("heading", name="Members")).to_be_visible()
