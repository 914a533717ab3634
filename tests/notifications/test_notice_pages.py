"""The bell, the page and the choices: one's own notices, read in sync, few queries whatever there is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from collaboration.services import assignments, comments, interviews, tasks
from jobs.services.applications import apply_to_job
from jobs.services.candidates import create_candidate
from jobs.services.jobs import join_team
from notifications.models import Inbox, Mail, Mute, Notification, Preference, Type
from notifications.services import preferences
from tests.conftest import OURS, THEIRS
from tests.notifications.cast import was_told

pytestmark = pytest.mark.django_db
LIST, BELL, NEWS = "/notifications/", "/notifications/bell/", "/notifications/news/"


def read_form(client, **given):
    return client.post(reverse("notifications:read_all"), given)


def everything_that_can_be_told(job, recruiter, admin, rounds, settled):
    join_team(job=job, member=admin, part="recruiter")
    for n in range(rounds):
        person = create_candidate(company=job.company, actor=recruiter, name=f"Person {job.title[-3:]} {n} {rounds}")
        run = apply_to_job(job=job, candidate=person, actor=recruiter)
        say = {"entity_type": "application", "entity": run, "author": recruiter}
        with settled(execute=True):
            assignments.assign(actor=recruiter, member=admin, application=run)
            comments.add_comment(text="@admin look", **say)
            tasks.create_task(actor=recruiter, text="Call", member=admin, application=run)
            talk = interviews.create_interview(application=run, actor=recruiter, name="Talk", panel=[(admin, True)])
            interviews.schedule(interview=talk, starts_at=timezone.now() + timezone.timedelta(days=n + 1), actor=recruiter)
            was_told(admin, run)


@pytest.mark.parametrize("rounds", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 8), (BELL, 8), (NEWS + "?after=0", 5)])
def test_few_queries_whatever_there_is(
    sign_in, job, recruiter, admin, rounds, address, queries, django_capture_on_commit_callbacks, django_assert_num_queries
):
    everything_that_can_be_told(job, recruiter, admin, rounds, django_capture_on_commit_callbacks)
    client = sign_in(admin)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_the_page_shows_ones_own_alone(sign_in, notice, their_notice, admin, recruiter):
    assert f"Mara {OURS}" in sign_in(recruiter).get(LIST).content.decode()
    page = sign_in(admin).get(LIST).content.decode()
    assert OURS not in page.partition("<main")[2] and "Nothing has happened that concerns you" in page
    assert THEIRS not in sign_in(recruiter).get(LIST).content.decode()


def test_it_is_filtered_by_type_and_by_unread(sign_in, notice, recruiter):
    client = sign_in(recruiter)
    for query, seen in (("type=status_change", True), ("type=mention", False), ("unread=true", True), ("type=nonsense", True)):
        assert (f"notice-{notice.pk}" in client.get(f"{LIST}?{query}").content.decode()) is seen, query
    client.post(reverse("notifications:read", args=[notice.pk]))
    assert f"notice-{notice.pk}" not in client.get(f"{LIST}?unread=true").content.decode()


def test_it_pages_by_key(sign_in, notice, recruiter):
    rows = [
        Notification(
            company=notice.company,
            member=recruiter,
            number=n,
            type=Type.SYSTEM,
            event=notice.event,
            application=notice.application,
        )
        for n in range(2, 3)
    ]
    Notification.objects.bulk_create(rows)
    for n in range(3, 40):
        Notification.objects.bulk_create(
            [
                Notification(
                    company=notice.company,
                    member=recruiter,
                    number=n,
                    type=notice.type,
                    event=copy_of(notice.event),
                    application=notice.application,
                )
            ]
        )
    client, seen = sign_in(recruiter), []
    address = LIST
    while address:
        page = client.get(address).context["page"]
        seen += [row.number for row in page.rows]
        address = page.next_url and LIST + page.next_url
    assert seen == list(range(39, 0, -1))


def copy_of(event):
    event.pk = None
    event.save(force_insert=True)
    return event


def test_without_scripts_a_form_marks_it_read_and_comes_back(sign_in, notice, recruiter):
    answer = sign_in(recruiter).post(reverse("notifications:read", args=[notice.pk]), headers={"Accept": "text/html"})
    assert (answer.status_code, answer.url) == (302, LIST)
    notice.refresh_from_db()
    first = notice.read_at
    sign_in(recruiter).post(reverse("notifications:read", args=[notice.pk]))
    notice.refresh_from_db()
    assert first and notice.read_at == first


def test_all_that_was_shown_is_read_and_what_came_since_is_not(sign_in, application, recruiter):
    was_told(recruiter, application)
    shown = Notification.objects.get().number
    Notification.objects.update(application=None)
    was_told(recruiter, application)
    read_form(sign_in(recruiter), newest=shown)

    assert list(Notification.objects.unread().values_list("number", flat=True)) == [shown + 1]
    read_form(sign_in(recruiter), type="mention")
    assert Notification.objects.unread().count() == 1
    read_form(sign_in(recruiter), newest="1e9; drop")
    assert Notification.objects.unread().count() == 0


def test_the_bell_counts_up_to_ninety_nine(sign_in, notice, recruiter):
    client = sign_in(recruiter)
    assert client.get(NEWS).json() == {"unread": "1", "last": 1, "count": 0, "news": []}
    for n in range(2, 102):
        Notification.objects.bulk_create(
            [Notification(company=notice.company, member=recruiter, number=n, type=notice.type, event=copy_of(notice.event))]
        )
    assert client.get(NEWS).json()["unread"] == "99+"


def test_what_is_new_is_said_once_and_read_ones_never(sign_in, notice, recruiter):
    client = sign_in(recruiter)
    said = client.get(f"{NEWS}?after=0").json()
    assert [(one["url"], one["read"]) for one in said["news"]] == [
        (f"/applications/{notice.application_id}/", reverse("notifications:read", args=[notice.pk]))
    ]
    assert client.get(f"{NEWS}?after={said['last']}").json()["news"] == []
    Notification.objects.update(read_at=timezone.now())
    assert client.get(f"{NEWS}?after=0").json() == {"unread": "", "last": 1, "count": 0, "news": []}


@pytest.mark.parametrize("after", ["-1", "x", "9" * 40, "²", "0; drop"])
def test_a_strange_number_is_taken_as_none(sign_in, notice, recruiter, after):
    assert sign_in(recruiter).get(NEWS, {"after": after}).json()["news"] == []


def test_looking_writes_nothing(sign_in, notice, recruiter):
    client = sign_in(recruiter)
    for address in (LIST, BELL, f"{NEWS}?after=0", "/notifications/preferences/"):
        client.get(address)
    notice.refresh_from_db()
    assert notice.read_at is None and Preference.objects.count() == 0


def test_choices_are_kept(sign_in, recruiter):
    address = reverse("notifications:preferences")
    given = {f"{kind}_mail": "none" for kind in Type} | {"mention_mail": "now", "mention_app": "on", "digest_at": "07:15"}
    answer = sign_in(recruiter).post(address, given | {"quiet_from": "21:00", "quiet_until": "06:30"})

    assert answer.status_code == 302
    wishes = {kind: (in_app, mail) for kind, in_app, mail in preferences.of(recruiter)}
    assert wishes.pop(Type.MENTION) == (True, Mail.NOW) and set(wishes.values()) == {(False, Mail.NONE)}
    inbox = Inbox.objects.get(member=recruiter)
    assert [f"{one:%H:%M}" for one in (inbox.quiet_from, inbox.quiet_until, inbox.digest_at)] == ["21:00", "06:30", "07:15"]


def test_quiet_hours_have_both_ends(sign_in, recruiter):
    given = {f"{kind}_mail": "none" for kind in Type} | {"digest_at": "07:15", "quiet_from": "21:00"}
    answer = sign_in(recruiter).post(reverse("notifications:preferences"), given)

    assert answer.status_code == 422 and "a beginning and an end" in answer.content.decode()
    assert not Inbox.objects.exclude(quiet_from=None).exists()


def test_a_thread_is_muted_from_its_notice_and_heard_again(sign_in, notice, recruiter):
    client = sign_in(recruiter)
    client.post(reverse("notifications:mute", args=[notice.pk]))
    mute = Mute.objects.get()
    assert mute.thread == f"application:{notice.application_id}"
    assert f"Mara {OURS} · {OURS} engineer" in client.get(reverse("notifications:preferences")).content.decode()

    client.post(reverse("notifications:unmute", args=[mute.pk]))
    assert not Mute.objects.exists()


def test_a_muted_thing_that_is_hidden_now_has_no_name(sign_in, notice, mute, recruiter):
    from jobs.services.jobs import leave_team

    notice.application.job.confidential = True
    notice.application.job.save()
    leave_team(job=notice.application.job, member=recruiter, part="recruiter")
    page = sign_in(recruiter).get(reverse("notifications:preferences")).content.decode()

    assert "Mara" not in page and "Something that you can’t see any more" in page
    assert sign_in(recruiter).post(reverse("notifications:mute", args=[notice.pk])).status_code == 404


def test_the_palette_finds_them(sign_in, recruiter):
    found = sign_in(recruiter).get("/palette/?q=notif").json()
    assert LIST in {one["url"] for one in found["results"]}
