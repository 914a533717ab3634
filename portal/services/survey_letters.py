"""The letter that asks a candidate how an interview was: once for each, unless the company's rules or the person say no."""

import math

from django.urls import reverse
from django.utils import timezone

from accounts.mail import absolute
from collaboration.models import Interview
from notifications.models import LetterKind, MailRule
from notifications.services import correspondence, outbox


def key_of(interview_id):
    return f"survey:{interview_id}"


def ask(*, interview_id, happened_at, actor=None):
    """Queue the letter, or None. It leaves when the interview is over and the rule's delay has passed."""
    now = timezone.now()
    interview = (
        Interview.objects.filter(pk=interview_id, state=Interview.State.DONE, company__suspended_at=None, survey=None)
        .select_related(*correspondence.OF_INTERVIEW)
        .first()
    )
    if interview is None or interview.ends_at is None or happened_at < now - correspondence.STALE:
        return None
    desk = correspondence.Desk()
    rule = desk.rule(interview.company, MailRule.Cause.HELD)
    if not rule.candidate:
        return None
    left = max(0, math.ceil((interview.ends_at - now).total_seconds() / 60))  # of an interview that was closed early
    return correspondence.to_candidate(
        desk,
        kind=LetterKind.INTERVIEW_SURVEY,
        application=interview.application,
        key=key_of(interview.pk),
        actor=actor,
        delay=left + rule.delay,
        link=absolute(reverse("portal:survey", args=[interview.pk])),
    )


def call_back(*, interview_id, company, actor=None):
    outbox.call_back(company=company, keys=[key_of(interview_id)], actor=actor)
