"""Pipelines: a company's reusable plans, and a job's own copy."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.events import publish
from accounts.refusal import Refused
from jobs import events
from jobs.models import Job, PipelinePlan, PlanStage, Stage, StageType

# name, type, days within which the candidate hears from us
STANDARD = [
    ("Applied", StageType.APPLIED, 5),
    ("Review", StageType.REVIEWED, 5),
    ("Shortlist", StageType.SHORTLISTED, 7),
    ("Interview", StageType.INTERVIEW, 10),
    ("Offer", StageType.OFFER, 5),
    ("Hired", StageType.HIRED, None),
]


@transaction.atomic
def default_plan(company):
    """The company's default plan; the standard one is made when there is none."""
    plan = PipelinePlan.objects.filter(company=company, is_default=True).first()
    if plan is None:
        plan = PipelinePlan.objects.create(company=company, name=_("Standard"), is_default=True)
        PlanStage.objects.bulk_create(
            PlanStage(plan=plan, name=name, type=type_, position=position, answer_days=days)
            for position, (name, type_, days) in enumerate(STANDARD)
        )
    return plan


def copy_plan(plan, job):
    """Give a job its own stages; later changes of the plan leave the job alone."""
    return Stage.objects.bulk_create(
        Stage(job=job, name=stage.name, type=stage.type, position=stage.position, answer_days=stage.answer_days)
        for stage in plan.stages.all()
    )


class PipelineRefused(Refused):
    """The stages cannot be like that; the message is meant for the person."""

    def __init__(self, message, *, code="refused", field="stages", conflict=False):
        super().__init__(message, code=code, field=field, conflict=conflict)


def check_stages(stages):
    """A pipeline starts with an applied stage, has exactly one hired stage at its end, and names every stage."""
    if not stages:
        raise PipelineRefused(_("A pipeline needs stages."), code="no_stages")
    if any(not stage["name"].strip() for stage in stages):
        raise PipelineRefused(_("Every stage needs a name."), code="stage_without_name")
    names = [stage["name"].strip().lower() for stage in stages]
    if len(set(names)) != len(names):
        raise PipelineRefused(_("Two stages have the same name."), code="stage_twice")
    if stages[0]["type"] != StageType.APPLIED:
        raise PipelineRefused(_("The first stage must be of type applied."), code="first_not_applied")
    hired = [position for position, stage in enumerate(stages) if stage["type"] == StageType.HIRED]
    if hired != [len(stages) - 1]:
        raise PipelineRefused(_("The last stage, and no other, must be of type hired."), code="last_not_hired")


@transaction.atomic
def save_stages(*, job, stages, actor):
    """Have exactly these stages in this order. stages: dicts with name, type, answer_days and, to keep one, id.

    A stage with applications in it cannot go (PipelineRefused names it), nor can it become or stop being the hired one.
    """
    Job.objects.select_for_update().get(pk=job.pk)
    check_stages(stages)
    known = {str(stage.pk): stage for stage in job.stages.all()}
    kept = {str(stage["id"]) for stage in stages if stage.get("id")}
    if kept - known.keys():
        raise PipelineRefused(_("A stage that you changed is not there any more."), code="not_found")
    _remove_stages([stage for pk, stage in known.items() if pk not in kept])
    for stage in stages:
        before = known.get(str(stage.get("id") or ""))
        turned = before and before.type != stage["type"] and StageType.HIRED in {before.type, stage["type"]}
        if turned and before.applications.exists():
            raise PipelineRefused(
                _("“%(stage)s” holds applications, so it cannot change its meaning.") % {"stage": before.name},
                code="stage_in_use",
                conflict=True,
            )
    # Positions are unique for the job: first out of the way, then in their places.
    job.stages.update(position=F("position") + 1000)
    for position, stage in enumerate(stages):
        row = known.get(str(stage.get("id") or "")) or Stage(job=job)
        row.name, row.type = stage["name"].strip(), stage["type"]
        row.answer_days, row.position = stage.get("answer_days") or None, position
        row.full_clean(exclude=["job"])
        row.save()
    publish(events.JobChanged(job.pk, ["stages"]), actor=actor, subject=job)
    return list(job.stages.all())


def _remove_stages(stages):
    for stage in stages:
        count = stage.applications.count()
        if count:
            raise PipelineRefused(
                ngettext(
                    "“%(stage)s” holds %(count)d application. Move it first.",
                    "“%(stage)s” holds %(count)d applications. Move them first.",
                    count,
                )
                % {"stage": stage.name, "count": count},
                code="stage_in_use",
            )
        stage.delete()


@transaction.atomic
def save_plan(*, company, name, stages, plan=None, is_default=False):
    """Make or change a company's plan; jobs that exist keep their own stages."""
    check_stages(stages)
    if PipelinePlan.objects.filter(company=company, name__iexact=name.strip()).exclude(pk=plan and plan.pk).exists():
        raise PipelineRefused(_("There is a plan with that name."), code="name_taken", field="name")
    plan = plan or PipelinePlan(company=company)
    if is_default and not plan.is_default:
        PipelinePlan.objects.filter(company=company, is_default=True).update(is_default=False)
    plan.name, plan.is_default = name.strip(), is_default or plan.is_default
    plan.full_clean(exclude=["company"])
    plan.save()
    plan.stages.all().delete()
    rows = [
        PlanStage(
            plan=plan,
            name=stage["name"].strip(),
            type=stage["type"],
            position=position,
            answer_days=stage.get("answer_days") or None,
        )
        for position, stage in enumerate(stages)
    ]
    for row in rows:
        row.full_clean(exclude=["plan"])
    PlanStage.objects.bulk_create(rows)
    return plan


def delete_plan(*, plan):
    """Delete a plan that is not the default; jobs keep their stages."""
    if plan.is_default:
        raise PipelineRefused(_("Make another plan the default first."), code="default_plan", field="plan", conflict=True)
    plan.delete()
