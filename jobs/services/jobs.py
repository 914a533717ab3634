"""Making, changing, opening and closing jobs."""

import nh3
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from accounts.events import publish
from accounts.models import Company, Membership
from accounts.places import CURRENCIES, countries
from accounts.refusal import Refused
from billing.entitlements import allow
from jobs import events
from jobs.models import Job, JobSkill, Opening, TeamMember
from jobs.services.approvals import job_changed, need_for_job
from jobs.services.custom_fields import clean_custom, fields_of
from jobs.services.defaults import seed_defaults
from jobs.services.pipelines import copy_plan, default_plan

COPIED = [
    "department",
    "location",
    "country",
    "remote",
    "employment",
    "seniority",
    "description",
    "min_years",
    "education",
    "salary_min",
    "salary_max",
    "currency",
    "salary_period",
    "confidential",
    "blind",
    "reapply",
    "reapply_days",
    "custom",
]
TAGS = {"p", "br", "strong", "em", "b", "i", "u", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a"}


class JobRefused(Refused):
    """The job cannot be changed like that; `field` names what to mend."""


def clean_rich_text(html):
    """Rich text with the few tags that a job needs; scripts, styles, images and odd links are gone."""
    return nh3.clean(html or "", tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})


@transaction.atomic
def create_job(*, company, actor, skills=(), openings=1, team=(), plan=None, **fields):
    """Make a draft job with its own pipeline and openings.

    skills: (name, required, importance) or (name, required); team: (membership, part). The actor, if a member, joins the team.
    """
    fields["description"] = clean_rich_text(fields.get("description"))
    if fields.get("custom"):
        fields["custom"] = clean_custom(company, "job", fields["custom"])
    job = Job(company=company, created_by=actor if isinstance(actor, Membership) else None, **fields)
    _check(job)
    if plan is not None and plan.company_id != company.pk:
        raise JobRefused(_("That pipeline plan is not there."), code="not_found", field="plan")
    job.save(force_insert=True)
    _note_blind(job)
    seed_defaults(company)
    copy_plan(plan or default_plan(company), job)
    set_openings(job, openings)
    set_skills(job, skills)
    if isinstance(actor, Membership):
        team = [(actor, TeamMember.Part.RECRUITER), *team]
    for member, part in team:
        join_team(job=job, member=member, part=part)
    publish(events.JobCreated(job.pk), actor=actor, subject=job)
    return job


def set_skills(job, skills):
    """Replace the job's skills; the same name twice counts once. Returns whether anything changed."""
    wanted = {}
    for position, (name, required, *importance) in enumerate(skills):
        name = " ".join(name.split())[:80]
        if name and name.lower() not in wanted:
            wanted[name.lower()] = (name, bool(required), importance[0] if importance else 3, position)
    now = {(skill.name, skill.required, skill.importance, skill.position) for skill in job.skills.all()}
    if now == set(wanted.values()):
        return False
    job.skills.all().delete()
    JobSkill.objects.bulk_create(
        JobSkill(job=job, name=name, required=required, importance=importance, position=position)
        for name, required, importance, position in wanted.values()
    )
    return True


def set_openings(job, count):
    """Have `count` seats in all; seats that are filled stay, open ones are added or taken away from the end."""
    openings = list(job.openings.exclude(status=Opening.Status.CLOSED).order_by("number"))
    filled = sum(opening.status == Opening.Status.FILLED for opening in openings)
    if count < max(filled, 1):
        raise JobRefused(
            _("%(filled)d openings are filled already; there cannot be fewer.") % {"filled": filled}
            if filled
            else _("A job has at least one opening."),
            code="too_few_openings",
            field="openings",
        )
    last = max([opening.number for opening in job.openings.all()], default=0)
    for extra in range(count - len(openings)):
        Opening.objects.create(job=job, number=last + extra + 1)
    surplus = len(openings) - count
    for opening in [one for one in reversed(openings) if one.status == Opening.Status.OPEN][: max(surplus, 0)]:
        opening.delete()


def join_team(*, job, member, part):
    """Add a member to the hiring team, with sight of the job should it be confidential."""
    if member.company_id != job.company_id:
        raise JobRefused(_("That person is not a member of this company."), code="not_found", field="team")
    TeamMember.objects.get_or_create(job=job, member=member, part=part)
    assign_perm("jobs.view_job", member.user, job)


def leave_team(*, job, member, part):
    """Take a part from a member; with the last one goes their sight of the job should it be confidential."""
    TeamMember.objects.filter(job=job, member=member, part=part).delete()
    if not job.team.filter(member=member).exists():
        remove_perm("jobs.view_job", member.user, job)


@transaction.atomic
def set_team(*, job, team, actor):
    """Have exactly these (membership, part) on the hiring team; a confidential job keeps at least one person."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    wanted = {(member.pk, part): member for member, part in team}
    have = {(one.member_id, one.part): one.member for one in job.team.select_related("member__user")}
    if job.confidential and not wanted:
        raise JobRefused(_("A confidential job needs somebody on its team."), code="empty_team", field="team")
    for member_id, part in have.keys() - wanted.keys():
        leave_team(job=job, member=have[member_id, part], part=part)
    for member_id, part in wanted.keys() - have.keys():
        join_team(job=job, member=wanted[member_id, part], part=part)
    if wanted.keys() != have.keys():
        publish(events.JobChanged(job.pk, ["team"]), actor=actor, subject=job)
    return job


@transaction.atomic
def change_job(*, job, actor, seen_revision=None, skills=None, openings=None, **fields):
    """Change a job. If somebody else changed it since the editor read it: JobRefused (code `changed_meanwhile`)."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if seen_revision is not None and seen_revision != job.revision:
        raise JobRefused(
            _("Somebody changed this job while you were editing. Your text is kept below; look at theirs, then save again."),
            code="changed_meanwhile",
            field="revision",
            conflict=True,
        )
    if "description" in fields:
        fields["description"] = clean_rich_text(fields["description"])
    if fields.get("custom") and fields["custom"] != job.custom:
        fields["custom"] = _custom_of(job, fields["custom"])
    changed = [name for name, value in fields.items() if getattr(job, name) != value]
    for name in changed:
        setattr(job, name, fields[name])
    _check(job)
    if skills is not None and set_skills(job, skills):
        changed.append("skills")
    if openings is not None and openings != job.openings.exclude(status=Opening.Status.CLOSED).count():
        set_openings(job, openings)
        changed.append("openings")
    if changed:
        job.revision += 1
        job.save()
        _note_blind(job)
        publish(events.JobChanged(job.pk, sorted(changed)), actor=actor, subject=job)
        job_changed(job, changed, actor)
    return job


def _note_blind(job):
    """Have the company say that some job of it is reviewed blind: every page asks that, and reads the company anyway."""
    if job.blind:
        Company.objects.filter(pk=job.company_id, reviews_blind=False).update(reviews_blind=True)


@transaction.atomic
def open_job(*, job, actor):
    """Open a job for applications, if the plan allows one more. A closed one opens again with the seats it closed."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status == Job.Status.OPEN:
        return job
    if job.is_template:
        raise JobRefused(
            _("A template cannot be opened. Make a job from it first."), code="is_template", field="status", conflict=True
        )
    if not job.stages.exists():
        raise JobRefused(_("Give the job a pipeline first."), code="no_stages", field="stages")
    if job.status == Job.Status.CLOSED:  # what its closing closed opens with it; what was closed before stays so
        job.openings.filter(status="closed", closed_at=job.closed_at).update(status="open", close_reason="", closed_at=None)
    if not job.openings.filter(status="open").exists():
        raise JobRefused(_("All openings are filled. Add an opening first."), code="no_opening", field="openings", conflict=True)
    need_for_job(job)
    allow(job.company, "open_jobs", Job.objects.of(job.company).open().count())
    job.status, job.closed_at = Job.Status.OPEN, None
    job.opened_at = job.opened_at or timezone.now()
    _save(job)
    publish(events.JobOpened(job.pk), actor=actor, subject=job)
    return job


@transaction.atomic
def hold_job(*, job, actor):
    """Stop taking applications for a while; everything else goes on."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status == Job.Status.CLOSED:
        raise JobRefused(
            _("A closed job cannot be put on hold. Open it again first."), code="closed", field="status", conflict=True
        )
    if job.status != Job.Status.ON_HOLD:
        job.status = Job.Status.ON_HOLD
        _save(job)
        publish(events.JobHeld(job.pk), actor=actor, subject=job)
    return job


@transaction.atomic
def close_job(*, job, actor, reason=""):
    """Close a job: its open seats close with the reason; running applications stay for a person to answer."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status != Job.Status.CLOSED:
        job.status, job.closed_at = Job.Status.CLOSED, timezone.now()
        _save(job)
        job.openings.filter(status="open").update(status="closed", close_reason=reason, closed_at=job.closed_at)
        publish(events.JobClosed(job.pk, reason), actor=actor, subject=job)
    return job


@transaction.atomic
def delete_job(*, job, actor):
    """Delete a job that nobody applied for; one with applications is closed instead, its history stays."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.applications.exists():
        raise JobRefused(_("People applied for this job, so it stays. Close it instead."), code="has_applications")
    publish(events.JobDeleted(job.pk), actor=actor, subject=job)
    job.delete()


@transaction.atomic
def duplicate_job(*, job, actor, title=None, as_template=False):
    """A draft (or a template) with the same demands, pipeline, posts and team; no applications, no dates."""
    new = Job(
        company=job.company,
        created_by=actor if isinstance(actor, Membership) else None,
        copied_from=job,
        is_template=as_template,
        title=(title or job.title)[:140],
        **{name: getattr(job, name) for name in COPIED},
    )
    new.save(force_insert=True)
    _copy_posts(job, new)
    for stage in job.stages.all():
        new.stages.create(name=stage.name, type=stage.type, position=stage.position, answer_days=stage.answer_days)
    set_openings(new, 1)
    set_skills(new, [(skill.name, skill.required, skill.importance) for skill in job.skills.all()])
    for one in job.team.select_related("member__user"):
        join_team(job=new, member=one.member, part=one.part)
    if isinstance(actor, Membership):
        join_team(job=new, member=actor, part=TeamMember.Part.RECRUITER)
    publish(events.JobCreated(new.pk), actor=actor, subject=new)
    return new


def _copy_posts(job, new):
    """The same words for the copy, not published."""
    for post in job.posts.prefetch_related("questions"):
        copy = new.posts.create(
            company_id=new.company_id,
            **{name: getattr(post, name) for name in ("title", "text", "language", "audience", "location", "show_pay")},
        )
        for asked in post.questions.all():
            copy.questions.create(
                text=asked.text, kind=asked.kind, options=asked.options, required=asked.required, position=asked.position
            )


def _custom_of(job, given):
    """The given values checked; those of fields that are out of use stay as they are."""
    known = {field.key for field in fields_of(job.company, "job")}
    kept = {key: value for key, value in job.custom.items() if key not in known}
    return kept | clean_custom(job.company, "job", {key: value for key, value in given.items() if key not in kept})


def _check(job):
    """Everything that one row can say about itself, and that what it points to is the company's own."""
    job.currency = job.currency.upper()
    if job.currency and job.currency not in CURRENCIES:
        raise JobRefused(
            _("“%(code)s” is not a currency code.") % {"code": job.currency}, code="unknown_currency", field="currency"
        )
    if job.country and job.country not in dict(countries()):
        raise JobRefused(_("“%(code)s” is not a country code.") % {"code": job.country}, code="unknown_country", field="country")
    if job.department is not None and job.department.company_id != job.company_id:
        raise JobRefused(_("That department is not there."), code="not_found", field="department")
    job.full_clean(exclude=["company", "created_by", "copied_from", "department"])


def _save(job):
    job.revision += 1
    job.save(update_fields=["status", "opened_at", "closed_at", "revision"])
