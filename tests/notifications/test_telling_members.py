"""Who hears of what happened: the right people, once, in words that are made anew for each reader."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.events import EVENTS, hand_on_now, publish
from accounts.models import Event, Receipt
from accounts.services.members import change_role
from collaboration.services import assignments, comments, interviews, nearing, tasks
from jobs.events import ApplicationMoved
from jobs.models import Application, StageType
from jobs.services import bulk
from jobs.services.applications import apply_to_job, move_application, withdraw
from jobs.services.candidates import assign_sight, create_candidate, delete_candidate
from jobs.services.jobs import join_team
from notifications.management.commands.write_notice_table import written
from notifications.models import Mail, Notification, Type
from notifications.services import notices, preferences
from notifications.services.audience import TOLD, UNTOLD
from notifications.services.words import as_lines
from tests.conftest import OURS, make_member
from tests.notifications.cast import happen

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    """settled(act) → what the act returns, once all that follows from it is done."""

    def run(act, *args, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **options)

    return run


def lines(member):
    rows = Notification.objects.visible_to(member).with_sight(member).with_what_is_shown()
    return as_lines(rows, member)


def titles(member):
    return [line.title for line in lines(member)]


def stage(application, kind):
    return application.job.stages.get(type=kind)


def test_every_event_is_told_or_named_as_told_to_nobody():
    before = {"accounts", "billing", "jobs", "matching", "collaboration", "notifications"}  # who stands later tells by itself
    assert {name for name, cls in EVENTS.items() if cls.__module__.split(".")[0] in before} == TOLD.keys() | UNTOLD.keys()
    assert not TOLD.keys() & UNTOLD.keys()


def test_the_document_holds_the_table_as_it_is(settings):
    document = (settings.BASE_DIR / "docs" / "notifications.md").read_text()

    assert written() in document, "run: manage.py write_notice_table"


def test_a_move_is_told_to_the_team_but_not_to_who_moved(settled, application, recruiter, admin):
    join_team(job=application.job, member=admin, part="hiring_manager")
    settled(move_application, application=application, to_stage=stage(application, StageType.INTERVIEW), actor=recruiter)

    name = stage(application, StageType.INTERVIEW).name
    [line] = lines(admin)
    assert line.title == f"{recruiter.name} moved Mara {OURS} to “{name}”"
    assert (line.message, line.url) == (application.job.title, f"/applications/{application.pk}/")
    assert titles(recruiter) == []


def test_handed_on_twice_it_is_told_once(application, admin, recruiter):
    join_team(job=application.job, member=admin, part="recruiter")
    move = ApplicationMoved(0, application.pk, application.job_id, application.stage_id, application.stage_id)
    rows = happen(move, subject=application, actor=recruiter)
    Event.objects.update(handled_at=None)
    hand_on_now([row.pk for row in rows])
    Receipt.objects.all().delete()
    Event.objects.update(handled_at=None)
    hand_on_now([row.pk for row in rows])  # not even without its receipt

    assert Notification.objects.filter(member=admin).count() == 1


def many_applications(job, recruiter, count):
    people = [create_candidate(company=job.company, actor=recruiter, name=f"Person {n}") for n in range(count)]
    return [apply_to_job(job=job, candidate=one, actor=recruiter) for one in people]


def test_a_thousand_moves_are_one_notice(settled, job, recruiter, admin):
    join_team(job=job, member=admin, part="recruiter")
    [first, *_rest] = many_applications(job, recruiter, 6)
    Notification.objects.all().delete()
    settled(bulk.bulk_move, applications=Application.objects.filter(job=job), to_type=StageType.INTERVIEW, actor=recruiter)
    with transaction.atomic():  # a second batch of the same act
        move = ApplicationMoved(0, first.pk, job.pk, first.stage_id, first.stage_id)
        rows = publish(*[move] * 994, actor=recruiter, subject=first)
    for start in (0, 500):
        hand_on_now([row.pk for row in rows[start : start + 500]])

    assert titles(admin) == [f"{recruiter.name} moved 1000 people"]
    assert lines(admin)[0].url == f"/jobs/{job.pk}/"


def test_a_mention_comes_before_a_comment_and_names_no_words_by_mail(settled, application, recruiter, admin):
    assignments.assign(actor=recruiter, member=admin, application=application)
    Notification.objects.all().delete()
    say = {"entity_type": "application", "entity": application, "author": recruiter}
    settled(comments.add_comment, text="@admin what do you think?", **say)

    [line] = lines(admin)
    assert (line.type, line.title, line.message) == (
        "mention",
        f"{recruiter.name} mentioned you: Mara {OURS}",
        "@admin what do you think?",
    )
    [by_mail] = as_lines(Notification.objects.with_sight(admin).with_what_is_shown(), admin, excerpts=False)
    assert by_mail.message == application.job.title


def test_an_answer_is_told_to_the_thread(settled, application, recruiter, admin, viewer):
    say = {"entity_type": "application", "entity": application}
    first = comments.add_comment(text="Good?", author=recruiter, **say)
    settled(comments.add_comment, text="Yes", author=admin, parent=first, **say)

    assert titles(recruiter) == [f"{admin.name} commented on Mara {OURS}"]
    assert titles(viewer) == titles(admin) == []


def test_a_private_answer_stays_in_its_thread(settled, application, recruiter, admin):
    assignments.assign(actor=recruiter, member=admin, application=application)
    Notification.objects.all().delete()
    say = {"entity_type": "application", "entity": application}
    settled(comments.add_comment, text="Between us", author=recruiter, private=True, **say)

    assert titles(admin) == []  # who looks after them is not in it


def test_work_that_is_given_is_told(settled, application, recruiter, admin):
    settled(assignments.assign, actor=recruiter, member=admin, application=application)
    settled(tasks.create_task, actor=recruiter, text="Call Friday", member=admin)
    settled(assignments.assign, actor=recruiter, member=recruiter, application=application)

    assert titles(admin) == [
        f"Mara {OURS} is no longer with you",
        f"{recruiter.name} gave you a task: Call Friday",
        f"{recruiter.name} gave Mara {OURS} to you",
    ]
    assert titles(recruiter) == []


def test_a_task_that_is_due_is_told_to_who_wrote_it_down(settled, recruiter):
    tasks.create_task(actor=recruiter, text="Call Friday", due_at=timezone.now() - timedelta(minutes=1))
    settled(tasks.tell_what_is_due)
    settled(tasks.tell_what_is_due)

    assert titles(recruiter) == ["Due now: Call Friday"]


def test_an_interview_is_told_moved_called_to_mind_and_cancelled(settled, application, recruiter, admin):
    talk = interviews.create_interview(application=application, actor=recruiter, name="Talk", panel=[(admin, True)])
    soon = timezone.now() + timedelta(minutes=50)
    settled(interviews.schedule, interview=talk, starts_at=soon + timedelta(days=1), actor=recruiter)
    settled(interviews.schedule, interview=talk, starts_at=soon, actor=recruiter)
    settled(nearing.tell_what_is_near)
    settled(nearing.tell_what_is_near)  # once for each time that it is given
    settled(interviews.cancel, interview=talk, actor=recruiter, why="Ill")

    kinds = [line.type for line in lines(admin)]
    assert kinds == ["interview_scheduled", "interview_reminder", "interview_scheduled", "interview_scheduled"]
    cancelled, near, moved, set_ = titles(admin)
    assert cancelled == f"Talk with Mara {OURS} is cancelled"
    assert near.startswith(f"Soon: Talk with Mara {OURS}, ")
    assert moved.startswith(f"Talk with Mara {OURS} is now on ")
    assert set_.startswith(f"Talk with Mara {OURS}: ")


def test_nobody_hears_of_what_they_may_not_see(settled, application, recruiter, interviewer, stranger, admin):
    join_team(job=application.job, member=interviewer, part="recruiter")  # an interviewer sees only whom they are given
    application.job.confidential = True
    application.job.save()
    settled(withdraw, application=application, actor=recruiter)
    assert Notification.objects.exclude(member=recruiter).count() == 0


def test_what_may_no_longer_be_seen_is_not_named(settled, application, recruiter, admin):
    join_team(job=application.job, member=admin, part="recruiter")
    settled(move_application, application=application, to_stage=stage(application, StageType.INTERVIEW), actor=recruiter)
    application.job.confidential = True
    application.job.save()
    from jobs.services.jobs import leave_team

    leave_team(job=application.job, member=admin, part="recruiter")

    [line] = lines(admin)
    assert (line.title, line.message, line.url, line.thread) == ("Something that you can’t see any more", "", "", "")


def test_a_lost_role_hides_offers(application, recruiter, admin):
    from jobs.events import OfferAccepted

    assign_sight(candidate=application.candidate, member=recruiter)
    happen(OfferAccepted("01900000-0000-7000-8000-000000000000", application.pk), subject=application)
    assert titles(recruiter) == [f"Mara {OURS} accepted the offer"]
    change_role(member=recruiter, role="interviewer", actor=admin)
    recruiter.refresh_from_db()

    assert "Something that you can’t see any more" in titles(recruiter)


def test_an_erased_person_leaves_no_notice(settled, application, recruiter, admin, candidate):
    join_team(job=application.job, member=admin, part="recruiter")
    settled(move_application, application=application, to_stage=stage(application, StageType.INTERVIEW), actor=recruiter)
    delete_candidate(candidate=candidate, actor=recruiter)

    assert not Notification.objects.exists()


def test_who_is_reviewed_blind_is_not_named(settled, application, recruiter, admin):
    join_team(job=application.job, member=admin, part="recruiter")
    application.job.blind = True
    application.job.save()
    application.company.reviews_blind = True
    application.company.save()
    admin.refresh_from_db()
    settled(assignments.assign, actor=recruiter, member=admin, application=application)

    [title] = titles(admin)
    assert "Mara" not in title and "Candidate " in title


def test_numbers_rise_by_one_for_each_member(application, admin, recruiter):
    join_team(job=application.job, member=admin, part="recruiter")
    move = ApplicationMoved(0, application.pk, application.job_id, application.stage_id, application.stage_id)
    for _n in range(3):
        happen(move, subject=application)

    for member in (admin, recruiter):
        assert [one.number for one in Notification.objects.filter(member=member)] == [3, 2, 1]


def test_wishes_decide(application, admin, recruiter):
    join_team(job=application.job, member=admin, part="recruiter")
    preferences.save(member=admin, wishes={Type.STATUS_CHANGE: (False, Mail.NONE)})
    preferences.save(member=recruiter, wishes={Type.STATUS_CHANGE: (False, Mail.DAILY)})
    move = ApplicationMoved(0, application.pk, application.job_id, application.stage_id, application.stage_id)
    happen(move, subject=application)

    [only] = Notification.objects.all()
    assert (only.member, only.in_app, only.mail) == (recruiter, False, Mail.DAILY)


@pytest.mark.parametrize("thread", ["application", "job"])
def test_a_muted_thread_is_silent_but_for_what_calls_by_name(settled, application, admin, recruiter, thread):
    join_team(job=application.job, member=admin, part="recruiter")
    pk = application.pk if thread == "application" else application.job_id
    notices.mute(member=admin, thread=f"{thread}:{pk}")
    settled(move_application, application=application, to_stage=stage(application, StageType.INTERVIEW), actor=recruiter)
    say = {"entity_type": "application", "entity": application, "author": recruiter}
    settled(comments.add_comment, text="@admin look", **say)

    assert [line.type for line in lines(admin)] == ["mention"]


def test_history_that_is_written_down_is_told_to_nobody(settled, application, admin, recruiter):
    join_team(job=application.job, member=admin, part="recruiter")
    with notices.nobody_is_told():
        settled(move_application, application=application, to_stage=stage(application, StageType.INTERVIEW), actor=recruiter)

    assert not Notification.objects.exists()


def test_new_matches_of_a_job_gather(job, application, recruiter):
    from matching.events import MatchCreated

    for rank in (1, 3, None):
        facts = {"application_id": application.pk, "rank": rank, "cause": "application"}
        happen(MatchCreated(job_id=job.pk, candidate_id=application.candidate_id, score="87.40", **facts), subject=job)

    assert titles(recruiter) == [f"2 new matches for {job.title}"]


def test_another_company_hears_nothing(settled, application, recruiter, stranger):
    make_member(stranger.company, "admin")
    settled(move_application, application=application, to_stage=stage(application, StageType.INTERVIEW), actor=recruiter)

    assert not Notification.objects.filter(company=stranger.company).exists()


def test_old_notices_go_when_they_were_read(notice):
    assert notices.forget_old() == 0
    Notification.objects.update(read_at=timezone.now() - timedelta(days=200))
    assert notices.forget_old() == 1
