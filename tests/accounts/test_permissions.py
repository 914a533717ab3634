"""The permission table is what was agreed, it is the page's and the document's, and every door reads it."""

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.views import View

from accounts.guard import needs, require
from accounts.management.commands.write_permission_table import written
from accounts.permissions import TABLE, Action, Role, allowed

pytestmark = pytest.mark.django_db

# Requirement ACC-2, cell by cell: admin, recruiter, interviewer, viewer.
AGREED = {
    Action.CREATE_JOB: "yes yes no no",
    Action.VIEW_CANDIDATES: "yes yes no yes",  # interviewers: assigned candidates, by object permission
    Action.DELETE_CANDIDATE: "yes yes no no",
    Action.SCHEDULE_INTERVIEW: "yes yes no no",
    Action.SUBMIT_FEEDBACK: "yes yes yes no",
    Action.MANAGE_USERS: "yes no no no",
    Action.MANAGE_SETTINGS: "yes no no no",
    Action.VIEW_ANALYTICS: "yes yes yes yes",
}
READS = {Action.VIEW_JOBS, Action.VIEW_CANDIDATES, Action.VIEW_ANALYTICS}


@pytest.mark.parametrize("action", AGREED)
def test_the_table_is_what_was_agreed(action):
    assert " ".join("yes" if allowed(role, action) else "no" for role in Role) == AGREED[action]


def test_every_action_is_in_the_table():
    assert set(TABLE) == set(Action)


def test_viewers_change_nothing():
    assert {action for action in Action if allowed(Role.VIEWER, action)} == READS


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_member_can_what_the_table_says(members, role, action):
    assert members[role].can(action) == (role in TABLE[action])


def test_nobody_can_anything_with_what_is_another_companys(admin, stranger, other_company):
    assert admin.can(Action.MANAGE_USERS, admin) and not admin.can(Action.MANAGE_USERS, stranger)
    assert admin.can(Action.MANAGE_SETTINGS, admin.company) and not admin.can(Action.MANAGE_SETTINGS, other_company)


def asked(member):
    request = RequestFactory().get("/somewhere/?a=1")
    request.member = member
    request.user = member.user
    return request


@needs(Action.CREATE_JOB, Action.IMPORT)
def a_view(request):
    return HttpResponse("in")


@needs(Action.CREATE_JOB)
class AClassView(View):
    def get(self, request):
        return HttpResponse("in")


@pytest.mark.parametrize("view", [a_view, AClassView.as_view()])
def test_a_view_lets_in_whom_the_table_does_and_says_why_not(members, view):
    assert view(asked(members["recruiter"])).content == b"in"
    with pytest.raises(PermissionDenied, match="Your role here is Viewer. This takes: Admin, Recruiter."):
        view(asked(members["viewer"]))


def test_a_view_states_its_acts():
    assert a_view.needs == (Action.CREATE_JOB, Action.IMPORT)
    assert AClassView.as_view().needs == (Action.CREATE_JOB,)
    with pytest.raises(ValueError, match="fly"):
        needs("fly")


def test_the_reason_is_on_the_page(sign_in, viewer):
    answer = sign_in(viewer).get("/company/")

    assert answer.status_code == 403
    assert "Your role here is Viewer. This takes: Admin." in answer.content.decode()


def test_a_service_asks_again(members, stranger):
    require(members["admin"], Action.MANAGE_USERS, members["viewer"])
    require(None, Action.MANAGE_USERS, members["viewer"])  # the system
    for member, subject in ((members["viewer"], members["viewer"]), (members["admin"], stranger)):
        with pytest.raises(PermissionDenied):
            require(member, Action.MANAGE_USERS, subject)


def test_an_api_view_that_names_no_act_is_refused_loudly(members):
    from accounts.api.permissions import MemberCan

    class Forgotten:
        action, actions_needed = "list", {"retrieve": None}

    with pytest.raises(ImproperlyConfigured, match="list"):
        MemberCan().has_permission(asked(members["admin"]), Forgotten())


def test_the_document_holds_the_table_as_it_is(settings):
    document = (settings.BASE_DIR / "docs" / "security.md").read_text()

    assert written() in document, "run: manage.py write_permission_table"
