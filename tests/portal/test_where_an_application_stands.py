"""A candidate reads where each application stands: in five steps, with the promise, and nothing that is not theirs to know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.services.interviews import create_interview, schedule
from jobs.models import Application, Stage
from jobs.services import applications as acts
from notifications.services import outbox
from portal.models import PublicStage, Step
from portal.services import standing as stand
from portal.services.public_stages import save_stages, stages_of
from portal.services.timeline import timeline
from tests.conftest import OURS, THEIRS

pytestmark = pytest.mark.django_db


def told(user, now=None):
    [one] = stand.standings(user, now)
    return one


def stage(application, kind):
    return Stage.objects.get(job=application.job, type=kind)


def words(application):
    found = stand.of_person(application.candidate.person).get(pk=application.pk)
    return [entry.text for entry in timeline(found, stand.looks_of([found]), timezone.now())]


def test_the_dashboard_shows_the_applications_of_every_company(at_portal, person, own_application, own_other_application):
    page = at_portal(person).get("/me/").content.decode()

    assert OURS in page
    assert THEIRS in page
    assert page.count("me-card-head") == 2


def test_stages_read_as_steps(own_application, recruiter, person):
    assert told(person).step == Step.RECEIVED
    for kind, step in (("reviewed", Step.REVIEW), ("shortlisted", Step.REVIEW), ("interview", Step.INTERVIEW)):
        acts.move_application(application=own_application, to_stage=stage(own_application, kind), actor=recruiter)
        assert told(person).step == step

    assert words(own_application) == ["Your application was entered.", "Now: In review", "Now: Interviews"]


def test_a_company_says_what_its_stages_read_as(own_application, admin, recruiter, person):
    rows = {name: (str(step), text) for name, step, text, _default in stages_of(admin.company)}
    shortlisted = stage(own_application, "shortlisted")
    save_stages(
        company=admin.company, actor=admin, said=rows | {shortlisted.name: ("interview", "You did well. We will call you.")}
    )

    acts.move_application(application=own_application, to_stage=shortlisted, actor=recruiter)

    assert (told(person).step, told(person).words) == (Step.INTERVIEW, "You did well. We will call you.")
    assert PublicStage.objects.of(admin.company).count() == len(rows)


def test_the_settings_page_saves_it(sign_in, admin, job):
    client = sign_in(admin)
    rows = stages_of(admin.company)
    said = {f"step-{place}": "review" for place in range(len(rows))} | {f"words-{place}": "" for place in range(len(rows))}

    assert client.post("/settings/what-candidates-see/", said).status_code == 302
    assert {row[1] for row in stages_of(admin.company)} == {Step.REVIEW}
    assert client.post("/settings/what-candidates-see/", said | {"step-0": "hacked"}).status_code == 422


def test_a_rejection_is_told_once_it_can_no_longer_be_called_back(own_application, recruiter, person, reason):
    own_application.stage.answer_days = 3
    own_application.stage.save()
    acts.reject(application=own_application, actor=recruiter, reason=reason, note="not a culture fit")
    now = timezone.now()

    before, after = told(person, now), told(person, now + timedelta(minutes=31))

    assert (before.state, after.state) == ("active", "rejected")
    assert before.due_at is not None  # that it is gone would tell
    assert "rejected" not in " ".join(words(own_application))
    assert "not a culture fit" not in str(after)


def test_nor_before_its_letter_has_left(own_application, recruiter, person, reason):
    acts.reject(application=own_application, actor=recruiter, reason=reason)
    Application.objects.filter(pk=own_application.pk).update(closed_at=timezone.now() - timedelta(days=1))
    assert told(person).state == "rejected"

    outbox.queue(
        company=own_application.company,
        kind="rejection",
        to=person.email,
        subject="-",
        text="-",
        html="<p>-</p>",
        key="later",
        application=own_application,
        not_before=timezone.now() + timedelta(hours=20),
    )

    assert told(person).state == "active"


def test_what_was_a_slip_never_shows(own_application, recruiter, person, reason):
    acts.reject(application=own_application, actor=recruiter, reason=reason)
    acts.unreject(application=own_application, actor=recruiter)

    assert told(person).state == "active"
    assert words(own_application) == ["Your application was entered."]


def test_the_promise_and_whether_it_is_kept(own_application, recruiter, person, at_portal):
    first = own_application.stage
    Stage.objects.filter(pk=first.pk).update(answer_days=5)
    late = timezone.now() - timedelta(days=2)
    Application.objects.filter(pk=own_application.pk).update(answer_due_at=late)

    page = at_portal(person).get("/me/").content.decode()
    assert "is late. The people there see that, too." in page

    own_application.stage_changes.update(at=timezone.now() - timedelta(days=7))
    acts.move_application(application=own_application, to_stage=stage(own_application, "reviewed"), actor=recruiter)
    found = stand.of_person(person).get()
    assert [entry.kept for entry in timeline(found, {})] == ["", "3 days later than promised"]


def test_a_confidential_search_is_not_named_to_whom_it_was_not_advertised_to(own_application, person):
    own_application.job.confidential = True
    own_application.job.save()

    assert told(person).title == "A confidential search"


def test_nothing_internal_shows(own_application, recruiter, person, at_portal):
    Application.objects.filter(pk=own_application.pk).update(match_score="41.50", knocked_out=True, rejection_note="Xylophone")

    page = at_portal(person).get(f"/me/applications/{own_application.pk}/").content.decode()

    for secret in ("41.5", "Xylophone", recruiter.user.email):
        assert secret not in page


def test_the_next_interview_stands_first(own_application, recruiter, interviewer, person, at_portal):
    from jobs.services.candidates import assign_sight

    assign_sight(candidate=own_application.candidate, member=interviewer)
    interview = create_interview(application=own_application, actor=recruiter, name="Call", panel=[(interviewer, True)])
    assert "Call" not in at_portal(person).get("/me/").content.decode()  # nothing was offered yet

    schedule(interview=interview, starts_at=timezone.now() + timedelta(days=2), actor=recruiter)

    page = at_portal(person).get("/me/").content.decode()
    assert "Call" in page
    assert "/book/" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_so_often(count, own_application, person, recruiter, at_portal, django_assert_num_queries, company):
    from jobs.services.jobs import create_job, open_job

    for number in range(count - 1):
        job = open_job(job=create_job(company=company, actor=recruiter, title=f"Job {number}"), actor=recruiter)
        acts.apply_to_job(job=job, candidate=own_application.candidate, actor=recruiter)
    client = at_portal(person)

    with django_assert_num_queries(6):
        client.get("/me/")
    with django_assert_num_queries(11):
        client.get(f"/me/applications/{own_application.pk}/")


def test_an_open_page_is_told_of_a_move_but_not_of_a_rejection(own_application, recruiter, person, reason, monkeypatch):
    from portal import handlers

    told_to = []
    monkeypatch.setattr(handlers, "nudge", lambda *topics: told_to.extend(topics))
    from accounts.events import hand_on_now
    from accounts.models import Event

    def hand_on():
        hand_on_now(list(Event.objects.filter(handled_at=None).values_list("pk", flat=True)))

    hand_on()
    told_to.clear()
    acts.move_application(application=own_application, to_stage=stage(own_application, "reviewed"), actor=recruiter)
    hand_on()
    assert told_to == [f"user:{person.pk}"]
    acts.reject(application=own_application, actor=recruiter, reason=reason)
    hand_on()
    assert told_to == [f"user:{person.pk}"]
