"""The demo: three companies, their jobs, and people whose résumés are written by us and read by the real reader.

Everything goes by the services that pages use; only dates are set back, so that a year of hiring lies behind the demo.
"""

import tempfile
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.events import handed_on_together
from accounts.models import Company, Membership, User
from accounts.services.companies import found_company
from accounts.services.handles import suggest_handle
from accounts.services.people import keep_address
from jobs.models import (
    Application,
    Candidate,
    Department,
    Intake,
    Job,
    JobPost,
    PipelinePlan,
    PlanStage,
    RejectionReason,
    Resume,
    Source,
    TeamMember,
)
from jobs.services import applications as acts
from jobs.services import offers
from jobs.services.approvals import save_rule
from jobs.services.candidates import assign_sight
from jobs.services.intake import add_file, start_intake
from jobs.services.jobs import close_job, create_job, hold_job, open_job
from jobs.services.posts import publish_post, save_post
from jobs.services.rich_text import to_html
from matching.reading.sandbox import study_safely
from matching.services.resumes import read_resume
from notifications.letter_texts import SHIPPED
from notifications.services.branding import save_head
from notifications.services.notices import nobody_is_told
from portal.demo import jobs as told
from portal.demo.write import write_resume
from portal.services.seeding_bulk import seed_pool
from portal.services.seeding_careers import as_post, furnish_careers, questions_of
from portal.services.seeding_fairness import answer_voluntarily
from portal.services.seeding_interviews import seed_interviews
from portal.services.seeding_notices import seed_notices
from portal.services.seeding_person import seed_person

PASSWORD = "intellimatch-demo"  # noqa: S105  (the demo's, told to everybody)
PERSON = ("candidate@people.test", "Ana Petrović")
MOST_FILES = 300  # a larger demo has the rest without files
PIECE = 100  # people whose events are handled together
AHEAD = 8  # files written before the reader gave back the first
EDUCATION = {"associate": "associate", "bachelor": "bachelor", "master": "master", "phd": "doctorate"}


class DemoThere(Exception):
    """There is a company already: the demo goes into an empty installation only."""


def seed(*, candidates, seed, progress):
    """Fill an empty installation. progress(done, total) is called as it goes."""
    if Company.objects.exists():
        raise DemoThere
    now = timezone.now()
    with nobody_is_told():
        made = _seed_history(candidates, seed, progress, now)
    seed_notices(*next(iter(made.values())), now)
    return made


def _seed_history(candidates, seed, progress, now):
    password = make_password(PASSWORD)
    made = {one.slug: make_company(one, password) for one in told.companies()}
    jobs = {advert.key: make_job(advert, made[advert.company], now) for advert in told.adverts()}
    with_files = min(candidates, MOST_FILES)
    with tempfile.TemporaryDirectory() as folder:
        read = written_and_read(told.history(with_files, seed, now), Path(folder), seed, now)
        done = 0
        while piece := list(islice(read, PIECE)):
            live_through(piece, jobs)
            done += len(piece)
            progress(done, candidates)
    for advert in told.adverts():
        settle(advert, jobs[advert.key], now)
    seed_interviews(list(jobs.values()), {company.pk: team for company, team in made.values()}, seed, now)
    seed_person(make_user(*PERSON, "Europe/Zagreb", password), PERSON[1], made, jobs, now)
    answer_voluntarily(made, seed, now)
    if candidates > with_files:
        open_now = Job.objects.filter(pk__in=[job.pk for job in jobs.values()]).order_by("opened_at", "pk")
        seed_pool(
            companies=[company for company, _team in made.values()],
            jobs=list(open_now),
            start=with_files,
            count=candidates - with_files,
            seed=seed,
            now=now,
            progress=lambda done: progress(with_files + done, candidates),
        )
    make_offers(*next(iter(made.values())), now)
    return made


@transaction.atomic
def make_company(one, password):
    """(Company, {role: [members]}) with departments, pipelines, sources and reasons to reject."""
    first = next(member for member in one.team if member.role == "admin")
    user = make_user(f"admin@{one.mail}", f"{first.given} {first.family}", one.zone, password)
    owner = found_company(name=one.name, user=user, time_zone=one.zone, language=one.language, country=one.country)
    company = owner.company
    Membership.objects.filter(pk=owner.pk).update(title=first.title, handle="admin")
    team, seen = {"admin": [owner]}, {"admin"}
    for member in one.team:
        if member is first:
            continue
        local = f"{member.given}.{member.family}".lower() if member.role in seen else member.role
        seen.add(member.role)
        address = f"{_ascii(local)}@{one.mail}"
        user = make_user(address, f"{member.given} {member.family}", one.zone, password)
        team.setdefault(member.role, []).append(
            Membership.objects.create(
                company=company,
                user=user,
                role=member.role,
                title=member.title,
                handle=suggest_handle(company=company, name=user.name, email=address),
            )
        )
    _furnish(company, one)
    furnish_careers(owner, one)
    return company, team


def _furnish(company, one):
    save_head(
        company=company,
        contact=f"jobs@{one.mail}",
        privacy_url=f"https://{one.mail}/privacy",
        address=one.city,
        language=one.language if one.language in SHIPPED else "en",
    )
    Department.objects.bulk_create([Department(company=company, name=name) for name in one.departments], ignore_conflicts=True)
    for place, (name, stages) in enumerate(one.plans.items()):
        if place == 0:
            PipelinePlan.objects.filter(company=company, is_default=True).update(is_default=False)
        plan, new = PipelinePlan.objects.get_or_create(company=company, name=name, defaults={"is_default": place == 0})
        if new:
            PlanStage.objects.bulk_create(
                PlanStage(plan=plan, name=stage, type=kind, position=at, answer_days=days)
                for at, (stage, kind, days) in enumerate(stages)
            )
    Source.objects.bulk_create(
        [Source(company=company, name=name, type=kind) for name, kind in told.sources().items()], ignore_conflicts=True
    )
    RejectionReason.objects.bulk_create(
        [RejectionReason(company=company, name=name, side=side) for name, side in told.reasons().items()], ignore_conflicts=True
    )


def make_user(address, name, zone, password):
    user = User(email=address, name=name, time_zone=zone, password=password)
    user.save(force_insert=True)
    keep_address(user)
    return user


def _ascii(text):
    import unicodedata

    folded = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(char for char in folded if char.isascii())


def make_job(advert, made, now):
    """The job of an advert, opened so many days ago, with its post and team."""
    company, team = made
    recruiter = team["recruiter"][0]
    low, high, currency, period = advert.pay
    low, high, years = (Decimal(str(number)).quantize(Decimal("0.01")) for number in (low, high, advert.years))
    skills = [(name, True, stars) for name, stars in advert.skills.items()]
    skills += [(name, False, stars) for name, stars in advert.preferred.items()]
    plan = PipelinePlan.objects.filter(company=company).order_by("-is_default").first()
    job = create_job(
        company=company,
        actor=recruiter,
        title=advert.title,
        description=to_html(advert.text),
        skills=skills,
        openings=advert.openings,
        plan=plan,
        team=[(member, TeamMember.Part.INTERVIEWER) for member in team.get("interviewer", [])[:1]],
        department=Department.objects.filter(company=company, name=advert.department).first(),
        location=advert.location,
        country=advert.country,
        remote=advert.remote,
        employment=advert.employment,
        seniority=advert.seniority,
        min_years=years.quantize(Decimal("0.1")),
        education=EDUCATION.get(advert.education, ""),
        salary_min=low,
        salary_max=high,
        currency=currency,
        salary_period=period,
    )
    job = open_job(job=job, actor=recruiter)
    asked = questions_of(next(one for one in told.companies() if one.slug == advert.company))
    post = save_post(
        job=job,
        actor=recruiter,
        title=advert.title,
        text=to_html(as_post(advert.text)),
        language=company.language,
        questions=asked,
    )
    publish_post(post=post, actor=recruiter)
    since = now - timedelta(days=advert.days_open)
    Job.objects.filter(pk=job.pk).update(created_at=since - timedelta(days=3), opened_at=since, opens_on=since.date())
    JobPost.objects.filter(pk=post.pk).update(published_at=since)
    job.refresh_from_db()
    job.recruiter, job.interviewers = recruiter, team.get("interviewer", [])
    job.sources = {source.name: source for source in Source.objects.filter(company=company)}
    job.reasons = {reason.name: reason for reason in RejectionReason.objects.filter(company=company)}
    job.stage_of = {stage.type: stage for stage in job.stages.all()}
    job.intake = start_intake(company=company, actor=recruiter, job=None, name=advert.title)
    return job


def written_and_read(courses, folder, seed, now):
    """(course, file name, bytes, future of what the reader makes of them) in order: one is read while the next are written."""
    with ThreadPoolExecutor(2, thread_name_prefix="reading") as threads:
        waiting = deque()
        for course in courses:
            path = folder / write_resume(course.person, folder, seed, now.date())["file"]
            data = path.read_bytes()
            path.unlink()
            waiting.append((course, path.name, data, threads.submit(study_safely, data, path.name, timezone.localdate())))
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        yield from waiting


def live_through(piece, jobs):
    """What became of some people: résumés taken in, applications entered and scored, then moved as they went."""
    entered = []
    with handed_on_together(), transaction.atomic():
        for course, name, data, reading in piece:
            job = jobs[course.advert.key]
            application = enter(course, job, name, data, reading)
            if application is not None:
                entered.append((application, course, job))
    with handed_on_together(), transaction.atomic():
        for application, course, job in entered:
            go_on(application, course, job)


def enter(course, job, name, data, reading):
    """The application of one person whose résumé was read; None where no file could be read or it is the same person again."""
    resume = add_file(company=job.company, actor=job.recruiter, file=ContentFile(data), name=name, intake=job.intake)
    read_resume(resume.pk, study=lambda *file: reading.result())
    resume.refresh_from_db()
    candidate = resume.candidate
    if candidate is None:  # the reader gave up: a person will look at the file
        return None
    source, applied = job.sources[course.source], course.steps[0].at
    Candidate.objects.filter(pk=candidate.pk).update(created_at=applied, source=source)
    Resume.objects.filter(pk=resume.pk).update(uploaded_at=applied)
    for interviewer in job.interviewers[:1]:
        if any(step.stage == "interview" for step in course.steps):
            assign_sight(candidate=candidate, member=interviewer)
    try:
        return acts.apply_to_job(
            job=job, candidate=candidate, actor=job.recruiter, source=source, applied_at=applied, confirmed=True
        )
    except acts.ApplicationRefused:  # two people with one address: the second is the first
        return None


def go_on(application, course, job):
    """The stages that the application went through, and how it ended."""
    for step in course.steps[1:]:
        stage = job.stage_of.get(step.stage)
        if stage is not None:
            application = acts.move_application(application=application, to_stage=stage, actor=job.recruiter, at=step.at)
    if course.status == "rejected":
        acts.reject(application=application, actor=job.recruiter, reason=job.reasons.get(course.reason), at=course.ended_at)
    elif course.status == "withdrawn":
        acts.withdraw(application=application, actor=job.recruiter, why=course.reason, at=course.ended_at)
    elif course.status == "hired":
        if application.status == Application.Status.ACTIVE:  # a pipeline without a stage of type hired
            acts.hire(application=application, actor=job.recruiter, at=course.ended_at)
        Application.objects.filter(pk=application.pk).update(
            performance_rating=course.rating, still_employed=None if course.rating is None else course.left_at is None
        )


def settle(advert, job, now):
    """Close what is filled or closed, hold what the advert says; a year-old batch is no news."""
    for interviewer in job.interviewers[:1]:  # who interviewed some has the next ones to see too
        for application in Application.objects.filter(job=job).active().ranked().select_related("candidate")[:3]:
            assign_sight(candidate=application.candidate, member=interviewer)
    hired = Application.objects.filter(job=job, status=Application.Status.HIRED).count()
    if advert.status == "closed" or hired >= advert.openings:
        close_job(job=job, actor=job.recruiter, reason="filled")
    elif advert.status == "on_hold":
        hold_job(job=job, actor=job.recruiter)
    Intake.objects.filter(pk=job.intake.pk).update(created_at=now - timedelta(days=advert.days_open))


@transaction.atomic
def make_offers(company, team, now):
    """One offer accepted, one declined, one that waits for the admin's word: to those who came furthest in the first company."""
    recruiter, admin = team["recruiter"][0], team["admin"][0]
    far = Application.objects.of(company).active().filter(job__status=Job.Status.OPEN)
    far = list(far.select_related("job", "candidate").order_by("-stage__position", "-match_score", "pk")[:3])
    made = [
        offers.draft(
            application=application,
            actor=recruiter,
            salary=application.job.salary_max or Decimal(60000),
            currency=application.job.currency or company.currency,
            period=application.job.salary_period,
            starts_on=(now + timedelta(days=60)).date(),
            expires_at=now + timedelta(days=14),
        )
        for application in far
    ]
    for offer in made[:2]:
        offers.send(offer=offer, actor=recruiter)
    if made:
        offers.accept(offer=made[0], name=far[0].candidate.name)
    if made[1:]:
        offers.decline(offer=made[1], note="Thank you, but the commute is too long for me.")
    save_rule(company=company, subject="offer", steps=[admin])
    if made[2:]:
        offers.ask_approval(offer=made[2], actor=recruiter)
