"""Notices for machines: the same as the pages, and what came after the last one that somebody knows."""

import pytest

from notifications.models import Mute, Notification
from tests.conftest import OURS
from tests.notifications.cast import was_told

pytestmark = pytest.mark.django_db
API = "/api/v1/notifications"


def test_a_notice_is_told_in_words(sign_in, notice, recruiter):
    [one] = sign_in(recruiter).get(API).json()["results"]
    assert one == {
        "id": str(notice.pk),
        "number": 1,
        "type": "status_change",
        "title": f"IntelliMatch moved Mara {OURS} to “{notice.application.stage.name}”",
        "message": f"{OURS} engineer",
        "url": f"/applications/{notice.application_id}/",
        "count": 1,
        "thread": f"application:{notice.application_id}",
        "at": one["at"],
        "read_at": None,
    }


def test_who_was_away_asks_for_what_came_after(sign_in, notice, application, recruiter):
    client = sign_in(recruiter)
    for _n in range(2):
        Notification.objects.update(application=None)
        was_told(recruiter, application)

    def after(pk):
        return [one["number"] for one in client.get(API, {"after": pk}).json()["results"]]

    assert after(notice.pk) == [2, 3]  # oldest first
    assert after(Notification.objects.get(number=3).pk) == []


@pytest.mark.parametrize("after", ["theirs", "01900000-0000-7000-8000-000000000000", "x"])
def test_after_a_notice_of_nobodys_is_refused(sign_in, recruiter, their_notice, after):
    answer = sign_in(recruiter).get(API, {"after": their_notice.pk if after == "theirs" else after})
    assert answer.status_code == 400


def test_reading_one_and_all(sign_in, notice, recruiter):
    client = sign_in(recruiter)
    assert client.post(f"{API}/{notice.pk}/read").json()["read_at"]
    Notification.objects.update(read_at=None)
    assert client.post(f"{API}/read", {"type": "mention"}, "application/json").json() == {"count": 0}
    assert client.post(f"{API}/read", {"up_to": 1}, "application/json").json() == {"count": 1}


def test_choices(sign_in, recruiter):
    client = sign_in(recruiter)
    now = client.get(f"{API}/preferences").json()
    assert (now["quiet_from"], now["digest_at"], len(now["types"])) == (None, "08:00", 13)
    wish = {"type": "comment", "in_app": False, "mail": "now"}
    answer = client.patch(f"{API}/preferences", {"types": [wish]}, "application/json").json()
    assert wish in answer["types"]
    refused = client.patch(f"{API}/preferences", {"quiet_from": "21:00"}, "application/json")
    assert (refused.status_code, "quiet_until" in refused.content.decode()) == (400, True)


def test_muting(sign_in, notice, recruiter):
    client = sign_in(recruiter)
    made = client.post("/api/v1/notification-mutes", {"notification": str(notice.pk)}, "application/json")
    assert (made.status_code, made.json()["thread"]) == (201, f"application:{notice.application_id}")
    assert client.delete(f"/api/v1/notification-mutes/{made.json()['id']}").status_code == 204
    assert not Mute.objects.exists()
