"""Applying without an account: the résumé fills the form, what was corrected counts, and nothing typed is lost."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import Consent, Event
from jobs.models import Application, Candidate, Job, Resume, Source
from jobs.services.applications import reject
from jobs.services.candidates import set_contacts
from jobs.services.jobs import close_job
from jobs.services.lookups import make_tracking_link
from jobs.services.posts import save_post
from matching.models import Fact
from matching.services import self_reports
from notifications.models import Message
from portal.models import ApplyDraft
from portal.services import applying
from portal.services.careers import save_site
from tests.portal.careers_cast import resume_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """run(function, …): the call with all that follows its commit."""

    def call(act, *given, **named):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*given, **named)

    return call


def names(candidate, kind):
    return sorted(fact.value["name"] for fact in Fact.objects.standing().filter(candidate=candidate, kind=kind))


def test_a_resume_fills_the_form_and_the_application_follows(applicant, open_post, run):
    assert applicant.start(resume_file()).status_code == 302
    page = applicant.page()
    text = page.content.decode()
    assert 'value="Jane Applicant"' in text and 'value="jane@applicant.test"' in text and "read from your résumé" in text

    answer = run(applicant.send, cover_letter="I like it here.")

    assert answer.status_code == 302 and "Thank you" in applicant.page().content.decode()
    application = Application.objects.get()
    candidate = application.candidate
    assert (candidate.name, candidate.email, application.cover_letter) == (
        "Jane Applicant",
        "jane@applicant.test",
        "I like it here.",
    )
    assert (application.post, application.source.type) == (open_post, Source.Type.CAREERS)
    assert {"Django", "PostgreSQL", "Python"} <= set(names(candidate, "skill"))
    resume = Resume.objects.get()
    assert (resume.state, resume.candidate, resume.job, resume.name) == ("read", candidate, open_post.job, "jane.txt")
    assert application.match_score is not None
    [created] = Event.objects.filter(name="application.created")
    assert created.actor_kind == Event.ActorKind.SYSTEM


def test_what_was_corrected_wins_over_what_was_read(applicant, run):
    applicant.start(resume_file())

    run(
        applicant.send,
        name="Jane A. Applicant",
        skill="Python, Kubernetes",
        **{
            "experience-0-company": "Acme Works Limited",
            "experience-1-gone": "on",
            "experience-2-title": "Barista",
            "experience-2-company": "Bean",
        },
    )

    candidate = Candidate.objects.get()
    assert candidate.name == "Jane A. Applicant"
    assert names(candidate, "skill") == ["Kubernetes", "Python"]
    jobs = Fact.objects.standing().filter(candidate=candidate, kind="experience").order_by("position")
    assert [(job.value["company"], job.origin) for job in jobs] == [("Acme Works Limited", "corrected"), ("Bean", "added")]
    assert jobs[0].before["company"] == "Acme Works Ltd"


def test_three_fields_are_required_and_no_more(applicant):
    applicant.start()
    form = applicant.page().context["form"]

    assert [name for name, field in form.fields.items() if field.required] == ["name", "email", "consent"]


def test_without_a_file_what_is_typed_becomes_facts(applicant, run):
    applicant.start()

    run(applicant.send, name="Ola Nordmann", email="ola@applicant.test", skill="Welding; TIG", location="Bergen")

    candidate = Candidate.objects.get()
    assert (candidate.name, candidate.email, candidate.location) == ("Ola Nordmann", "ola@applicant.test", "Bergen")
    assert len(names(candidate, "skill")) == 2 and Resume.objects.count() == 0


def test_what_is_wrong_is_said_and_nothing_is_lost(applicant):
    applicant.start(resume_file())

    answer = applicant.send(email="no address", phone="0113 496 0000", **{"experience-0-start": "last summer"})

    text = answer.content.decode()
    assert answer.status_code == 422 and "Not sent yet" in text and "jane.txt" in text and "Write dates as" in text
    again = applicant.page().context["form"]
    assert (again["phone"].value(), again["experience-0-start"].value()) == ("0113 496 0000", "last summer")
    assert Application.objects.count() == 0


def test_a_draft_is_kept_for_a_bad_line_and_for_later(applicant):
    applicant.start()

    kept = applicant.client.post(applicant.form, {"act": "keep", "name": "Jo"}, headers={"Accept": "application/json"})
    later = applicant.client.post(applicant.form, {"act": "keep", "name": "Jo", "phone": "1"}, follow=True)

    assert kept.json() == {"kept": True} and "Kept for seven days" in later.content.decode()
    assert applicant.page().context["form"]["phone"].value() == "1"


def test_answers_to_the_questions_are_kept_with_their_words(applicant, open_post, recruiter, run):
    save_post(
        job=open_post.job,
        actor=recruiter,
        post=open_post,
        questions=[{"text": "Night shifts?", "kind": "yes_no", "required": True}, {"text": "Why?", "kind": "text"}],
    )
    applicant.start(resume_file())
    asked, _why = open_post.questions.all()
    assert applicant.send().status_code == 422

    run(applicant.send, **{f"q-{asked.pk}": "no"})

    [answer] = Application.objects.get().answers.all()
    assert (answer.text, answer.value, Application.objects.get().status) == ("Night shifts?", "no", "active")


def test_consent_is_kept_in_its_words_and_the_pool_is_a_choice(applicant, company, admin, run):
    save_site(company=company, actor=admin, consent_text="First words.", pool_months=6)
    applicant.start(resume_file())
    refused = applicant.client.post(applicant.form, {"name": "Jane", "email": "jane@applicant.test", "act": "send"})
    assert refused.status_code == 422 and "may not read" in refused.content.decode()

    run(applicant.send, pool="on")
    save_site(company=company, actor=admin, consent_text="Second words.")

    application = Application.objects.get()
    consents = {one.purpose: one for one in Consent.objects.all()}
    assert consents["application"].text == "First words." and consents["application"].subject_id == str(application.pk)
    assert "6 months" in consents["talent_pool"].text and application.candidate.consent_until > timezone.localdate()


def test_after_sending_nothing_is_left_of_the_draft(applicant, run):
    applicant.start(resume_file())
    kept = ApplyDraft.objects.get().file

    run(applicant.send)
    again = applicant.client.post(applicant.form, {"act": "send"})

    draft = ApplyDraft.objects.get()
    assert (draft.said, draft.studied, draft.file.name, draft.file_name) == ("{}", None, "", "")
    assert not kept.storage.exists(kept.name)
    assert again.status_code == 200 and Application.objects.count() == 1  # a double click


@pytest.mark.parametrize("rule", [Job.Reapply.BLOCK, Job.Reapply.AFTER, Job.Reapply.WARN])
def test_who_applied_before_is_answered_like_anybody_and_told_by_mail(applicant, open_post, recruiter, run, rule):
    Job.objects.filter(pk=open_post.job_id).update(reapply=rule)
    applicant.start(resume_file())
    run(applicant.send)
    first = applicant.page().content.decode()
    applicant.start(resume_file())

    answer = run(applicant.send, name="Somebody Else")

    def plain(text):
        return text.split("data-keep", 1)[0] + text.split("apply:", 1)[1][40:]

    assert answer.status_code == 302 and plain(applicant.page().content.decode()) == plain(first)
    assert Application.objects.count() == 1 and Candidate.objects.get().name == "Jane Applicant"
    [told] = Message.objects.filter(kind="applied_before")
    assert told.to_email == "jane@applicant.test" and "already" in told.text and "Somebody" not in told.text

    reject(application=Application.objects.get(), actor=None)
    applicant.start(resume_file())
    run(applicant.send)
    assert Application.objects.count() == (2 if rule == Job.Reapply.WARN else 1)


def test_an_address_that_is_not_proven_changes_nothing_that_is_known(applicant, candidate, run):
    """Anybody can type anybody's address: a recruiter merges, once they have seen that it is one person."""
    applicant.start(resume_file(name="evil.txt"))

    run(applicant.send, email="MARA@ours-candidate.test", name="Not Mara")

    candidate.refresh_from_db()
    made = Application.objects.get().candidate
    assert made != candidate and made.email.lower() == candidate.email and candidate.name.startswith("Mara")
    assert not Fact.objects.filter(candidate=candidate).exists()


def test_who_proved_the_address_is_the_same_person(applicant, candidate, person, at_portal, run):
    type(candidate).objects.filter(pk=candidate.pk).update(person=None)
    set_contacts(candidate, emails=[person.email])
    at_portal(person)
    applicant.start(resume_file())

    run(applicant.send, email=person.email, name="Mara New")

    application = Application.objects.get()
    assert application.candidate == candidate and application.candidate.person == person
    [created] = Event.objects.filter(name="application.created")
    assert (created.actor_kind, created.person) == (Event.ActorKind.PERSON, person)
    assert Consent.objects.get().user == person


def test_an_address_in_the_file_alone_is_nobodys_claim(applicant, run):
    applicant.start(resume_file())

    run(applicant.send, email="other@applicant.test")

    points = Candidate.objects.get().contact_points.filter(kind="email")
    assert [point.value for point in points] == ["other@applicant.test"]


def test_links_credit_who_shared_them(applicant, open_post, company, source, recruiter, their_link, run):
    link = make_tracking_link(company=company, source=source, job=open_post.job, credited_to=recruiter)
    shown = applicant.client.get(f"{applicant.job}?via={link.token}").content.decode()
    assert f"/apply/?via={link.token}" in shown

    applicant.start(resume_file(), query=f"?via={link.token}")
    run(applicant.send)
    application = Application.objects.get()
    assert (application.source, application.credited_to, application.tracking_link) == (source, recruiter, link)

    applicant.start(resume_file(), query=f"?via={their_link.token}&source=trade+FAIR")
    assert [(draft.tracking_link, draft.source) for draft in ApplyDraft.objects.filter(sent_at=None)] == [(None, source)]


def test_the_voluntary_questions_go_to_the_owner_of_the_address_alone(applicant, run):
    applicant.start(resume_file())

    run(applicant.send)

    application = Application.objects.get()
    kinds = {message.kind: message for message in Message.objects.filter(to_email="jane@applicant.test")}
    assert set(kinds) == {"application_received", "voluntary_questions"}
    assert self_reports.link_of(application) in kinds["voluntary_questions"].text
    assert self_reports.link_of(application) not in applicant.page().content.decode()


def test_a_file_that_cannot_be_read_is_kept_and_the_form_is_there(applicant, run):
    broken = resume_file(b"%PDF-1.4\n" + b"garbage " * 40, "broken.pdf")
    assert applicant.start(broken).status_code == 302
    assert "We could not read your file" in applicant.page().content.decode()

    run(applicant.send, name="Jane", email="jane@applicant.test")

    resume = Resume.objects.get()
    assert (resume.state, resume.candidate.name) == ("unreadable", "Jane") and resume.error


def test_another_file_keeps_what_was_typed(applicant):
    applicant.start()
    sent = {"act": "keep", "name": "Typed Name", "phone": "1234567"}
    applicant.client.post(applicant.form, sent)

    answer = applicant.client.post(applicant.form, {**sent, "act": "file", "file": resume_file()})

    form = applicant.page().context["form"]
    assert answer.status_code == 302 and ApplyDraft.objects.get().file_name == "jane.txt"
    assert (form["name"].value(), form["phone"].value()) == ("Typed Name", "1234567")


def test_a_job_that_closed_meanwhile_takes_nothing_and_says_so(applicant, open_post, recruiter):
    applicant.start(resume_file())
    close_job(job=open_post.job, actor=recruiter)

    answer = applicant.client.post(applicant.form, {"act": "send"})

    assert answer.status_code == 410 and "not open any more" in answer.content.decode()
    assert Application.objects.count() == 0
    assert applicant.client.post(f"{applicant.job}apply/", {"file": resume_file()}).status_code == 410


def test_drafts_end(applicant, open_post):
    applicant.start(resume_file())
    kept = ApplyDraft.objects.get()
    ApplyDraft.objects.update(begun_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=2))

    assert applicant.page().status_code == 404
    assert applying.forget_expired() == 1 and not ApplyDraft.objects.exists()
    assert json.loads(kept.said) == {}


def test_a_draft_is_thrown_away_with_its_file(applicant, run):
    applicant.start(resume_file())
    kept = ApplyDraft.objects.get().file

    answer = run(applicant.client.post, applicant.form, {"act": "discard"})

    assert answer.status_code == 302 and not ApplyDraft.objects.exists() and not kept.storage.exists(kept.name)
