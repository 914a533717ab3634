from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone


class CompanyQuerySet(models.QuerySet):
    """For models that carry `company`; `visible_to` is the one door for pages, API, sockets and exports."""

    def of(self, company):
        return self.filter(company=company)

    def visible_to(self, member):
        """The rows of the member's company; none for nobody (signed out, or the schema generator)."""
        return self.none() if member is None else self.filter(company_id=member.company_id)


class MembershipQuerySet(CompanyQuerySet):
    def active(self):
        """Those who can act: not deactivated, not blocked, the company not suspended."""
        return self.filter(deactivated_at=None, company__suspended_at=None, user__is_active=True)

    def called(self, text):
        """Whose name, handle or address has `text` in it."""
        text = text.replace("\x00", "").strip().removeprefix("@")
        if not text:
            return self
        return self.filter(Q(user__name__icontains=text) | Q(handle__icontains=text) | Q(user__email__icontains=text))

    def admins(self):
        return self.filter(role="admin", deactivated_at=None)


class InvitationQuerySet(CompanyQuerySet):
    def open(self):
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def pending(self):
        """Neither accepted nor revoked; some may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def to_mail(self, now=None):
        """Open, not mailed yet, and no task is at it."""
        now = now or timezone.now()
        return self.open().filter(mailed_at=None).filter(Q(mail_leased_until=None) | Q(mail_leased_until__lte=now))


class AsText(Cast):
    """An id as `subject_id` of an event has it; SQLite keeps UUIDs without their dashes."""

    def __init__(self, expression):
        super().__init__(expression, models.CharField(max_length=36))

    def as_sqlite(self, compiler, connection, **context):
        inner = self.source_expressions[0]
        if not isinstance(inner.output_field, models.UUIDField):
            return super().as_sqlite(compiler, connection, **context)
        sql, params = compiler.compile(inner)
        parts = [f"substr({sql}, {start}, {length})" for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
        return " || '-' || ".join(parts), params * 5


# function(member) -> {label of a model: queryset of its rows that the member may not see}; apps add theirs in AppConfig.ready().
not_to_see = []


class EventQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """What happened in the company, but for what happened to rows that the member may not see."""
        rows = super().visible_to(member)
        for hidden in not_to_see if member is not None else ():
            for label, kept in hidden(member).items():
                rows = rows.exclude(
                    subject_type=label, subject_id__in=kept.order_by().annotate(as_text=AsText("pk")).values("as_text")
                )
        return rows

    def about(self, subject):
        """What happened to one row, oldest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("pk")

    def due(self, now=None):
        """Rows that a crash or a failing handler left behind and that may be tried (again)."""
        now = now or timezone.now()
        return self.filter(handled_at=None).filter(Q(try_at=None) | Q(try_at__lte=now))
