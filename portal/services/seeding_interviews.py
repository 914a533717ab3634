"""Interviews of the demo: kits, a plan for each job, talks of the last weeks with scorecards, and some to come."""

from datetime import timedelta
from random import Random

from django.db import transaction

from accounts.events import handed_on_together
from accounts.refusal import Refused
from collaboration.models import InterviewPlan, Scorecard
from collaboration.services import interviews, kits, scorecards
from jobs.models import Application, Job

KITS = [
    {
        "name": "First talk",
        "kind": "phone",
        "minutes": 30,
        "purpose": "Find out what moves them and whether the job is what they think it is.",
        "questions": [
            "What made you look at this job?",
            "Which work of the last year are you glad of, and what was your part in it?",
            "What would have to be true for you to say yes?",
        ],
        "attributes": [
            ("Motivation", "Names what draws them here, beyond the title."),
            ("Clear speech", "Says the point first, then why."),
        ],
        "tips": "Have a quiet place and your own questions ready.",
        "expect": "Thirty minutes by phone with a recruiter; half of it is yours.",
    },
    {
        "name": "Work in depth",
        "kind": "video",
        "minutes": 60,
        "purpose": "How they go about hard work: one piece of it, from question to result.",
        "questions": [
            "Take us through something difficult that you built or led.",
            "What did you try that did not work?",
            "What would you do otherwise today?",
            "Who disagreed, and how did it end?",
        ],
        "attributes": [
            ("Craft", "Knows why it works, not only that it does."),
            ("Judgement", "Weighs cost against use and says what was left out."),
            ("Working with others", "Gives credit; can name a disagreement and what came of it."),
        ],
        "tips": "Pick one piece of work that you know well.",
        "expect": "An hour by video with two people of the team.",
    },
    {
        "name": "Meet the team",
        "kind": "onsite",
        "minutes": 45,
        "purpose": "Whether both sides would look forward to Monday.",
        "questions": ["What does a good week look like for you?", "What should we know to work well with you?"],
        "attributes": [
            ("Working with others", "Asks, listens, answers what was asked."),
            ("Curiosity", "Wants to know how things are here, good and bad."),
        ],
        "tips": "Nothing to prepare.",
        "expect": "You meet those you would work with, over coffee.",
    },
]
FOUND = {
    4: "Clear, quick and exact; changed my mind about one thing. I would want them on my team.",
    3: "Solid throughout. Some depth is missing in the second half, nothing that can’t be learnt.",
    2: "Friendly and prepared, but the examples stayed on the surface when I asked again.",
    1: "Could not say what their own part was, even when asked three times.",
}
PAST, TO_COME = 3, 2  # people a job
FRIDAY = 4


def seed_interviews(jobs, teams, seed, now):
    """jobs: that were seeded; teams: {company id: {role: [members]}}."""
    random = Random(f"interviews {seed}")  # noqa: S311  (a demo)
    for company in {job.company for job in jobs}:
        made = [kits.save_kit(company=company, **kit) for kit in KITS]
        kits.save_plan(
            company=company, name="Three talks", interviews=[{"kit": kit, "stage_type": "interview", "panel": []} for kit in made]
        )
    for job in (
        Job.objects.filter(pk__in=[job.pk for job in jobs], status="open").select_related("company").order_by("opened_at", "pk")
    ):
        with handed_on_together(), transaction.atomic():
            _of_job(job, teams[job.company_id], random, now)


def _of_job(job, team, random, now):
    """A plan with the job's recruiter and interviewers, then some people who are far enough."""
    recruiter, interviewers = team["recruiter"][0], team.get("interviewer", []) or team["admin"]
    template = InterviewPlan.objects.get(company=job.company, job=None)
    plan = kits.begin_plan(job=job, template=template)
    kits.edit_plan(
        plan=plan,
        edit=lambda rows: [
            row | {"panel": [recruiter] if place == 0 else [recruiter, interviewers[0]]} for place, row in enumerate(rows)
        ],
    )
    people = Application.objects.filter(job=job, status="active", stage__type__in=["interview", "offer"]).order_by(
        "-match_score", "pk"
    )
    for number, application in enumerate(people.select_related("job", "candidate")[: PAST + TO_COME]):
        talks = interviews.plan_interviews(application=application, actor=recruiter)
        if number < PAST:
            for days, talk in zip((9, 4), talks, strict=False):
                _held(
                    talk, recruiter, _hour(now, -days - number, 9 + number % 7), random, forget=number == PAST - 1 and days == 4
                )
        ahead = talks[-1] if number < PAST else talks[0]
        if number % 2 == 0:
            _planned(ahead, recruiter, _hour(now, 1 + number % 3, 9 + number % 7))


def _hour(now, days, hour):
    """A working day's full hour, so many days away."""
    at = (now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    weekend = at.weekday() > FRIDAY
    return at + timedelta(days=2 if days > 0 else -2) if weekend else at


def _held(talk, recruiter, at, random, forget):
    """It took place, and those who sat in it say what they found; one of them forgets."""
    try:
        interviews.schedule(interview=talk, starts_at=at, actor=recruiter, link="https://meet.example.com/talk", past=True)
    except Refused:  # the hour is another talk's: this one stays to be scheduled
        return
    for place, seat in enumerate(talk.panel.select_related("member__user", "member__company").order_by("pk")):
        if forget and place:
            continue
        value = random.choice((1, 2, 3, 3, 3, 4, 4))
        ratings = [(one, random.choice((None, value, value, min(4, value + 1))), "") for one in talk.kit.attributes.all()]
        card = scorecards.submit(interview=talk, actor=seat.member, recommendation=value, takeaways=FOUND[value], ratings=ratings)
        Scorecard.objects.filter(pk=card.pk).update(submitted_at=at + timedelta(hours=2 + place))


def _planned(talk, recruiter, at):
    for hours in range(6):
        try:
            return interviews.schedule(
                interview=talk, starts_at=at + timedelta(hours=hours), actor=recruiter, link="https://meet.example.com/talk"
            )
        except Refused:  # busy: an hour later
            continue
    return None
