"""Every question that is asked of notices, and the one door to each."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.querysets import CompanyQuerySet
from jobs.models import Application, Candidate, Job


class NotificationQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """One's own, as long as one is a member of that company; an admin reads nobody else's."""
        if member is None:
            return self.none()
        return self.filter(company_id=member.company_id, member_id=member.pk)

    def in_app(self):
        return self.filter(in_app=True)

    def unread(self):
        return self.filter(read_at=None, in_app=True)

    def with_sight(self, member):
        """`sight`: whether the member may (still) see what a notice is about. Without it nothing is named and nothing linked."""
        seen = Q()
        for name, model in (("application", Application), ("candidate", Candidate), ("job", Job)):
            own = model.objects.visible_to(member).filter(pk=OuterRef(f"{name}_id"))
            seen &= Q(**{name: None}) | Q(Exists(own))
        return self.annotate(sight=seen)

    def with_what_is_shown(self):
        """With the rows whose names a line shows; long texts stay in the database."""
        rows = self.select_related("event", "actor__user", "application__candidate", "application__job", "candidate", "job")
        long = ["application__cover_letter", "application__rejection_note", "application__job__description", "job__description"]
        return rows.defer(*long)


class MuteQuerySet(QuerySet):
    def visible_to(self, member):
        """One's own."""
        return self.none() if member is None else self.filter(member_id=member.pk)
