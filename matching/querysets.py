from django.db import models
from django.db.models import Q

from accounts.permissions import Action
from accounts.querysets import CompanyQuerySet


class FactQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Facts about candidates whom the member may see."""
        if member is None:
            return self.none()
        from jobs.models import Candidate

        return super().visible_to(member).filter(candidate__in=Candidate.objects.visible_to(member))

    def standing(self):
        """What counts: not taken out by a person, not replaced by a newer résumé."""
        return self.filter(removed_at=None)


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, member):
        from jobs.models import Resume

        return self.filter(resume__in=Resume.objects.visible_to(member))


class WaiverQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        if member is None:
            return self.none()
        from jobs.models import Application

        return super().visible_to(member).filter(application__in=Application.objects.visible_to(member))

    def standing(self):
        return self.filter(ended_at=None)


class OfJobQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """What belongs to jobs that the member may see."""
        if member is None:
            return self.none()
        from jobs.models import Job

        return super().visible_to(member).filter(job__in=Job.objects.visible_to(member))


class ScoringConfigQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """The company's default and the configs of visible jobs."""
        if member is None:
            return self.none()
        from jobs.models import Job

        return super().visible_to(member).filter(Q(job=None) | Q(job__in=Job.objects.visible_to(member)))


class MatchQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        if member is None:
            return self.none()
        from jobs.models import Candidate, Job

        seen = super().visible_to(member).filter(job__in=Job.objects.visible_to(member))
        return seen.filter(candidate__in=Candidate.objects.visible_to(member))


class BacktestQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """For those who see candidates: backtests of jobs that they may see, every one of them."""
        if member is None or not member.can(Action.VIEW_CANDIDATES):
            return self.none()
        from jobs.models import Job
        from jobs.querysets import open_or_team

        hidden = Job.objects.of(member.company).exclude(open_or_team(member, job=""))
        return super().visible_to(member).exclude(job__in=hidden).exclude(jobs__in=hidden)

    def unfinished(self):
        return self.filter(state__in=["waiting", "running"])


class ReplayQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Those of visible backtests whose application the member may see."""
        if member is None:
            return self.none()
        from jobs.models import Application
        from matching.models import Backtest

        seen = self.filter(backtest__in=Backtest.objects.visible_to(member))
        return seen.filter(application__in=Application.objects.visible_to(member))


class ExperimentQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Those on jobs that the member may see."""
        if member is None:
            return self.none()
        from jobs.models import Job

        return super().visible_to(member).filter(job__in=Job.objects.visible_to(member))

    def active(self):
        """In shadow or running: at most one a job."""
        return self.filter(state__in=["shadow", "running"])


class RecordGrowsOnly(TypeError):
    """The decision record can't be changed or cut: what was wrong is set right by another entry."""


class DecisionQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Entries about visible jobs and visible people; of a deleted job, whose team is not known any more, none.

        Who was erased has no row left to ask for; their entries are seen by those who see all candidates.
        """
        if member is None:
            return self.none()
        from jobs.models import Job
        from jobs.querysets import permitted

        mine = super().visible_to(member).filter(Q(job_id=None) | Q(job_id__in=Job.objects.visible_to(member).values("pk")))
        if member.can(Action.VIEW_CANDIDATES):
            return mine
        return mine.filter(candidate_id__in=permitted(member, "view_candidate"))

    def update(self, **kwargs):
        raise RecordGrowsOnly

    def bulk_update(self, *args, **kwargs):
        raise RecordGrowsOnly

    def delete(self):
        raise RecordGrowsOnly


class AuditQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Audits of visible jobs and of the whole company: all for those who may make them, published ones for who sees analytics."""
        if member is None:
            return self.none()
        from jobs.models import Job

        seen = super().visible_to(member).filter(Q(job=None) | Q(job__in=Job.objects.visible_to(member)))
        if member.can(Action.CONFIGURE_SCORING):
            return seen
        return seen.exclude(published_at=None) if member.can(Action.VIEW_ANALYTICS) else self.none()
