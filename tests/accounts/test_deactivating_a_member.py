"""A member leaves the company: out at the next request, their work to somebody else, and back if wanted."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import happened
from accounts.models import Event
from accounts.services.companies import restore_company, suspend_company
from accounts.services.members import MemberRefused, deactivate_member, reactivate_member
from accounts.services.people import block_user, unblock_user

pytestmark = pytest.mark.django_db


def test_they_are_out_at_the_next_request(admin, viewer, sign_in):
    client = sign_in(viewer)
    assert client.get(reverse("accounts:members")).status_code == 200

    deactivate_member(member=viewer, actor=admin)

    answer = client.get(reverse("accounts:members"))
    assert answer.status_code == 403
    assert "You belong to no company here" in answer.content.decode()
    assert client.get("/api/v1/members").json()["code"] == "no_company"


def test_apps_hear_who_takes_over(admin, recruiter, viewer):
    deactivate_member(member=recruiter, actor=admin, transfer_to=viewer)

    [row] = Event.objects.about(recruiter)
    assert row.event == happened.MemberDeactivated(str(recruiter.pk), str(viewer.pk))


def test_doing_it_twice_is_one_event(admin, viewer):
    for _ in range(2):
        deactivate_member(member=viewer, actor=admin)

    assert Event.objects.about(viewer).count() == 1


def test_nobody_foreign_gone_or_themselves_takes_over(admin, recruiter, viewer, stranger):
    gone = deactivate_member(member=viewer, actor=admin)

    for heir in (stranger, recruiter, gone):
        with pytest.raises(MemberRefused) as refusal:
            deactivate_member(member=recruiter, actor=admin, transfer_to=heir)
        assert refusal.value.code == "cannot_take_over"
    recruiter.refresh_from_db()
    assert recruiter.deactivated_at is None


def test_the_last_admin_cannot_leave(admin):
    with pytest.raises(MemberRefused) as refusal:
        deactivate_member(member=admin, actor=admin)

    assert refusal.value.code == "last_admin"


@pytest.mark.parametrize("role", ["recruiter", "interviewer", "viewer"])
def test_only_admins_do_it(members, role):
    with pytest.raises(PermissionDenied):
        deactivate_member(member=members["viewer"], actor=members[role])
    with pytest.raises(PermissionDenied):
        reactivate_member(member=members["viewer"], actor=members[role])


def test_they_come_back_with_the_role_they_had(admin, recruiter, sign_in):
    gone = deactivate_member(member=recruiter, actor=admin)

    back = reactivate_member(member=gone, actor=admin)

    assert (back.role, back.deactivated_at) == ("recruiter", None)
    assert [row.name for row in Event.objects.about(recruiter)] == ["member.deactivated", "member.reactivated"]
    assert sign_in(recruiter).get(reverse("accounts:members")).status_code == 200


def test_the_dialog_offers_active_colleagues_only(admin, recruiter, interviewer, viewer, stranger, sign_in):
    deactivate_member(member=interviewer, actor=admin)

    page = (
        sign_in(admin).get(reverse("accounts:deactivate", args=[recruiter.pk]), headers={"HX-Request": "true"}).content.decode()
    )

    assert viewer.name in page and "<html" not in page
    assert interviewer.name not in page and stranger.name not in page


def test_the_page_does_it(admin, viewer, recruiter, sign_in):
    answer = sign_in(admin).post(reverse("accounts:deactivate", args=[viewer.pk]), {"transfer_to": str(recruiter.pk)})

    assert answer.url == reverse("accounts:members")
    viewer.refresh_from_db()
    assert viewer.deactivated_at is not None


def test_a_suspended_company_is_out_and_comes_back(company, viewer, sign_in):
    client = sign_in(viewer)
    suspend_company(company=company)
    assert client.get(reverse("accounts:members")).status_code == 403

    restore_company(company=company)

    assert client.get(reverse("accounts:members")).status_code == 200
    assert [row.name for row in Event.objects.about(company)] == ["company.suspended", "company.restored"]


def test_a_blocked_person_is_signed_out_everywhere(viewer, sign_in):
    client = sign_in(viewer)
    block_user(user=viewer.user)
    assert client.get(reverse("accounts:members")).url.startswith("/account/login/")

    unblock_user(user=viewer.user)

    assert client.get(reverse("accounts:members")).status_code == 200
