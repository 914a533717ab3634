"""What happens is mailed to exactly the right people once: on time, in time to be called back, and never about the past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.events import hand_on_now
from accounts.models import Consent, Event, Receipt
from collaboration.services import booking, interviews
from jobs.models import RejectionDraft, RejectionReason, TrackingLink
from jobs.services import applications as acts
from jobs.services import offers, rejections
from jobs.services.jobs import close_job
from notifications.models import MailRule, Message
from notifications.services import rules

TO_CANDIDATE = "mara@ours-candidate.test"


def follow(*, again=False):
    """Let the handlers do what they do after a commit."""
    rows = Event.objects.all() if again else Event.objects.filter(handled_at=None)
    ids = list(rows.values_list("pk", flat=True))
    Event.objects.filter(pk__in=ids).update(handled_at=None)
    hand_on_now(ids)


def mails(**which):
    return list(Message.objects.filter(**which).order_by("pk"))


def sent_to(address=TO_CANDIDATE):
    return [mail.kind for mail in mails(to_email=address) if mail.state != "called_back"]


def reject(application, actor):
    return acts.reject(application=application, actor=actor, reason=ours(application.company_id))


def ours(company_id):
    return RejectionReason.objects.filter(company=company_id, side="us").first()


def stage(job, kind):
    return job.stages.get(type=kind)


@pytest.fixture(autouse=True)
def with_a_mail_server(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def talk(application, recruiter, interviewer):
    return interviews.create_interview(
        application=application, actor=recruiter, name="First talk", minutes=45, panel=[(interviewer, True)]
    )


def at(days=3):
    return (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def test_whom_we_added_ourselves_gets_no_confirmation(application):
    follow()

    assert mails() == []


def test_who_applies_gets_one(job, candidate, company, person):
    acts.apply_to_job(job=job, candidate=candidate, actor=person)
    follow()
    follow(again=True)

    [mail] = mails()
    assert (mail.kind, mail.to_email, mail.company) == ("application_received", TO_CANDIDATE, company)
    assert job.title in mail.subject and candidate.name in mail.text


def test_who_comes_by_a_tracking_link_gets_one(job, candidate, company):
    source = company_source(company)
    link = TrackingLink.objects.create(company=company, token="t", source=source)
    acts.apply_to_job(job=job, candidate=candidate, actor=None, tracking_link=link)
    follow()

    assert sent_to() == ["application_received"]


def company_source(company):
    from jobs.models import Source

    return Source.objects.create(company=company, name="Our page", type="careers")


def test_a_company_may_confirm_those_it_added_too(application, company):
    rules.save_rule(company=company, cause="applied", added=True)
    follow()

    assert sent_to() == ["application_received"]


def test_the_past_is_mailed_to_nobody(job, candidate, person):
    acts.apply_to_job(job=job, candidate=candidate, actor=person, applied_at=timezone.now() - timedelta(days=3))
    follow()

    assert mails() == []


def test_a_shortlisting_waits_and_a_later_move_takes_it_back(application, job, recruiter):
    acts.move_application(application=application, to_stage=stage(job, "shortlisted"), actor=recruiter)
    follow()
    [mail] = mails()
    assert mail.kind == "shortlisted" and mail.not_before > timezone.now() + timedelta(minutes=25)

    application.refresh_from_db()
    acts.move_application(application=application, to_stage=stage(job, "interview"), actor=recruiter)
    follow()

    assert [(one.kind, one.state) for one in mails()] == [("shortlisted", "called_back")]


def test_a_move_back_is_no_news(application, job, recruiter):
    for kind in ("shortlisted", "reviewed"):
        application.refresh_from_db()
        acts.move_application(application=application, to_stage=stage(job, kind), actor=recruiter)
    follow()

    assert sent_to() == []


def test_a_rejection_taken_back_in_time_is_never_sent(application, recruiter):
    reject(application, recruiter)
    follow()
    [mail] = mails()
    assert mail.kind == "rejection" and mail.state == "queued" and mail.not_before > timezone.now() + timedelta(minutes=50)

    application.refresh_from_db()
    acts.unreject(application=application, actor=recruiter)
    follow()
    mail.refresh_from_db()
    assert mail.state == "called_back"

    application.refresh_from_db()
    reject(application, recruiter)
    follow()
    assert sent_to() == ["rejection"]


def test_who_rejected_us_gets_no_rejection(application, recruiter, company):
    theirs = RejectionReason.objects.create(company=company, name="Took another job", side="them")
    acts.reject(application=application, actor=recruiter, reason=theirs)
    follow()

    assert mails() == []


def test_a_reasons_own_letter_is_used(application, recruiter, company):
    reason = RejectionReason.objects.create(company=company, name="Papers", letter="Dear {{candidate_name}}, **no** papers.")
    acts.reject(application=application, actor=recruiter, reason=reason)
    follow()

    [mail] = mails()
    assert f"Dear {application.candidate.name}, no papers." in mail.text and "<strong>no</strong>" in mail.html


def test_a_drafted_rejection_leaves_once_with_its_own_words(application, job, recruiter):
    close_job(job=job, actor=recruiter, reason="filled")
    follow()
    assert mails() == []
    draft = RejectionDraft.objects.get()
    rejections.change(draft=draft, actor=recruiter, text="Dear {{candidate_name}}, my own words.")
    rejections.send(drafts=RejectionDraft.objects.all(), actor=recruiter)
    follow()
    follow(again=True)

    [mail] = mails()
    assert mail.kind == "rejection" and "my own words." in mail.text


def test_many_rejected_at_once_each_get_theirs(job, company, recruiter):
    from jobs.services.bulk import bulk_reject
    from jobs.services.candidates import create_candidate

    for number in range(3):
        who = create_candidate(company=company, actor=recruiter, name=f"P{number}", emails=[f"p{number}@people.test"])
        acts.apply_to_job(job=job, candidate=who, actor=recruiter)
    bulk_reject(applications=job.applications.all(), actor=recruiter, reason=ours(company.pk))
    follow()

    assert sorted(mail.to_email for mail in mails(kind="rejection")) == [f"p{number}@people.test" for number in range(3)]
    assert all(f"P{mail.to_email[1]}" in mail.text for mail in mails())


def test_an_interview_reaches_candidate_and_panel_with_a_calendar_file_each(talk, recruiter, interviewer, candidate):
    interviews.schedule(interview=talk, starts_at=at(), actor=recruiter, time_zone="America/New_York", place="12 Harbour Street")
    follow()
    follow(again=True)

    theirs, ours = mails(to_email=TO_CANDIDATE), mails(to_email=interviewer.user.email)
    assert [mail.kind for mail in theirs + ours] == ["interview_invitation"] * 2
    assert "(America/New York, UTC" in theirs[0].text and "12 Harbour Street" in theirs[0].text
    assert "(UTC, UTC)" in ours[0].text and candidate.name in ours[0].subject
    for mail in theirs + ours:
        [part] = mail.parts.all()
        assert part.method == "REQUEST" and b"METHOD:REQUEST" in bytes(part.content)
    assert interviewer.user.email.encode() not in bytes(theirs[0].parts.get().content)
    assert TO_CANDIDATE.encode() not in bytes(ours[0].parts.get().content)


def test_moved_changed_and_cancelled_are_told_once_each(talk, recruiter, interviewer):
    interviews.schedule(interview=talk, starts_at=at(), actor=recruiter)
    follow()
    interviews.schedule(interview=talk, starts_at=at(4), actor=recruiter)
    follow()
    talk.refresh_from_db()
    interviews.change(interview=talk, actor=recruiter, place="Room 2")
    follow()
    interviews.cancel(interview=talk, actor=recruiter, why="Ill")
    follow()

    told = ["interview_invitation", "interview_changed", "interview_changed", "interview_cancelled"]
    assert sent_to() == sent_to(interviewer.user.email) == told
    last = mails(to_email=interviewer.user.email)[-1]
    assert "Ill" in last.text and last.parts.get().method == "CANCEL"
    assert "Ill" not in mails(to_email=TO_CANDIDATE)[-1].text


def test_two_moves_before_anybody_was_told_are_one_mail(talk, recruiter):
    interviews.schedule(interview=talk, starts_at=at(), actor=recruiter)
    interviews.schedule(interview=talk, starts_at=at(4), actor=recruiter)
    follow()

    assert sent_to() == ["interview_changed"]


def test_who_joins_is_invited_and_who_leaves_is_told(talk, recruiter, interviewer, admin):
    interviews.schedule(interview=talk, starts_at=at(), actor=recruiter)
    follow()
    talk.refresh_from_db()
    interviews.change(interview=talk, actor=recruiter, panel=[(admin, True)])
    follow()

    assert sent_to(admin.user.email) == ["interview_invitation"]
    assert sent_to(interviewer.user.email) == ["interview_invitation", "interview_cancelled"]
    assert sent_to() == ["interview_invitation"]


def test_a_past_interview_that_is_written_down_is_told_to_nobody(talk, recruiter):
    interviews.schedule(interview=talk, starts_at=at(-3), actor=recruiter, past=True)
    follow()

    assert mails() == []


def test_times_on_offer_a_wish_for_another_and_its_answer(talk, recruiter):
    booking.offer(interview=talk, starts=[at(2), at(3)], actor=recruiter)
    follow()
    [mail] = mails()
    assert mail.kind == "scheduling_link" and booking.link(talk) in mail.text

    booking.book(slot=talk.slots.first(), interview=talk, actor=None)
    follow()
    change = booking.ask_change(interview=talk, reason="Exam")
    booking.decide_change(change=change, approve=False, actor=recruiter, answer="We are sorry.")
    follow()

    assert sent_to() == ["scheduling_link", "interview_invitation", "interview_kept"]
    assert "We are sorry." in mails(kind="interview_kept")[0].text


def test_what_the_candidate_calls_off_is_confirmed_to_both(talk, recruiter, interviewer):
    interviews.schedule(interview=talk, starts_at=at(), actor=recruiter)
    talk.refresh_from_db()
    booking.cancel_by_candidate(interview=talk, reason="Found a job")
    follow()

    assert sent_to() == sent_to(interviewer.user.email) == ["interview_cancelled"]


def test_an_offer_carries_its_link(application, recruiter):
    offer = offers.draft(
        application=application,
        actor=recruiter,
        salary=60000,
        currency="EUR",
        period="year",
        starts_on=at(60).date(),
        expires_at=at(14),
    )
    offer = offers.send(offer=offer, actor=recruiter)
    follow()

    [mail] = mails()
    assert mail.kind == "offer" and offers.link_of(offer) in mail.text


def test_rules_that_are_off_send_nothing(application, company, recruiter, talk):
    for cause in ("rejected", "scheduled"):
        rules.save_rule(company=company, cause=cause, candidate=False, panel=False)
    interviews.schedule(interview=talk, starts_at=at(), actor=recruiter)
    application.refresh_from_db()
    reject(application, recruiter)
    follow()

    assert mails() == []


def test_who_took_consent_back_hears_of_decisions_alone(application, job, recruiter, company):
    Consent.objects.create(
        company=company,
        subject_type="jobs.candidate",
        subject_id=str(application.candidate_id),
        purpose="apply",
        text="x",
        withdrawn_at=timezone.now(),
    )
    acts.move_application(application=application, to_stage=stage(job, "reviewed"), actor=recruiter)
    follow()
    assert mails() == []
    application.refresh_from_db()
    reject(application, recruiter)
    follow()
    assert sent_to() == ["rejection"]


def test_a_suspended_company_mails_nobody(application, recruiter, company):
    company.suspended_at = timezone.now()
    company.save()
    reject(application, recruiter)
    follow()

    assert mails() == []


def test_an_erased_candidate_gets_nothing(application, recruiter):
    reject(application, recruiter)
    application.candidate.delete()
    follow()

    assert mails() == []
    assert Receipt.objects.filter(handler__contains="tell_of_a_rejection").exists()


def test_a_blind_review_does_not_end_in_a_calendar(talk, job, recruiter, interviewer, candidate):
    job.blind = True
    job.save()
    interviews.schedule(interview=talk, starts_at=at(), actor=recruiter)
    follow()

    [mail] = mails(to_email=interviewer.user.email)
    assert candidate.name not in mail.text + mail.html + mail.subject + bytes(mail.parts.get().content).decode()


@pytest.mark.parametrize(
    ("cause", "stage_type", "fields", "code"),
    [
        ("moved", "applied", {}, "not_found"),
        ("rejected", "", {"letter": "shortlisted"}, "wrong_letter"),
        ("rejected", "", {"panel": True}, "no_panel"),
        ("scheduled", "", {"delay": 5}, "no_delay"),
        ("rejected", "", {"delay": 99999}, "too_long"),
        ("rejected", "", {"added": True}, "not_here"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(company, cause, stage_type, fields, code):
    with pytest.raises(rules.RuleRefused) as refused:
        rules.save_rule(company=company, cause=cause, stage_type=stage_type, **fields)

    assert refused.value.code == code
    assert not MailRule.objects.exists()
