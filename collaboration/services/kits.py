"""What interviewers are given: kits; and plans: which interviews a job's candidates go through, with whom."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from collaboration.models import Attribute, InterviewPlan, Kit, PlannedInterview
from collaboration.services.sight import check_job

MOST = 40  # questions or attributes of a kit, interviews of a plan


class KitRefused(Refused):
    """The message is meant for the person."""


@transaction.atomic
def save_kit(*, company, kit=None, questions=None, attributes=None, **fields):
    """Make or change a kit. `questions`: texts in order; `attributes`: (name, what good looks like) in order. Lists given are the whole new ones."""
    kit = Kit.objects.select_for_update().get(pk=kit.pk) if kit else Kit(company=company)
    for name, value in fields.items():
        setattr(kit, name, value.replace("\x00", "").strip() if isinstance(value, str) else value)
    if questions is not None:
        kit.questions = [text.replace("\x00", "").strip()[:500] for text in questions if text.strip()]
        _few(kit.questions, "questions")
    _check(kit)
    try:
        with transaction.atomic():
            kit.save()
    except IntegrityError as error:
        raise KitRefused(_("There is a kit of that name already."), code="name_taken", field="name") from error
    if attributes is not None:
        _set_attributes(kit, attributes)
    return kit


def _check(kit):
    try:
        kit.clean_fields(exclude=["company"])
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise KitRefused(" ".join(problems), code="invalid", field=name) from error


def _few(rows, field):
    if len(rows) > MOST:
        raise KitRefused(_("At most %(count)d, please: an interview has an end.") % {"count": MOST}, code="too_many", field=field)


def _set_attributes(kit, attributes):
    """Those that keep their name stay the rows they are, so that cards go on naming them."""
    wanted = {" ".join(name.split())[:80]: (text or "").strip()[:300] for name, text in attributes if name.strip()}
    _few(wanted, "attributes")
    if len(wanted) < sum(1 for name, _text in attributes if name.strip()):
        raise KitRefused(_("Two attributes have the same name."), code="name_taken", field="attributes")
    kit.attributes.exclude(name__in=wanted).delete()
    for position, (name, text) in enumerate(wanted.items()):
        Attribute.objects.update_or_create(kit=kit, name=name, defaults={"text": text, "position": position})


@transaction.atomic
def archive_kit(*, kit, archived=True):
    """Take a kit out of the choices, or put it back; interviews made with it keep it."""
    kit.archived_at = timezone.now() if archived else None
    try:
        with transaction.atomic():
            kit.save(update_fields=["archived_at"])
    except IntegrityError as error:
        raise KitRefused(_("There is a kit of that name already. Rename it first."), code="name_taken", conflict=True) from error
    return kit


@transaction.atomic
def save_plan(*, company, plan=None, job=None, name=None, interviews=None):
    """Make or change a plan. `interviews`: the whole new list in order, each {"kit", "stage_type", "panel"}."""
    if plan is None:
        plan = InterviewPlan(company=company, job=job, name=name or (job.title if job else ""))
    else:
        plan = InterviewPlan.objects.select_for_update().get(pk=plan.pk)
    plan.name = " ".join((name if name is not None else plan.name).replace("\x00", "").split())[:80]
    if not plan.name:
        raise KitRefused(_("The plan needs a name."), code="required", field="name")
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        if job:
            raise KitRefused(_("This job has a plan already."), code="has_plan", conflict=True) from error
        raise KitRefused(_("There is a plan of that name already."), code="name_taken", field="name") from error
    if interviews is not None:
        _set_interviews(plan, interviews)
    return plan


def _set_interviews(plan, rows):
    _few(rows, "interviews")
    plan.interviews.all().delete()
    for position, row in enumerate(rows):
        if row["kit"].company_id != plan.company_id:
            raise KitRefused(_("That kit is not of this company."), code="not_found", field="interviews")
        for member in row.get("panel", ()):
            _check_panelist(plan, member)
        made = PlannedInterview.objects.create(plan=plan, kit=row["kit"], stage_type=row.get("stage_type", ""), position=position)
        made.panel.set(row.get("panel", ()))


def _check_panelist(plan, member):
    if member.company_id != plan.company_id:
        raise KitRefused(_("That person is not a member of this company."), code="not_found", field="interviews")
    check_job(plan.job_id, member)


def rows_of(plan):
    """The plan's interviews as `save_plan` takes them."""
    return [
        {"kit": one.kit, "stage_type": one.stage_type, "panel": list(one.panel.all())}
        for one in plan.interviews.select_related("kit").prefetch_related("panel__user", "panel__company")
    ]


@transaction.atomic
def edit_plan(*, plan, edit):
    """Change the list of a plan by a function of it, while nobody else does."""
    plan = InterviewPlan.objects.select_for_update().get(pk=plan.pk)
    return save_plan(company=plan.company, plan=plan, interviews=edit(rows_of(plan)))


@transaction.atomic
def begin_plan(*, job, template=None):
    """A job's own plan: a copy of one of the company's, or empty."""
    return save_plan(company=job.company, job=job, interviews=rows_for(job, template) if template else [])


def rows_for(job, template):
    """The interviews of a plan for a job, with those of their people who are still here and may see it."""
    rows = rows_of(template)
    for row in rows:
        row["panel"] = [one for one in row["panel"] if one.deactivated_at is None and not (job and _kept_out(job, one))]
    return rows


def _kept_out(job, member):
    try:
        check_job(job.pk, member)
    except Refused:
        return True
    return False
