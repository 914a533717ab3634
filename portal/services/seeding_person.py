"""The demo's candidate: one person known to two companies, with an application that goes on in one and ended in the other."""

from datetime import timedelta

from django.db import transaction

from accounts.events import handed_on_together
from accounts.models import Consent
from accounts.refusal import Refused
from collaboration.models import Kit
from collaboration.services import booking, interviews
from jobs.models import Job, RejectionReason, StageType
from jobs.services import applications as acts
from jobs.services.candidates import create_candidate
from matching.services.facts import add_fact
from portal.services import requests
from portal.services import standing as stand
from portal.services.retention import pool_words
from portal.services.signing_in import welcome

FACTS = [
    ("skill", {"name": "Python"}),
    ("skill", {"name": "Django"}),
    ("skill", {"name": "PostgreSQL"}),
    ("skill", {"name": "Docker"}),
    (
        "experience",
        {"title": "Software engineer", "company": "Kaptol Apps", "location": "Zagreb", "start": "2021-03", "end": "present"},
    ),
    (
        "experience",
        {"title": "Junior developer", "company": "Sava Digital", "location": "Zagreb", "start": "2018-09", "end": "2021-02"},
    ),
    (
        "education",
        {"degree": "Bachelor of Science", "field": "Computer science", "school": "University of Zagreb", "end": "2018"},
    ),
    ("language", {"name": "Croatian", "level": "native"}),
    ("language", {"name": "English", "level": "C1"}),
]


def seed_person(user, name, made, jobs, now):
    """made: {slug: (company, team)} of the demo; jobs: all of its jobs."""
    for place, slug in enumerate(list(made)[:2]):
        company, team = made[slug]
        job = next(job for job in jobs.values() if job.company_id == company.pk and job.status == Job.Status.OPEN)
        with handed_on_together(), transaction.atomic():
            application = _apply(user, name, company, team["recruiter"][0], job, now - timedelta(days=12 if place == 0 else 30))
        with handed_on_together(), transaction.atomic():
            (_goes_on if place == 0 else _ended)(application, team, user, now)
    welcome(user)


def _apply(user, name, company, recruiter, job, at):
    candidate = create_candidate(
        company=company, actor=recruiter, name=name, emails=[user.email], location="Zagreb", country="HR"
    )
    type(candidate).objects.filter(pk=candidate.pk).update(person=user, created_at=at)
    for kind, value in FACTS:
        add_fact(candidate=candidate, kind=kind, value=value, actor=user)
    about = {"subject_type": "jobs.candidate", "subject_id": str(candidate.pk), "purpose": "talent_pool"}
    Consent.objects.create(company=company, user=user, text=pool_words(company.name, 365), given_at=at, **about)
    candidate.refresh_from_db()
    return acts.apply_to_job(job=job, candidate=candidate, actor=user, post=job.posts.first(), applied_at=at)


def _goes_on(application, team, user, now):
    """Read, liked, and asked to choose a time."""
    recruiter, stages = team["recruiter"][0], {stage.type: stage for stage in application.job.stages.all()}
    for kind, days in ((StageType.REVIEWED, 9), (StageType.INTERVIEW, 2)):
        if kind in stages:
            application = acts.move_application(
                application=application, to_stage=stages[kind], actor=recruiter, at=now - timedelta(days=days)
            )
    kit = Kit.objects.filter(company=application.company_id, archived_at=None).order_by("minutes").first()
    talk = interviews.create_interview(
        application=application, actor=recruiter, kit=kit, panel=[(recruiter, True)], name="First talk"
    )
    first = (now + timedelta(days=3)).replace(hour=7, minute=0, second=0, microsecond=0)
    starts = [first + timedelta(days=day, hours=hour) for day in range(2) for hour in (0, 2, 6)]
    for count in (6, 3, 1):
        try:
            booking.offer(interview=talk, starts=starts[:count], actor=recruiter)
        except Refused:  # the recruiter can't at one of these hours
            continue
        return


def _ended(application, team, user, now):
    """Rejected a while ago, with a question and a short answer."""
    recruiter = team["recruiter"][0]
    reason = RejectionReason.objects.filter(company=application.company_id, side="us").order_by("name").first()
    acts.reject(application=application, actor=recruiter, reason=reason, at=now - timedelta(days=21))
    found = stand.of_person(user).get(pk=application.pk)
    asked = requests.ask(
        told=stand.standing(found, {}), user=user, kind="feedback", reason="What would have made the difference?"
    )
    requests.answer(
        request=asked,
        actor=recruiter,
        text="You know your trade. For this place we looked for somebody who has led a team; please apply again.",
    )
