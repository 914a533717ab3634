"""Voluntary answers about oneself: asked for by a signed link or imported, kept apart, given out only for audits to add up.

Nothing that reads résumés, makes features, scores or explains imports this module (tests/matching/test_self_reports_apart.py).
"""

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.events import SYSTEM, publish
from accounts.guard import require
from accounts.mail import absolute
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Application, ContactPoint
from jobs.services.candidates import contact_key
from matching import events
from matching.models import FairnessSettings
from matching.models.self_reports import SelfReport

WORDING = "2026-11"  # raised whenever the text that people agree to changes
SIGNER = signing.Signer(sep=".", salt="matching.self_report")
MOST_ROWS = 5000  # of one import
MOST_CHOICES, LONGEST_CHOICE = 20, 80
UNSTATED = ("", "-", "–", "unstated", "prefer not to say", "decline to state", "i prefer not to say", "unknown", "n/a")

# The categories of the EEO-1 report, and two more characteristics that are off until a company asks for them.
QUESTIONS = {
    "sex": (gettext_lazy("Sex"), True, {
        "female": gettext_lazy("Female"), "male": gettext_lazy("Male"), "other": gettext_lazy("Non-binary or another"),
    }),
    "race": (gettext_lazy("Race or ethnicity"), True, {
        "hispanic": gettext_lazy("Hispanic or Latino"), "white": gettext_lazy("White"),
        "black": gettext_lazy("Black or African American"),
        "pacific": gettext_lazy("Native Hawaiian or other Pacific Islander"), "asian": gettext_lazy("Asian"),
        "native": gettext_lazy("American Indian or Alaska Native"), "several": gettext_lazy("Two or more races"),
    }),
    "age": (gettext_lazy("Age"), False, {"under-40": gettext_lazy("Under 40"), "40-up": gettext_lazy("40 or older")}),
    "disability": (gettext_lazy("Disability"), False, {
        "yes": gettext_lazy("Yes, I have a disability"), "no": gettext_lazy("No, I have no disability"),
    }),
}  # fmt: skip


class SelfReportRefused(Refused):
    """The answers cannot be taken as they are. `problems` lists (row number, column, what is wrong) of an import."""

    def __init__(self, message, *, problems=(), **more):
        super().__init__(message, **more)
        self.problems = list(problems)


@dataclass(frozen=True)
class Question:
    key: str
    label: str
    on: bool
    choices: tuple  # ((key, label), …)

    def choice(self, text):
        """The key of the choice that a text names by key or label; "" for an answer that is none; None for a word unknown."""
        folded = " ".join(str(text).split()).casefold()
        if folded in UNSTATED:
            return ""
        return next((key for key, label in self.choices if folded in (key.casefold(), str(label).casefold())), None)


def settings_of(company):
    """The company's settings; in memory where nothing was ever saved."""
    return FairnessSettings.objects.of(company).first() or FairnessSettings(company=company)


def questions_of(settings, on_only=True):
    """[Question] as the company asks them."""
    said = {one["key"]: one for one in settings.asked}
    found = []
    for key, (label, on, choices) in QUESTIONS.items():
        own = said.get(key)
        offered = (
            [(one, str(choices.get(one) if text is None else text)) for one, text in own["choices"]]
            if own
            else list(choices.items())
        )
        found.append(Question(key, str(label), own["on"] if own else on, tuple((one, str(text)) for one, text in offered)))
    return [one for one in found if one.on or not on_only]


@transaction.atomic
def save_settings(*, company, actor, asked, least_people, tool_since, source):
    """asked: {question: (on, [label, …])}. A label of ours keeps its key, so that its translation and answers stay."""
    require(actor, Action.MANAGE_SETTINGS)
    settings = FairnessSettings.objects.select_for_update().of(company).first() or FairnessSettings(company=company)
    now = {question.key: question for question in questions_of(settings, on_only=False)}
    settings.asked = [
        {"key": key, "on": on, "choices": _choices(key, labels, now[key])}
        for key, (on, labels) in asked.items()
        if key in QUESTIONS
    ]
    settings.least_people, settings.tool_since, settings.source = least_people, tool_since, source
    settings.full_clean(validate_unique=False)
    settings.save()
    publish(events.FairnessChanged(), actor=actor, subject=company)
    return settings


def _choices(key, labels, question):
    """[[key, label]], the label None where it is the product's own; a label that is there already keeps its key."""
    own = {str(label).casefold(): choice for choice, label in QUESTIONS[key][2].items()}
    before = {label.casefold(): choice for choice, label in question.choices}
    labels = [" ".join(label.split()) for label in labels]
    labels = list({label.casefold(): label for label in labels if label}.values())
    if not 2 <= len(labels) <= MOST_CHOICES or any(len(label) > LONGEST_CHOICE for label in labels):
        raise SelfReportRefused(
            _("“%(question)s” takes 2 to %(most)d answers of at most %(long)d characters, one a line.")
            % {"question": question.label, "most": MOST_CHOICES, "long": LONGEST_CHOICE},
            code="choices",
            field=key,
        )
    taken, found, number = {*own.values(), *before.values()}, [], count(2)
    for label in labels:
        choice = own.get(label.casefold()) or before.get(label.casefold())
        if choice is None:
            choice = base = slugify(label)[:30] or "answer"
            while choice in taken:
                choice = f"{base}-{next(number)}"
            taken.add(choice)
        found.append([choice, None if label.casefold() in own else label])
    return found


# The person's own page


def link_of(application):
    """The address of the person's page; whoever has it may answer, nobody can read there what was answered."""
    return absolute(reverse("matching:self_report", args=[SIGNER.sign(str(application.pk))]))


def application_of(token):
    """The application that a link is for; None where there is none."""
    try:
        pk = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    rows = Application.objects.filter(pk=pk, company__suspended_at=None)
    return rows.select_related("company", "job", "candidate").first()


def given_at(application):
    """When the person last answered; None if they did not or took it back. For the person's own page."""
    return (
        SelfReport.objects.filter(application=application, withdrawn_at=None, via="person").values_list("at", flat=True).first()
    )


def is_there(application):
    """Whether anything is kept that the person could take back."""
    return SelfReport.objects.filter(application=application, withdrawn_at=None).exists()


@transaction.atomic
def give(*, application, answers):
    """Keep what the person says; it replaces what was there. answers: {question: choice key or ""}."""
    known = {question.key: dict(question.choices) for question in questions_of(settings_of(application.company))}
    for key, choice in answers.items():
        if choice and choice not in known.get(key, {}):
            raise SelfReportRefused(_("Choose one of the answers that are offered."), code="choice", field=key)
    _keep([(application, {key: choice for key, choice in answers.items() if choice})], SelfReport.Via.PERSON)
    publish(events.SelfReportsGiven(1, "person"), actor=SYSTEM, subject=application.company)


@transaction.atomic
def withdraw(*, application):
    """Take the answers back: what they said is gone at once, and no import brings it in again."""
    rows = SelfReport.objects.select_for_update().filter(application=application, withdrawn_at=None)
    if rows.update(sealed=None, withdrawn_at=timezone.now(), at=timezone.now()):
        publish(events.SelfReportWithdrawn(), actor=SYSTEM, subject=application.company)


def _keep(pairs, via):
    """Write [(application, answers)], replacing what is there."""
    there = {
        one.application_id: one
        for one in SelfReport.objects.select_for_update().filter(application__in=[one for one, _a in pairs])
    }
    new, changed = [], []
    for application, answers in pairs:
        report = there.get(application.pk)
        (changed if report else new).append(
            report := report or SelfReport(company_id=application.company_id, application=application)
        )
        report.seal(answers)
        report.via, report.wording, report.at, report.withdrawn_at = via, WORDING, timezone.now(), None
    SelfReport.objects.bulk_create(new, batch_size=500)
    SelfReport.objects.bulk_update(changed, ["sealed", "via", "wording", "at", "withdrawn_at"], batch_size=200)


# Collected elsewhere


@transaction.atomic
def take_in(*, company, actor, rows):
    """Import answers: all of them, or none and the list of what is wrong. Returns (taken, left).

    rows: [{"application": id or "email": address (and "job": id), question: choice by key or label}]. An address means all
    applications of that person, or that to `job`. What somebody said or took back themselves stays as it is: those are `left`.
    """
    require(actor, Action.MANAGE_SETTINGS)
    if not rows:
        raise SelfReportRefused(_("There is nothing in it."), code="empty", field="rows")
    if len(rows) > MOST_ROWS:
        raise SelfReportRefused(
            _("More than %(most)d rows. Send them in parts.") % {"most": MOST_ROWS}, code="too_many", field="rows"
        )
    questions = questions_of(settings_of(company))
    found = _applications_of(company, actor, rows)
    pairs, problems = {}, []
    for number, (row, applications) in enumerate(zip(rows, found, strict=True), 1):
        if not applications:
            problems.append(
                (
                    number,
                    "application" if row.get("application") else "email",
                    _("No application of this company is meant by it."),
                )
            )
        answers = {question.key: question.choice(row.get(question.key) or "") for question in questions}
        for question in questions:
            if answers[question.key] is None:
                problems.append(
                    (
                        number,
                        question.key,
                        _("Not one of the answers: %(all)s.") % {"all": ", ".join(label for _key, label in question.choices)},
                    )
                )
        for application in applications:
            if application.pk in pairs:
                problems.append((number, "application", _("Named twice.")))
            pairs[application.pk] = application, {key: choice for key, choice in answers.items() if choice}
    if problems:
        raise SelfReportRefused(
            _("Nothing was imported: %(count)d places need mending.") % {"count": len(problems)},
            code="rows",
            field="rows",
            problems=problems,
        )
    own = set(
        SelfReport.objects.filter(application__in=list(pairs))
        .exclude(via="import", withdrawn_at=None)
        .values_list("application_id", flat=True)
    )
    _keep([pair for pk, pair in pairs.items() if pk not in own], SelfReport.Via.IMPORT)
    publish(events.SelfReportsGiven(len(pairs) - len(own), "import"), actor=actor, subject=company)
    return len(pairs) - len(own), len(own)


def _applications_of(company, actor, rows):
    """For each row the applications that it means; three queries for all."""

    def as_id(text):
        try:
            return UUID(str(text).strip())
        except ValueError:
            return None

    ids = [as_id(row["application"]) if row.get("application") else None for row in rows]
    keys = [contact_key("email", str(row["email"])) if row.get("email") else "" for row in rows]
    mine = Application.objects.visible_to(actor)
    by_id = {}
    for start in range(0, len(ids), 500):
        by_id |= mine.in_bulk([pk for pk in ids[start : start + 500] if pk])
    people = {}
    for start in range(0, len(keys), 500):
        points = ContactPoint.objects.of(company).filter(kind="email", key__in=[key for key in keys[start : start + 500] if key])
        for key, candidate in points.values_list("key", "candidate_id"):
            people.setdefault(key, set()).add(candidate)
    of_person = {}
    wanted = list({candidate for candidates in people.values() for candidate in candidates})
    for start in range(0, len(wanted), 500):
        for one in mine.filter(candidate__in=wanted[start : start + 500]):
            of_person.setdefault(one.candidate_id, []).append(one)
    found = []
    for row, pk, key in zip(rows, ids, keys, strict=True):
        if row.get("application"):
            found.append([by_id[pk]] if pk in by_id else [])
        else:
            theirs = [one for candidate in people.get(key, ()) for one in of_person.get(candidate, ())]
            job = row.get("job")
            found.append([one for one in theirs if one.job_id == as_id(job)] if job else theirs)
    return found


# For audits


def answers_for(applications):
    """{application id: {question: choice}} of a queryset of applications: for adding up, never to be shown or logged."""
    found = {}
    rows = SelfReport.objects.filter(application__in=applications.order_by().values("pk"), withdrawn_at=None)
    for report in rows.only("application_id", "sealed").iterator(chunk_size=2000):
        if answers := report.unseal():
            found[report.application_id] = answers
    return found


SIGNS = (
    "application_id",
    "application__job_id",
    "application__job__confidential",
    "application__candidate_id",
    "application__applied_at",
    "first_at",
    "at",
    "application__moved_at",
    "application__closed_at",
)


def signs(company):
    """SIGNS of every application that ever had an answer: that and when somebody answered, never what."""
    return SelfReport.objects.of(company).values_list(*SIGNS)
