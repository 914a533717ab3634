"""What is mailed when: the company's own rules, and ours where it made none."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from jobs.models import StageType
from notifications.models import LetterKind, MailRule
from notifications.models.rules import LONGEST_DELAY

Cause = MailRule.Cause
# (cause, stage) → (letter, to the candidate, to the panel, minutes). What can hurt, or is easily done by mistake, waits a while.
OURS = {
    (Cause.APPLIED, ""): (LetterKind.APPLICATION_RECEIVED, True, False, 0),
    **{(Cause.MOVED, stage): (LetterKind.STATUS_UPDATE, False, False, 30) for stage in StageType.values},
    (Cause.MOVED, StageType.REVIEWED): (LetterKind.STATUS_UPDATE, True, False, 30),
    (Cause.MOVED, StageType.SHORTLISTED): (LetterKind.SHORTLISTED, True, False, 30),
    (Cause.REJECTED, ""): (LetterKind.REJECTION, True, False, 60),
    (Cause.OFFERED_TIMES, ""): (LetterKind.SCHEDULING_LINK, True, False, 0),
    (Cause.SCHEDULED, ""): (LetterKind.INTERVIEW_INVITATION, True, True, 0),
    (Cause.CHANGED, ""): (LetterKind.INTERVIEW_CHANGED, True, True, 0),
    (Cause.CANCELLED, ""): (LetterKind.INTERVIEW_CANCELLED, True, True, 0),
    (Cause.REMINDER, ""): (LetterKind.INTERVIEW_REMINDER, True, True, 0),
    (Cause.HELD, ""): (LetterKind.INTERVIEW_SURVEY, True, False, 60),
    (Cause.OFFER_SENT, ""): (LetterKind.OFFER, True, False, 0),
}
del OURS[Cause.MOVED, StageType.APPLIED]  # where everybody begins
ABOUT_STAGES = (LetterKind.STATUS_UPDATE, LetterKind.SHORTLISTED)  # that a move may send
WITH_PANEL = frozenset({Cause.SCHEDULED, Cause.CHANGED, Cause.CANCELLED, Cause.REMINDER})
AT_ONCE = WITH_PANEL | {Cause.OFFERED_TIMES, Cause.OFFER_SENT}  # somebody waits for it: there is no delay to choose


class RuleRefused(Refused):
    """The message is meant for the person."""


def rules_of(company):
    """{(cause, stage type): rule} for every cause; a rule that the company never touched is ours, and has no row."""
    made = {(rule.cause, rule.stage_type): rule for rule in MailRule.objects.of(company)}
    return {key: made.get(key) or _ours(company, *key) for key in OURS}


def _ours(company, cause, stage):
    letter, candidate, panel, delay = OURS[cause, stage]
    return MailRule(company=company, cause=cause, stage_type=stage, letter=letter, candidate=candidate, panel=panel, delay=delay)


def letters_for(cause):
    """Which letters a rule for that cause may send."""
    return ABOUT_STAGES if cause == Cause.MOVED else (OURS[cause, ""][0],)


@transaction.atomic
def save_rule(*, company, cause, stage_type="", **fields):
    """Change what happens for one cause. Fields: letter, candidate, panel, added, delay."""
    if (cause, stage_type) not in OURS:
        raise RuleRefused(_("There is no such rule."), code="not_found", field="cause")
    rule = MailRule.objects.of(company).filter(cause=cause, stage_type=stage_type).first() or _ours(company, cause, stage_type)
    for name, value in fields.items():
        setattr(rule, name, value)
    if rule.letter not in letters_for(cause):
        raise RuleRefused(_("That letter does not fit."), code="wrong_letter", field="letter")
    if rule.panel and cause not in WITH_PANEL:
        raise RuleRefused(_("There are no interviewers to tell."), code="no_panel", field="panel")
    if rule.added and cause != Cause.APPLIED:
        raise RuleRefused(_("Only the confirmation of an application asks who entered it."), code="not_here", field="added")
    if not 0 <= rule.delay <= LONGEST_DELAY:
        raise RuleRefused(_("A letter waits a week at most."), code="too_long", field="delay")
    if rule.delay and cause in AT_ONCE:
        raise RuleRefused(_("This one leaves at once: somebody waits for it."), code="no_delay", field="delay")
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:  # two who saved the first change at once
        raise RuleRefused(
            _("Somebody changed this rule just now. Look again."), code="changed_meanwhile", conflict=True
        ) from error
    return rule
