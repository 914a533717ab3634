"""The lists: members, activity, palette; searched, paged, and as many queries at 3 rows as at 1."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import happened
from accounts.checklist import steps_for
from accounts.events import publish
from accounts.models import Event, Invitation, Membership
from accounts.permissions import TABLE
from accounts.services.companies import change_company
from accounts.services.invitations import invite
from accounts.services.members import deactivate_member
from tests.conftest import THEIRS, make_member

pytestmark = pytest.mark.django_db


def names(page):
    return [one.name for one in page.context["page"]]


def test_colleagues_are_found_by_name_handle_and_address(sign_in, members, stranger):
    client = sign_in(members["viewer"])

    assert len(names(client.get(reverse("accounts:members")))) == 4
    for text in ("interv", "@interviewer", "INTERVIEWER@ours"):
        assert names(client.get(reverse("accounts:members"), {"q": text})) == [members["interviewer"].name]
    assert names(client.get(reverse("accounts:members"), {"q": THEIRS})) == []
    assert names(client.get(reverse("accounts:members"), {"role": "admin"})) == [members["admin"].name]


def test_those_who_left_are_shown_when_asked_for(sign_in, members):
    deactivate_member(member=members["viewer"], actor=members["admin"])
    client = sign_in(members["admin"])

    assert members["viewer"].name not in names(client.get(reverse("accounts:members")))
    assert names(client.get(reverse("accounts:members"), {"state": "deactivated"})) == [members["viewer"].name]
    assert len(names(client.get(reverse("accounts:members"), {"state": "all"}))) == 4


def test_only_admins_see_invitations_and_controls(sign_in, members, invitation, their_invitation):
    page = sign_in(members["admin"]).get(reverse("accounts:members")).content.decode()
    assert invitation.email in page and reverse("accounts:role", args=[members["viewer"].pk]) in page
    assert their_invitation.email not in page

    page = sign_in(members["recruiter"]).get(reverse("accounts:members")).content.decode()
    assert invitation.email not in page and "/role/" not in page and "/deactivate/" not in page


@pytest.mark.parametrize("name", ["members", "activity"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(sign_in, admin, company, name, django_assert_max_num_queries):
    client = sign_in(admin)
    counts = []
    for number in (1, 3):
        for one in range(number):
            make_member(company, "viewer", email=f"{number}{one}@ours.test", handle=f"v{number}{one}")
            invite(company=company, email=f"{number}{one}@new.test", role="viewer", actor=admin)
        with django_assert_max_num_queries(15) as seen:
            assert client.get(reverse(f"accounts:{name}")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_reading_writes_nothing(sign_in, admin, invitation):
    client = sign_in(admin)
    before = Event.objects.count(), Invitation.objects.get().token_hash
    for name in ("members", "profile", "company", "activity", "permissions", "security", "invite", "invite_many"):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(f"accounts:{name}"))
        assert not [one["sql"] for one in seen if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))], name
    assert (Event.objects.count(), Invitation.objects.get().token_hash) == before


def test_the_activity_log_says_who_did_what(sign_in, admin, company, viewer, other_company, stranger):
    change_company(company=company, actor=admin, country="DE")
    deactivate_member(member=viewer, actor=admin)
    publish(happened.CompanyChanged(other_company.pk, [THEIRS]), actor=stranger, subject=other_company)

    page = sign_in(admin).get(reverse("accounts:activity"))

    assert [(line.who, line.name) for line in page.context["lines"]] == [
        (admin.name, "member.deactivated"),
        (admin.name, "company.changed"),
    ]
    assert page.context["lines"][1].facts == [("fields", "country")]
    assert page.context["lines"][0].subject == (viewer.name, reverse("accounts:member", args=[viewer.pk]))
    assert THEIRS not in page.content.decode()


def test_the_activity_log_is_narrowed(sign_in, admin, company, recruiter):
    [old] = publish(happened.CompanyChanged(company.pk, ["old"]), actor=None, subject=company)
    Event.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=40))
    publish(happened.ProfileChanged(recruiter.pk, ["title"]), actor=recruiter, subject=recruiter)
    client = sign_in(admin)

    def shown(**asked):
        return [line.name for line in client.get(reverse("accounts:activity"), asked).context["lines"]]

    today = timezone.localdate()
    assert shown() == ["member.profile_changed", "company.changed"]
    assert shown(name="company") == ["company.changed"]
    assert shown(member=str(recruiter.pk)) == ["member.profile_changed"]
    assert shown(since=str(today - timedelta(days=1))) == ["member.profile_changed"]
    assert shown(until=str(today - timedelta(days=20))) == ["company.changed"]
    assert shown(since="never", until="9999-12-31", member="x", name="nothing") == ["member.profile_changed", "company.changed"]


def test_it_goes_on_by_key(sign_in, admin, company):
    publish(*(happened.CompanyChanged(company.pk, [str(n)]) for n in range(150)), actor=None, subject=company)
    client = sign_in(admin)
    first = client.get(reverse("accounts:activity")).context["page"]

    second = client.get(reverse("accounts:activity") + first.next_url).context["page"]

    assert (len(first), len(second), second.next_cursor) == (100, 50, None)
    assert {row.pk for row in first} & {row.pk for row in second} == set()


def test_the_palette_finds_what_the_member_may_open(sign_in, members, stranger):
    def found(role, text):
        return [one["title"] for one in sign_in(members[role]).get("/palette/", {"q": text}).json()["results"]]

    assert "Company settings" in found("admin", "compa") and "Company settings" not in found("viewer", "compa")
    assert members["interviewer"].name in found("viewer", "interv")
    assert found("viewer", THEIRS) == []


def test_the_palette_costs_few_queries(sign_in, admin, django_assert_max_num_queries):
    client = sign_in(admin)
    with django_assert_max_num_queries(15):
        assert client.get("/palette/", {"q": "adm"}).status_code == 200


def test_the_permission_page_shows_the_table(sign_in, viewer):
    rows = sign_in(viewer).get(reverse("accounts:permissions")).context["rows"]

    assert len(rows) == len(TABLE)
    assert {str(what): cells for what, _note, cells in rows}["Create jobs"] == [True, True, False, False]


def test_the_first_steps_are_ticked_off(admin, company, recruiter):
    done = {step.key: step.done for step in steps_for(admin)}
    assert [done[key] for key in ("profile", "second_factor", "company", "invite")] == [False, False, False, True]
    assert {step.key for step in steps_for(recruiter)} & {"company", "invite"} == set()
    Membership.objects.filter(pk=admin.pk).update(title="Boss", working_hours={"mon": [["09:00", "17:00"]]})

    assert {step.key: step.done for step in steps_for(Membership.objects.get(pk=admin.pk))}["profile"]


def test_what_a_member_sees_stays_in_no_cache(sign_in, viewer):
    assert sign_in(viewer).get(reverse("accounts:members"))["Cache-Control"] == "private, no-store"
