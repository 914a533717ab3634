"""Every question that is asked of the team's work, and the one door to each."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.querysets import CompanyQuerySet
from jobs.models import Application, Candidate, Job


def _seen(model, member, name):
    """The row that `name` points to is visible to the member."""
    return Exists(model.objects.visible_to(member).filter(pk=OuterRef(name)))


class AssignmentQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Those of visible applications, and of visible people where no application is named."""
        if member is None:
            return self.none()
        of_person = Q(application=None) & _seen(Candidate, member, "candidate_id")
        return self.filter(company_id=member.company_id).filter(_seen(Application, member, "application_id") | of_person)

    def running(self):
        return self.filter(ended_at=None)


class TaskQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """One's own, and those about things that one sees."""
        if member is None:
            return self.none()
        about = _seen(Application, member, "application_id")
        about |= Q(application=None) & (_seen(Candidate, member, "candidate_id") | _seen(Job, member, "job_id"))
        return self.filter(company_id=member.company_id).filter(Q(member=member) | Q(by=member) | about)

    def to_do(self):
        """Not done; what is due first comes first, what has no day last."""
        return self.filter(done_at=None).order_by(F("due_at").asc(nulls_last=True), "pk")


class PlanQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """The company's plans, and those of visible jobs."""
        if member is None:
            return self.none()
        return self.filter(company_id=member.company_id).filter(Q(job=None) | _seen(Job, member, "job_id"))


class InterviewQuerySet(CompanyQuerySet):
    def of_person(self, user):
        """The person's own interviews, in whatever company; none before it is theirs to know of."""
        return self.filter(application__in=Application.objects.of_person(user)).exclude(state="to_schedule")

    def visible_to(self, member):
        """Interviews of visible applications; who sits in one sees the application (services/sight.py)."""
        if member is None:
            return self.none()
        return self.filter(company_id=member.company_id).filter(_seen(Application, member, "application_id"))


class OfInterviewQuerySet(QuerySet):
    """For rows that belong to an interview and are seen with it."""

    def visible_to(self, member):
        from collaboration.models import Interview

        return self.none() if member is None else self.filter(_seen(Interview, member, "interview_id"))


class SlotQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Those of visible interviews and of visible jobs."""
        from collaboration.models import Interview

        if member is None:
            return self.none()
        own = self.filter(company_id=member.company_id)
        return own.filter(_seen(Interview, member, "interview_id") | Q(interview=None) & _seen(Job, member, "job_id"))

    def offered_to(self, interview):
        """Those that are meant for an interview: its own, and its job's for its kit."""
        shared = Q(interview=None, job_id=interview.application.job_id) & (Q(kit=None) | Q(kit_id=interview.kit_id))
        return self.filter(Q(interview=interview) | shared, company_id=interview.company_id)

    def open(self, now=None):
        """Not taken, not withdrawn, not too late."""
        now = now or timezone.now()
        return self.filter(taken_by=None, withdrawn_at=None, offered_until__gt=now, starts_at__gt=now)

    def free_for(self, interview):
        """Those at which everybody who is required in the interview has nothing else."""
        from collaboration.models import BusyTime, Panelist

        required = Panelist.objects.filter(interview=interview, required=True).values("member")
        busy = BusyTime.objects.filter(member__in=required, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
        return self.filter(~Exists(busy.exclude(interview=interview)))


class TimeChangeQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        from collaboration.models import Interview

        if member is None:
            return self.none()
        return self.filter(company_id=member.company_id).filter(_seen(Interview, member, "interview_id"))

    def running(self):
        """Asked for and not decided, or approved and no other time chosen yet."""
        return self.filter(state__in=["asked", "approved"])


class ScorecardQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """One's own; colleagues' once they are sent, and, for who owes a card of the same interview, once one's own is sent."""
        from collaboration.models import Interview, Panelist, Scorecard

        if member is None:
            return self.none()
        rows = self.filter(company_id=member.company_id).filter(_seen(Interview, member, "interview_id"))
        owes = Panelist.objects.filter(interview=OuterRef("interview_id"), member=member)
        sent = Scorecard.objects.filter(interview=OuterRef("interview_id"), member=member).exclude(submitted_at=None)
        return rows.filter(Q(member=member) | Q(submitted_at__isnull=False) & (~Exists(owes) | Exists(sent)))

    def sent(self):
        return self.exclude(submitted_at=None)


class CommentQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Comments about what the member sees; private threads only for who began them and whom they mention."""
        from collaboration.models import ENTITIES, Comment, Mention

        if member is None:
            return self.none()
        about = Q()
        for name, model in ENTITIES.items():
            about |= Q(**{f"{name}__isnull": False}) & _seen(model, member, f"{name}_id")
        root = OuterRef("parent_id")
        called = Mention.objects.filter(member=member)
        mine = Q(author=member) | Q(Exists(called.filter(comment=OuterRef("pk"))))
        mine |= Q(Exists(Comment.objects.filter(pk=root, author=member))) | Q(Exists(called.filter(comment=root)))
        mine |= Q(Exists(called.filter(comment__parent=root))) | Q(Exists(called.filter(comment__parent=OuterRef("pk"))))
        return self.filter(company_id=member.company_id).filter(about).filter(Q(private=False) | mine)


class AttachmentQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        from collaboration.models import Comment

        return super().visible_to(member).filter(_seen(Comment, member, "comment_id")) if member else self.none()
