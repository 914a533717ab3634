"""Would rules that nobody has saved yet hit a group? The job's running applicants under both sets of rules, coarsely.

Whoever may change rules may ask as often as they like, so the answer must not tell of single people: only groups twice the size that
audits show, only one characteristic at a time, and no counts; rates and ratios to the nearest 5 %. Nothing is stored.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.events import publish
from accounts.guard import require
from accounts.permissions import Action
from jobs.models import Application
from matching import events, impact
from matching.engine import ScoringConfig as Rules
from matching.models import ScoringConfig
from matching.services import self_reports
from matching.services.audit_figures import coarse
from matching.services.features import taxonomy_of
from matching.services.people import HIDDEN, KNOCKED, applicants

TOP_SHARE = 5  # the best fifth of the list
LOOKS = {
    "top": gettext_lazy("Among the best fifth"),
    "median": gettext_lazy("Score above the median"),
    "must": gettext_lazy("Not caught by a must-have"),
}


@dataclass(frozen=True)
class Line:
    """One group: its rate and ratio in percent, now and under the draft (None: too few people)."""

    label: str
    rate: int | None
    ratio: int | None
    state: str
    rate_before: int | None
    ratio_before: int | None

    @property
    def worse(self):
        return self.ratio is not None and self.ratio_before is not None and self.ratio < self.ratio_before


@dataclass(frozen=True)
class Look:
    """One question asked of one characteristic. state: compared, none (all are in or none is), few (too few people)."""

    name: str
    title: str
    state: str
    lines: tuple

    @property
    def hit(self):
        return any(line.state in (impact.HIT, impact.LESS) for line in self.lines)


def rules_in_force(job):
    """The body of the rules that score a job now; nothing is written where none were ever saved."""
    found = {
        one.job_id: one
        for one in ScoringConfig.objects.filter(Q(job=None) | Q(job=job), company=job.company_id).select_related("current")
    }
    for config in (found.get(job.pk), found.get(None)):
        if config and config.current_id:
            return config.current.body
    return Rules().to_dict()


@transaction.atomic
def look(job, body, actor, people=None):
    """[(question label, [Look])] of valid rules on a job's running applicants, against those in force; [] where nothing is asked.

    people: the job's applicants, where the caller has them. That somebody looked is written down.
    """
    require(actor, Action.CONFIGURE_SCORING)
    publish(events.RulesAudited(job.pk), actor=actor, subject=job)
    settings = self_reports.settings_of(job.company)
    questions = self_reports.questions_of(settings)
    if not questions:
        return []
    people = people if people is not None else applicants(job, taxonomy_of(job.company_id))
    answers = self_reports.answers_for(Application.objects.filter(job=job, status=Application.Status.ACTIVE))
    before, after = _chosen(people, rules_in_force(job)), _chosen(people, body)
    least = 2 * settings.least_people
    return [
        (question.label, [_look(name, question, answers, before[name], after[name], least) for name in LOOKS])
        for question in questions
    ]


def _look(name, question, answers, before, after, least):
    (_state, then), (state, now) = (coarse(chosen, answers, question, least) for chosen in (before, after))
    nothing = (None, None, "few")
    lines = [Line(label, *now.get(key, nothing), *then.get(key, nothing)[:2]) for key, label in question.choices] if now else []
    return Look(name, str(LOOKS[name]), state, tuple(lines))


def _chosen(people, body):
    """{look: {application: chosen}} under a set of rules."""
    places = people.places(people.compiled(body))
    [ticks], [held] = places, people.held
    named = [(row, people.applications[pk]) for row, pk in enumerate(held.table.ids.tolist()) if ticks[row] != HIDDEN]
    best = {row for _table, row in people.best(places, max(1, len(named) // TOP_SHARE))}
    above = impact.above_median([max(0, int(ticks[row])) for row, _pk in named])
    return {
        "top": {pk: row in best for row, pk in named},
        "median": {pk: bool(yes) for (_row, pk), yes in zip(named, above, strict=True)},
        "must": {pk: bool(ticks[row] != KNOCKED) for row, pk in named},
    }
