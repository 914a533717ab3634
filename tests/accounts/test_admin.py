"""The admin: platform staff across companies, a company's admins their own rows, nobody else."""

import pytest
from django.contrib import admin as django_admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.admin import CompanyScopedAdmin
from accounts.models import Company, Event, FeatureFlag, Membership, Setting
from accounts.services.people import block_user
from tests.conftest import THEIRS, make_member

pytestmark = pytest.mark.django_db
SITE = django_admin.site
MODELS = sorted(SITE._registry, key=lambda model: model._meta.label)
OURS = {"accounts", "billing", "jobs", "matching", "collaboration", "notifications", "integrations", "analytics", "portal"}


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def is_scoped(model):
    return isinstance(SITE._registry[model], CompanyScopedAdmin)


@pytest.fixture
def both_companies(their_application, their_invitation, their_event, application, invitation, our_event):
    """Rows of every kind on both sides."""


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_platform_staff_open_every_list(sign_in, platform_staff, both_companies, model):
    answer = sign_in(platform_staff).get(address(model))

    assert answer.status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_companys_admin_sees_own_rows_only(sign_in, admin, both_companies, model):
    client = sign_in(admin)
    answer = client.get(address(model))
    assert answer.status_code == (200 if is_scoped(model) else 403)
    assert THEIRS not in answer.content.decode()
    theirs = model._default_manager.exclude(pk__in=SITE._registry[model].get_queryset(answer.wsgi_request).values("pk")).first()
    if is_scoped(model) and theirs is not None:
        assert client.get(address(model, "change", theirs.pk), follow=True).redirect_chain[0] == (reverse("admin:index"), 302)
    for own in SITE._registry[model].get_queryset(answer.wsgi_request)[:1] if is_scoped(model) else []:
        page = client.get(address(model, "change", own.pk))
        assert page.status_code == 200
        assert THEIRS not in page.content.decode()


@pytest.mark.parametrize("model", [model for model in MODELS if is_scoped(model)], ids=lambda model: model._meta.label)
def test_a_companys_admin_is_offered_own_rows_only(sign_in, admin, both_companies, model):
    client = sign_in(admin)
    page = client.get(address(model, "add"))

    assert page.status_code in {200, 403}
    assert THEIRS not in page.content.decode()
    if model._meta.app_label in OURS and SITE._registry[model].search_fields:
        found = client.get(address(model), {"q": THEIRS[:6].lower()})  # what was asked for is shown again
        assert THEIRS not in found.content.decode()


@pytest.mark.parametrize("role", ["recruiter", "interviewer", "viewer"])
def test_other_roles_stay_out(sign_in, members, role):
    client = sign_in(members[role])

    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(address(Membership), follow=True).status_code == 403


def test_signing_in_is_the_one_door(client, person, sign_in):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/account/login/?next=/admin/")
    assert "Sign in with a passkey" in answer.content.decode()
    assert sign_in(person).get("/admin/", follow=True).status_code == 403


def test_a_filter_cannot_ask_about_others_over_a_relation(sign_in, admin, both_companies):
    client = sign_in(admin)
    for lookup in ("company__name__startswith", "user__password__startswith", "user__memberships__company__slug"):
        assert client.get(address(Membership), {lookup: "x"}).status_code in {302, 400}, lookup


def test_the_log_can_only_be_read(sign_in, platform_staff, our_event):
    client = sign_in(platform_staff)

    assert client.get(address(Event, "add")).status_code == 403
    assert client.post(address(Event, "delete", our_event.pk), {"post": "yes"}).status_code == 403
    assert client.post(address(Event, "change", our_event.pk), {"name": "x"}).status_code == 403
    our_event.refresh_from_db()
    assert our_event.name == "company.changed"


def act(client, model, action, *rows):
    return client.post(address(model), {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)


def test_staff_suspend_and_restore_a_company(sign_in, platform_staff, company):
    client = sign_in(platform_staff)
    act(client, Company, "suspend", company)
    company.refresh_from_db()
    assert company.suspended_at is not None
    act(client, Company, "restore", company)

    company.refresh_from_db()
    assert company.suspended_at is None
    rows = Event.objects.about(company)
    assert [(row.name, row.person) for row in rows] == [
        ("company.suspended", platform_staff),
        ("company.restored", platform_staff),
    ]


def test_a_companys_admin_cannot_suspend(sign_in, admin, company):
    act(sign_in(admin), Company, "suspend", company)

    company.refresh_from_db()
    assert company.suspended_at is None


def test_staff_block_people_but_not_themselves(sign_in, platform_staff, viewer):
    act(sign_in(platform_staff), type(platform_staff), "block", viewer.user, platform_staff)

    viewer.user.refresh_from_db()
    platform_staff.refresh_from_db()
    assert (viewer.user.is_active, platform_staff.is_active) == (False, True)


def test_roles_change_through_the_service(sign_in, admin, viewer, stranger):
    client = sign_in(admin)
    act(client, Membership, "make_recruiter", viewer, stranger)
    viewer.refresh_from_db()
    stranger.refresh_from_db()
    assert (viewer.role, stranger.role) == ("recruiter", "recruiter")
    assert [row.member for row in Event.objects.about(viewer)] == [admin]
    assert not Event.objects.about(stranger).exists()

    page = act(client, Membership, "deactivate", admin)

    assert "is the last admin" in page.content.decode()
    admin.refresh_from_db()
    assert admin.deactivated_at is None


def test_every_change_of_a_system_value_is_an_event(sign_in, platform_staff, admin):
    client = sign_in(platform_staff)
    client.post(address(Setting, "add"), {"key": "banner", "value": '"hello"', "note": ""})
    client.post(address(FeatureFlag, "add"), {"key": "new-board", "everyone": "on", "note": ""})

    assert [row.facts for row in Event.objects.filter(name="setting.changed").order_by("pk")] == [
        {"key": "banner"},
        {"key": "new-board"},
    ]
    assert sign_in(admin).get(address(Setting)).status_code == 403


@pytest.mark.parametrize("model", [Membership, Event], ids=lambda model: model._meta.label)
def test_a_list_asks_as_often_for_three_rows_as_for_one(sign_in, platform_staff, company, model):
    client, counts = sign_in(platform_staff), []
    for number in (1, 3):
        for one in range(number):
            block_user(user=make_member(company, "viewer", email=f"{number}{one}@ours.test", handle=f"v{number}{one}").user)
        with CaptureQueriesContext(connection) as seen:
            client.get(address(model))
        counts.append(len(seen))
    assert counts[0] == counts[1]
