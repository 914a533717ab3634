"""What a company's stages are called towards candidates: the table behind the settings page."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.guard import require
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import PlanStage, Stage
from portal import events
from portal.models import PublicStage, Step
from portal.services.standing import OF_TYPE, WORDS


def stages_of(company):
    """[(stage name, Step, words said, words by default)] of the company's pipelines and jobs, in the order of the steps."""
    pairs = [
        *PlanStage.objects.filter(plan__company=company).order_by("position").values_list("name", "type"),
        *Stage.objects.filter(job__company=company).order_by().values_list("name", "type").distinct(),
    ]
    said = {one.stage.casefold(): one for one in PublicStage.objects.of(company)}
    found = {}
    for name, kind in pairs:
        own = said.get(name.casefold())
        step = Step(own.step) if own else OF_TYPE[kind]
        found.setdefault(name.casefold(), (name, step, own.words if own else "", str(WORDS[step])))
    order = list(Step)
    return sorted(found.values(), key=lambda row: order.index(row[1]))


@transaction.atomic
def save_stages(*, company, actor, said):
    """said: {stage name: (step, words)}. Only stages that there are."""
    require(actor, Action.MANAGE_SETTINGS)
    known = {row[0] for row in stages_of(company)}
    rows = [
        PublicStage(company=company, stage=name, step=step, words=" ".join(words.split())) for name, (step, words) in said.items()
    ]
    if not set(said) <= known or any(row.step not in Step.values or len(row.words) > 300 for row in rows):
        raise Refused(
            _("Choose one of the steps for each stage; a sentence has 300 characters at most."), code="stage", field="stage"
        )
    PublicStage.objects.of(company).delete()
    PublicStage.objects.bulk_create(rows)
    publish(events.PublicStagesChanged(len(rows)), actor=actor, subject=company)
