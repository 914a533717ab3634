"""Mail: who may see which, and what is to be sent."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.permissions import Action
from accounts.querysets import CompanyQuerySet
from jobs import blind
from jobs.models import Application, Candidate


def _seen(model, member, name):
    return Exists(model.objects.visible_to(member).filter(pk=OuterRef(name)))


def _about_seen_people(member):
    """Of visible applications, or of visible people where no application is named; nobody who is reviewed blind."""
    seen = _seen(Application, member, "application_id") | Q(application=None) & _seen(Candidate, member, "candidate_id")
    hidden = blind.covered_for(member)
    return seen & ~Q(candidate_id__in=hidden) & ~Q(application__candidate_id__in=hidden) if hidden else seen


class MessageQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """One's own; those about people one sees, for whom the table lets see candidates at large (letters name pay).

        Admins also see that a mail went to a colleague, not what it said (`services/outbox.py`: `may_read`).
        """
        if member is None:
            return self.none()
        mine = Q(member=member)
        if member.can(Action.VIEW_CANDIDATES):
            mine |= _about_seen_people(member)
        if member.can(Action.MANAGE_SETTINGS):
            mine |= Q(candidate=None, application=None)
        return self.filter(company_id=member.company_id).filter(mine)

    def due(self, now=None):
        return self.filter(state="queued", due_at__lte=now or timezone.now())

    def lost(self, now=None):
        """Whose worker did not come back."""
        return self.filter(state="sending", leased_until__lte=now or timezone.now())

    def not_left(self):
        return self.filter(state__in=["queued", "kept"])


class OfMessageQuerySet(QuerySet):
    """For rows that belong to a mail and are seen with it."""

    def visible_to(self, member):
        from notifications.models import Message

        return self.none() if member is None else self.filter(_seen(Message, member, "message_id"))


class SuppressionQuerySet(QuerySet):
    def visible_to(self, member):
        """The company's own, and dead addresses that the company wrote to; who may not see candidates sees none."""
        from notifications.models import Message

        if member is None or not member.can(Action.VIEW_CANDIDATES):
            return self.none()
        written = Message.objects.filter(company_id=member.company_id, to_email=OuterRef("address"))
        return self.filter(Q(company_id=member.company_id) | Q(company=None) & ~Q(address="") & Exists(written))

    def of(self, company):
        return self.filter(company=company)

    def running(self):
        return self.filter(lifted_at=None)


class ReceivedQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Answers of people one sees; a member's own is a comment, seen there."""
        if member is None or not member.can(Action.VIEW_CANDIDATES):
            return self.none()
        return self.filter(company_id=member.company_id).filter(_about_seen_people(member))
