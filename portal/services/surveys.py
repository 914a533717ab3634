"""How interviews were for candidates. A company reads averages, and single answers, only in fives: from the difference between
two averages, or from a number of one, nobody can tell who said what."""

from collections import Counter

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import SYSTEM, publish
from accounts.refusal import Refused
from collaboration.models import Interview
from portal import events
from portal.models import Survey

FEWEST = 5
ASKED = ("process", "interviewer", "culture")


class SurveyRefused(Refused):
    """The message is meant for the person."""


def open_for(user, now=None):
    """Interviews that took place and of which the person has said nothing yet."""
    rows = Interview.objects.of_person(user).filter(state="done", ends_at__lte=now or timezone.now(), survey=None)
    return rows.select_related("company", "application__job", "application__post").order_by("-ends_at", "pk")


@transaction.atomic
def give(*, interview, user, stars, comment=""):
    """Say how it was, once. The event names neither the person nor the interview."""
    if not open_for(user).filter(pk=interview.pk).exists():
        raise SurveyRefused(_("You have said how this interview was, or it has not taken place."), code="over", conflict=True)
    if any(stars.get(name) not in range(1, 6) for name in ASKED):
        raise SurveyRefused(_("Give each one to five stars."), code="required", field=ASKED[0])
    try:
        with transaction.atomic():
            made = Survey.objects.create(
                company_id=interview.company_id, interview=interview, comment=comment.replace("\x00", "").strip()[:2000], **stars
            )
    except IntegrityError as error:
        raise SurveyRefused(_("You have said how this interview was already."), code="over", conflict=True) from error
    publish(events.SurveyAnswered(), actor=SYSTEM, subject=interview.company)
    return made


def added_up(company):
    """{"answers": how many are counted, "averages": {…}, "spread": {…}, "comments": […]} of whole fives; two queries at most."""
    count = Survey.objects.of(company).count()
    whole = count - count % FEWEST
    if not whole:
        return {"answers": 0, "waiting": count > 0}
    rows = list(Survey.objects.of(company).order_by("pk").values(*ASKED, "comment")[:whole])
    spread = {name: Counter(row[name] for row in rows) for name in ASKED}
    return {
        "answers": whole,
        "waiting": count > whole,
        "averages": {name: round(sum(row[name] for row in rows) / whole, 1) for name in ASKED},
        "spread": {
            name: [(stars, found[stars], round(100 * found[stars] / whole)) for stars in range(5, 0, -1)]
            for name, found in spread.items()
        },
        "comments": sorted(row["comment"] for row in rows if row["comment"]),  # by their letters: when they came tells nothing
    }
