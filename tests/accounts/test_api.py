"""The API of accounts: what the pages do, through the same services, with every refusal as a problem."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import Invitation, Membership
from accounts.permissions import Action
from tests.accounts.cast import picture
from tests.conftest import THEIRS

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


def test_who_am_i(sign_in, viewer):
    me = sign_in(viewer).get("/api/v1/me").json()

    assert (me["id"], me["email"], me["handle"], me["role"]) == (str(viewer.pk), "viewer@ours.test", "viewer", "viewer")
    assert me["company"] == {"id": str(viewer.company_id), "name": viewer.company.name, "slug": "ours", "role": "viewer"}
    assert me["may"] == [action.value for action in Action if viewer.can(action)]


def test_my_profile_changes(sign_in, viewer):
    client = sign_in(viewer)
    body = {"name": "Vera", "title": "Works council", "time_zone": "Asia/Tokyo", "working_hours": {"mon": [["09:00", "12:00"]]}}

    answer = client.patch("/api/v1/me", body, **JSON)

    assert answer.status_code == 200
    assert {key: answer.json()[key] for key in body} == body


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"handle": "recruiter"}, 422, "handle"), ({"handle": "No Good"}, 400, "handle"), ({"time_zone": "Mars"}, 400, "time_zone"),
        ({"working_hours": {"mon": [["x", "y"]]}}, 422, "working_hours"), ({"name": ""}, 400, "name"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_its_field(sign_in, viewer, recruiter, body, status, field):
    answer = sign_in(viewer).patch("/api/v1/me", body, **JSON)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert [error["field"] for error in problem["errors"]] == [field]
    assert set(problem) == {"type", "status", "code", "title", "detail", "errors"}


def test_my_photo(sign_in, viewer):
    client = sign_in(viewer)

    def put(raw):
        body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("me.png", raw)})
        return client.put("/api/v1/me/photo", body, content_type=MULTIPART_CONTENT)

    assert put(picture().read()).status_code == 204
    assert client.get("/api/v1/me").json()["has_photo"]
    assert put(b"no picture").json()["code"] == "picture_unreadable"
    assert client.delete("/api/v1/me/photo").status_code == 204
    assert not client.get("/api/v1/me").json()["has_photo"]


def test_the_company_changes(sign_in, admin, other_company):
    client = sign_in(admin)

    assert client.patch("/api/v1/company", {"country": "DE", "currency": "CHF"}, **JSON).json()["country"] == "DE"
    taken = client.patch("/api/v1/company", {"slug": "theirs"}, **JSON)
    assert (taken.status_code, taken.json()["code"], taken.json()["errors"][0]["field"]) == (422, "slug_taken", "slug")
    assert client.patch("/api/v1/company", {"country": "XX"}, **JSON).json()["errors"][0]["code"] == "unknown_country"


def test_members_are_listed_searched_and_paged(sign_in, members, stranger):
    client = sign_in(members["viewer"])
    first = client.get("/api/v1/members", {"page_size": 3}).json()
    second = client.get(first["next"]).json()
    assert [one["role"] for one in first["results"] + second["results"]] == ["admin", "interviewer", "recruiter", "viewer"]
    assert second["next"] is None and client.get(second["previous"]).json()["results"] == first["results"]

    assert [one["role"] for one in client.get("/api/v1/members", {"q": "interv"}).json()["results"]] == ["interviewer"]
    assert client.get("/api/v1/members", {"q": THEIRS}).json()["results"] == []
    assert client.get("/api/v1/members", {"role": "boss"}).status_code == 400


def test_a_role_changes_and_the_last_admin_stays(sign_in, members):
    client = sign_in(members["admin"])

    assert client.patch(f"/api/v1/members/{members['viewer'].pk}", {"role": "recruiter"}, **JSON).json()["role"] == "recruiter"
    refused = client.patch(f"/api/v1/members/{members['admin'].pk}", {"role": "viewer"}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")


def test_a_member_leaves_and_comes_back(sign_in, members, stranger):
    client, viewer = sign_in(members["admin"]), members["viewer"]

    foreign = client.post(f"/api/v1/members/{viewer.pk}/deactivate", {"transfer_to": str(stranger.pk)}, **JSON)
    assert foreign.status_code == 404
    gone = client.post(f"/api/v1/members/{viewer.pk}/deactivate", {"transfer_to": str(members["recruiter"].pk)}, **JSON)
    assert gone.json()["deactivated_at"] is not None
    assert [one["id"] for one in client.get("/api/v1/members", {"active": "false"}).json()["results"]] == [str(viewer.pk)]
    assert client.post(f"/api/v1/members/{viewer.pk}/reactivate").json()["deactivated_at"] is None


def test_invitations_are_made_listed_and_taken_back(sign_in, admin, their_invitation):
    client = sign_in(admin)
    made = client.post("/api/v1/invitations", {"email": "a@new.test", "role": "viewer"}, **JSON)
    assert made.status_code == 201
    assert "token" not in made.content.decode()
    again = client.post("/api/v1/invitations", {"email": "a@new.test", "role": "viewer"}, **JSON)
    assert (again.status_code, again.json()["code"]) == (422, "already_invited")
    assert [one["email"] for one in client.get("/api/v1/invitations").json()["results"]] == ["a@new.test"]

    assert client.delete(f"/api/v1/invitations/{made.json()['id']}").status_code == 204

    assert Invitation.objects.get(pk=made.json()["id"]).revoked_at is not None
    assert client.post(f"/api/v1/invitations/{made.json()['id']}/resend").json()["code"] == "closed"


def test_rows_of_a_csv_are_reported_then_invited(sign_in, admin):
    client, body = sign_in(admin), {"csv": "email,role\na@new.test,viewer\nbad,viewer\n"}

    report = client.post("/api/v1/invitations/bulk", body, **JSON).json()
    assert [(row["line"], row["problem"] == "") for row in report] == [(2, True), (3, False)]
    assert not Invitation.objects.exists()
    assert client.post("/api/v1/invitations/bulk", {**body, "dry_run": False}, **JSON).status_code == 200
    assert Invitation.objects.get().email == "a@new.test"


def test_the_log_is_read_on_from_an_id(sign_in, admin, our_event, their_event):
    client = sign_in(admin)
    client.patch("/api/v1/company", {"country": "DE"}, **JSON)

    [later] = client.get("/api/v1/events", {"after": our_event.pk, "sort": "oldest"}).json()["results"]

    assert (later["name"], later["facts"]["fields"], later["member"]) == ("company.changed", ["country"], str(admin.pk))
    assert client.get("/api/v1/events", {"name": "member.joined"}).json()["results"] == []
    for bad in ("x", "-1", str(2**70)):
        assert client.get("/api/v1/events", {"after": bad}).status_code == 400


@pytest.mark.parametrize(
    "path", ["members/x", "members/00000000-0000-0000-0000-00000000000g", "invitations/1", "events/999999999999999999"]
)
def test_an_id_that_is_none_is_not_there(sign_in, admin, path):
    answer = sign_in(admin).get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_session_must_prove_that_the_page_asked(admin):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(admin.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.patch("/api/v1/company", {"country": "DE"}, **JSON).status_code == 403


def test_a_list_asks_as_often_for_three_rows_as_for_one(sign_in, admin, company, django_assert_max_num_queries):
    from tests.conftest import make_member

    client, counts = sign_in(admin), []
    for number in (1, 3):
        for one in range(number):
            make_member(company, "viewer", email=f"{number}{one}@ours.test", handle=f"v{number}{one}")
        with django_assert_max_num_queries(10) as seen:
            client.get("/api/v1/members")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert Membership.objects.count() == 5
