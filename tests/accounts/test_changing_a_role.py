"""An admin gives a member another role; the last admin stays."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.urls import reverse

from accounts import happened
from accounts.models import Event, Membership
from accounts.services.members import MemberRefused, change_role, deactivate_member
from accounts.services.people import block_user
from tests.conftest import make_member

pytestmark = pytest.mark.django_db


def test_the_change_is_written_down_with_its_author(admin, viewer):
    changed = change_role(member=viewer, role="recruiter", actor=admin)

    viewer.refresh_from_db()
    assert (changed.role, viewer.role) == ("recruiter", "recruiter")
    [row] = Event.objects.about(viewer)
    assert row.event == happened.RoleChanged(str(viewer.pk), "viewer", "recruiter")
    assert row.member == admin


def test_the_role_they_have_changes_nothing(admin, viewer):
    change_role(member=viewer, role="viewer", actor=admin)

    assert not Event.objects.exists()


def test_the_new_role_holds_at_the_next_request(admin, viewer, sign_in):
    client = sign_in(viewer)
    assert client.get(reverse("accounts:company")).status_code == 403

    change_role(member=viewer, role="admin", actor=admin)

    assert client.get(reverse("accounts:company")).status_code == 200


@pytest.mark.parametrize("role", ["recruiter", "interviewer", "viewer"])
def test_only_admins_change_roles(members, role):
    with pytest.raises(PermissionDenied):
        change_role(member=members[role], role="admin", actor=members[role])


def test_an_unknown_role_is_refused(admin, viewer):
    with pytest.raises(MemberRefused) as refusal:
        change_role(member=viewer, role="owner", actor=admin)

    assert (refusal.value.code, refusal.value.field) == ("unknown_role", "role")


def test_the_last_admin_stays_one(admin):
    with pytest.raises(MemberRefused) as refusal:
        change_role(member=admin, role="viewer", actor=admin)

    assert refusal.value.code == "last_admin"
    admin.refresh_from_db()
    assert admin.role == "admin"


def test_an_admin_who_is_out_does_not_count(company, admin):
    block_user(user=_admin(company, "second").user)

    with pytest.raises(MemberRefused):
        change_role(member=admin, role="viewer", actor=admin)


def test_admins_of_another_company_do_not_count(admin, other_company):
    make_member(other_company, "admin")

    with pytest.raises(MemberRefused):
        deactivate_member(member=admin, actor=admin)


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="two writers at once: DATABASE_URL is not PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_demote_each_other_at_once_leave_one(company):
    first, second = _admin(company, "first"), _admin(company, "second")
    gate, refused = threading.Barrier(2), []

    def demote(actor, other):
        try:
            gate.wait(5)
            change_role(member=other, role="viewer", actor=actor)
        except MemberRefused as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=demote, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert Membership.objects.of(company).admins().count() == 1
    assert refused == ["last_admin"]


def _admin(company, name):
    return make_member(company, "admin", email=f"{name}@ours.test", handle=name)


def test_the_page_answers_with_the_row(admin, viewer, sign_in):
    answer = sign_in(admin).post(
        reverse("accounts:role", args=[viewer.pk]), {"role": "recruiter"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert f'id="member-{viewer.pk}"' in answer.content.decode()
    assert '<option value="recruiter" selected>' in answer.content.decode()
    assert "success" in answer["HX-Trigger"]


def test_the_page_says_why_not_and_keeps_the_row(admin, sign_in):
    answer = sign_in(admin).post(reverse("accounts:role", args=[admin.pk]), {"role": "viewer"}, headers={"HX-Request": "true"})

    assert '<option value="admin" selected>' in answer.content.decode()
    assert "last admin" in answer["HX-Trigger"]


def test_without_scripts_it_is_a_plain_form(admin, viewer, sign_in):
    answer = sign_in(admin).post(reverse("accounts:role", args=[viewer.pk]), {"role": "recruiter"}, follow=True)

    assert answer.redirect_chain == [(reverse("accounts:members"), 302)]
    assert "is now: Recruiter" in answer.content.decode()
