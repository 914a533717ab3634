"""Where an application stands, as its candidate may read it.

A company's stages become five steps. A rejection shows once the company can no longer call its letter back, so that nobody
reads here what was a slip of the mouse, nor before it was told to them. Reasons, notes and scores of others never show.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.models import Application, StageType
from jobs.services.applications import due
from notifications.models import Message
from portal.models import PublicStage, Step

QUIET = timedelta(minutes=30)
OF_TYPE = {
    StageType.APPLIED: Step.RECEIVED,
    StageType.REVIEWED: Step.REVIEW,
    StageType.SHORTLISTED: Step.REVIEW,
    StageType.INTERVIEW: Step.INTERVIEW,
    StageType.OFFER: Step.OFFER,
    StageType.HIRED: Step.HIRED,
}
WORDS = {
    Step.RECEIVED: gettext_lazy("Your application has arrived. Somebody will read it."),
    Step.REVIEW: gettext_lazy("People at the company are reading your application."),
    Step.INTERVIEW: gettext_lazy("They want to talk with you."),
    Step.OFFER: gettext_lazy("They are preparing or have made you an offer."),
    Step.HIRED: gettext_lazy("You have the job. Congratulations."),
}


def of_person(user):
    """The person's applications with what a page about them needs, newest first."""
    waits = Q(state__in=["queued", "sending"]) | Q(state="kept", not_before__gt=timezone.now())
    unsent = Message.objects.filter(waits, application=OuterRef("pk"), kind="rejection")
    rows = Application.objects.of_person(user).select_related("company", "job", "stage", "post", "candidate")
    return rows.annotate(letter_waits=Exists(unsent)).order_by("-applied_at", "-pk")


def looks_of(applications):
    """{(company, stage name): PublicStage} of these applications' companies, in one query."""
    rows = PublicStage.objects.filter(company__in={one.company_id for one in applications})
    return {(one.company_id, one.stage.casefold()): one for one in rows}


def step_of(stage, company_id, looks):
    """(Step, words) of a stage; what a company says goes before our words."""
    said = looks.get((company_id, stage.name.casefold()))
    step = Step(said.step) if said else OF_TYPE[stage.type]
    return step, said.words if said and said.words else str(WORDS[step])


@dataclass(frozen=True)
class Standing:
    """One application as its candidate reads it."""

    application: Application
    title: str
    state: str  # active, rejected, withdrawn, hired: as told to the candidate
    step: str
    words: str
    steps: list  # [(label, "done" | "now" | "")]
    due_at: object
    late: bool

    @property
    def company(self):
        return self.application.company

    @property
    def over(self):
        return self.state != "active"

    @property
    def badge(self):
        return {
            "active": str(Step(self.step).label),
            "rejected": _("Not this time"),
            "withdrawn": _("You withdrew"),
            "hired": _("Hired"),
        }[self.state]


def told_rejected(application, now=None):
    """Whether a rejection is past the time in which it may be called back."""
    now = now or timezone.now()
    return application.status == "rejected" and not application.letter_waits and application.closed_at + QUIET <= now


def standing(application, looks, now=None):
    now = now or timezone.now()
    state = "active" if application.status == "rejected" and not told_rejected(application, now) else application.status
    step, words = step_of(application.stage, application.company_id, looks)
    if state == "hired":
        step, words = Step.HIRED, str(WORDS[Step.HIRED])
    elif state == "rejected":
        words = _("The company has decided to go on with others.")
    elif state == "withdrawn":
        words = _("You have stepped back. Nothing more happens with it.")
    order = list(Step)
    at = order.index(step)
    steps = [
        (one.label, "done" if place < at or state == "hired" else "now" if place == at else "") for place, one in enumerate(order)
    ]
    # A rejection that is not told yet shows nothing, not even that the promise has gone.
    promised = application.answer_due_at or (
        due(application.stage, application.moved_at) if application.status == "rejected" else None
    )
    due_at = promised if state == "active" else None
    return Standing(application, title_of(application), state, step, words, steps, due_at, bool(due_at and due_at < now))


def title_of(application):
    """The advert's title where there is one; a search that is confidential is not named to whom it was not advertised to."""
    if application.post_id:
        return application.post.title
    return _("A confidential search") if application.job.confidential else application.job.title


def standings(user, now=None):
    """All of a person's applications: what runs first."""
    rows = list(of_person(user))
    looks = looks_of(rows)
    told = [standing(one, looks, now) for one in rows]
    return sorted(told, key=lambda one: one.over)
