"""An admin changes the company; a person with several companies switches between them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import happened
from accounts.models import Company, Event, Membership
from accounts.services.companies import CompanyRefused, change_company
from tests.accounts.cast import picture
from tests.conftest import THEIRS

pytestmark = pytest.mark.django_db


def sent(client, **changed):
    form = client.get(reverse("accounts:company")).context["form"]
    values = {name: form[name].value() for name in form.fields if name not in {"logo", "remove_logo"}}
    return {**{name: value for name, value in values.items() if value not in (None, False)}, **changed}


def test_the_page_saves_and_writes_down_which_fields(sign_in, admin, company):
    client = sign_in(admin)

    answer = client.post(
        reverse("accounts:company"), sent(client, name="Quetzalwort & Co", country="DE", currency="CHF"), follow=True
    )

    assert "The settings are saved." in answer.content.decode()
    company.refresh_from_db()
    assert (company.name, company.country, company.currency) == ("Quetzalwort & Co", "DE", "CHF")
    [row] = Event.objects.about(company)
    assert row.event == happened.CompanyChanged(str(company.pk), ["name", "country", "currency"])


def test_a_logo_is_drawn_anew_and_shown_to_members_only(sign_in, admin, company, stranger):
    client = sign_in(admin)
    client.post(reverse("accounts:company"), {**sent(client), "logo": SimpleUploadedFile("logo.png", picture(960, 300).read())})

    logo = client.get(reverse("accounts:logo"))
    assert (logo.status_code, logo["Content-Type"]) == (200, "image/webp")
    client.post(reverse("accounts:company"), sent(client, remove_logo="on"))
    assert client.get(reverse("accounts:logo")).status_code == 404
    assert sign_in(stranger).get(reverse("accounts:logo")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"slug": "theirs"}, "slug"), ({"slug": "api"}, "slug"), ({"slug": "no spaces"}, "slug"), ({"name": ""}, "name"),
        ({"colour": "red"}, "colour"), ({"colour": "#12345g"}, "colour"), ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"country": "XX"}, "country"), ({"currency": "EURO"}, "currency"), ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "x"}, "email"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_saved(sign_in, admin, company, other_company, changed, field):
    client = sign_in(admin)

    answer = client.post(
        reverse("accounts:company"), sent(client, name="Changed", **changed) if field != "name" else sent(client, **changed)
    )

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    company.refresh_from_db()
    assert (company.name, company.slug) == ("Quetzalwort Works", "ours")
    assert THEIRS not in answer.content.decode()


@pytest.mark.parametrize("role", ["recruiter", "interviewer", "viewer"])
def test_only_admins_change_it(company, members, role):
    with pytest.raises(PermissionDenied):
        change_company(company=company, actor=members[role], name="x")


def test_nobody_changes_another_company(other_company, admin):
    with pytest.raises(PermissionDenied):
        change_company(company=other_company, actor=admin, name="x")


def test_a_taken_address_is_refused_and_the_transaction_goes_on(company, other_company, admin):
    with pytest.raises(CompanyRefused) as refusal:
        change_company(company=company, actor=admin, slug=other_company.slug)

    assert (refusal.value.code, refusal.value.field) == ("slug_taken", "slug")
    assert Company.objects.get(pk=company.pk).slug == "ours"


def test_switching_acts_for_the_other_company(sign_in, admin, other_company):
    theirs = Membership.objects.create(company=other_company, user=admin.user, role="viewer", handle="guest")
    client = sign_in(admin)
    assert client.get(reverse("accounts:company")).status_code == 200
    assert other_company.name in client.get(reverse("accounts:members")).content.decode()  # the switcher offers it

    assert client.post(reverse("accounts:switch"), {"company": str(other_company.pk)}).url == "/"

    assert client.get(reverse("accounts:company")).status_code == 403
    assert client.get("/api/v1/me").json()["id"] == str(theirs.pk)


@pytest.mark.parametrize("company_id", ["", "x", "theirs"])
def test_nobody_switches_to_where_they_do_not_belong(sign_in, admin, other_company, company_id):
    chosen = str(other_company.pk) if company_id == "theirs" else company_id

    assert sign_in(admin).post(reverse("accounts:switch"), {"company": chosen}).status_code == 404


def test_a_chosen_company_that_shuts_one_out_falls_back(sign_in, admin, other_company):
    theirs = Membership.objects.create(company=other_company, user=admin.user, role="viewer", handle="guest")
    client = sign_in(admin)
    client.post(reverse("accounts:switch"), {"company": str(other_company.pk)})
    Membership.objects.filter(pk=theirs.pk).delete()

    assert client.get("/api/v1/me").json()["company"]["slug"] == "ours"


@pytest.mark.parametrize(("field", "code"), [("country", "XX"), ("currency", "ZZZ"), ("currency", "")])
def test_codes_that_there_are_not_are_refused_whoever_asks(company, admin, field, code):
    with pytest.raises(CompanyRefused) as refusal:
        change_company(company=company, actor=admin, **{field: code})

    assert (refusal.value.code, refusal.value.field) == (f"unknown_{field}", field)
