"""Which jobs are like a job, so that what came of the one tells something about the other."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from jobs.models import Job
from matching.services.backtests import candidates_for
from matching.taxonomy.texts import UNIT, plain_title, text_model

LOOKED_AT = 200  # jobs
ALIKE = 0.5  # from here on a job is chosen beforehand
WORK, TITLE, DEPARTMENT = 0.5, 0.3, 0.2


@dataclass(frozen=True)
class Suggestion:
    """A job to replay. likeness: 0 to 1, of the job itself 1; why: in words."""

    job: Job
    likeness: float
    why: str

    @property
    def chosen(self):
        return self.likeness >= ALIKE


def suggestions(member, job=None, most=30):
    """Visible jobs with people whose end is known, most alike first; without a job those with most hires, all chosen."""
    rows = list(candidates_for(Job.objects.visible_to(member), LOOKED_AT))
    if job is None:
        rows.sort(key=lambda one: (-one.hires, -one.ended, str(one.pk)))
        return [Suggestion(one, 1.0, "") for one in rows[:20]] + [Suggestion(one, 0.0, "") for one in rows[20:most]]
    found = [_alike(job, one) for one in rows]
    return sorted(found, key=lambda one: (-one.likeness, -one.job.hires, str(one.job.pk)))[:most]


def _alike(job, other):
    if other.pk == job.pk:
        return Suggestion(other, 1.0, _("This job"))
    work = _same_work(job.title, other.title)
    title = fuzz.token_set_ratio(plain_title(job.title).casefold(), plain_title(other.title).casefold()) / 100
    together = bool(job.department_id) and job.department_id == other.department_id
    said = [
        words
        for words, holds in (
            (_("same title"), title > 0.9),
            (_("same kind of work"), work > 0.5),
            (_("same department"), together),
        )
        if holds
    ]
    return Suggestion(other, WORK * work + TITLE * title + DEPARTMENT * together, ", ".join(said) or _("other work"))


def _same_work(one, two):
    """Cosine of the kinds of work that two titles tell."""
    first, second = (dict(zip(*map(list, text_model().work_of_job(title, "")), strict=True)) for title in (one, two))
    return min(1.0, sum(int(weight) * int(second.get(place, 0)) for place, weight in first.items()) / UNIT**2)
