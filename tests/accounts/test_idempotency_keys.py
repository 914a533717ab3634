"""A POST with an Idempotency-Key is done once, whatever happens to its answer."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from accounts.models import IdempotencyKey, Invitation
from accounts.services import idempotency, invitations
from accounts.tasks import forget_idempotency_keys
from jobs.models import Resume

pytestmark = pytest.mark.django_db
ADDRESS = {"email": "new@ours.test", "role": "viewer"}


@pytest.fixture
def post(sign_in, admin):
    client = sign_in(admin)

    def send(body=ADDRESS, key="one", path="/api/v1/invitations", **more):
        return client.post(path, body, headers={"Idempotency-Key": key}, **{"content_type": "application/json", **more})

    return send


def test_the_same_again_is_answered_as_the_first_time_and_not_done_again(post):
    first, again = post(), post()

    assert (first.status_code, "Idempotency-Replayed" in first) == (201, False)
    assert (again.status_code, again["Idempotency-Replayed"], again["Content-Type"]) == (201, "true", first["Content-Type"])
    assert again.json() == first.json()
    assert Invitation.objects.count() == 1


def test_a_refusal_is_kept_like_any_answer(post):
    bad = {"email": "no address", "role": "viewer"}

    assert post(bad).json() == post(bad).json()
    assert post(bad)["Idempotency-Replayed"] == "true"


def test_with_another_body_the_key_is_refused(post):
    post()

    answer = post({"email": "other@ours.test", "role": "viewer"})

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["code"] == "idempotency_key_reused"
    assert [error["field"] for error in answer.json()["errors"]] == ["Idempotency-Key"]
    assert Invitation.objects.count() == 1


def test_while_the_first_one_runs_the_second_is_sent_away(post):
    post()
    IdempotencyKey.objects.update(status=None)

    answer = post()

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_in_use")


def test_a_request_that_died_frees_its_key_after_a_while(post):
    post()
    Invitation.objects.all().delete()
    IdempotencyKey.objects.update(status=None, begun_at=timezone.now() - idempotency.LEASE - timedelta(seconds=1))

    assert "Idempotency-Replayed" not in post()
    assert Invitation.objects.count() == 1


def test_what_outlived_its_lease_does_not_stand_beside_what_took_its_place(post, monkeypatch):
    invite = invitations.invite

    def slow(**given):
        IdempotencyKey.objects.update(begun_at=timezone.now() + timedelta(seconds=1))  # somebody took it over
        return invite(**given)

    monkeypatch.setattr(invitations, "invite", slow)

    assert post().json()["code"] == "idempotency_key_in_use"
    assert Invitation.objects.count() == 0


def test_what_failed_on_our_side_leaves_nothing_and_may_be_sent_again(post, monkeypatch):
    invite = invitations.invite

    def broken(**given):
        invite(**given)
        raise RuntimeError("after the act")

    with monkeypatch.context() as patch:
        patch.setattr(invitations, "invite", broken)
        with pytest.raises(RuntimeError):
            post()
    assert (Invitation.objects.count(), IdempotencyKey.objects.count()) == (0, 0)

    assert post().status_code == 201


def test_keys_are_by_member_and_by_path(post, sign_in, recruiter):
    post()

    assert post(path="/api/v1/invitations/bulk", body={"csv": "email\nx@ours.test\n"}).status_code == 200
    theirs = sign_in(recruiter).post(
        "/api/v1/invitations", ADDRESS, content_type="application/json", headers={"Idempotency-Key": "one"}
    )
    assert theirs.status_code == 403


def test_a_form_with_a_file_is_compared_by_its_parts(sign_in, recruiter):
    client = sign_in(recruiter)

    def send(content):
        file = SimpleUploadedFile("cv.txt", content)
        return client.post("/api/v1/resumes", {"file": file}, headers={"Idempotency-Key": "cv"})

    first, again, other = send(b"Ada, nurse"), send(b"Ada, nurse"), send(b"Bob, nurse")

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json()["id"] == first.json()["id"]
    assert Resume.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "ä", "x" * 256])
def test_a_key_that_is_none_is_refused(post, key):
    answer = post(key=key.encode().decode("latin-1"))

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")
    assert Invitation.objects.count() == 0


def test_a_day_later_the_key_is_free_and_the_sweep_forgets_it(post):
    post()
    Invitation.objects.all().delete()
    IdempotencyKey.objects.update(begun_at=timezone.now() - timedelta(hours=24, seconds=1))

    assert "Idempotency-Replayed" not in post()

    IdempotencyKey.objects.update(begun_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert forget_idempotency_keys() == 1
    assert not IdempotencyKey.objects.exists()


def test_the_kept_answer_is_not_readable_in_the_database(post):
    post()

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM accounts_idempotencykey")
        [[body]] = cursor.fetchall()
    assert "new@ours.test" not in body


def test_the_schema_names_the_header_on_every_post(client):
    from drf_spectacular.generators import SchemaGenerator

    schema = SchemaGenerator().get_schema(request=None, public=True)
    posts = [operations["post"] for operations in schema["paths"].values() if "post" in operations]
    assert posts
    assert all("Idempotency-Key" in {one["name"] for one in post.get("parameters", [])} for post in posts)
