"""Every question that is asked of jobs, candidates and applications, and the one door to each."""

from datetime import timedelta

from django.db import connection, models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.permissions import Action
from accounts.querysets import CompanyQuerySet
from jobs import blind

CONSENT_ENDS_SOON = timedelta(days=30)


def permitted(member, permission):
    """Ids of the rows on which the member holds an object permission, as a subquery. permission: view_job or view_candidate.

    Asked of guardian's own tables: its shortcut builds the same question some ten times as slowly, and every list asks it.
    """
    from jobs.models import CandidateUserPermission, JobUserPermission

    held = {"view_job": JobUserPermission, "view_candidate": CandidateUserPermission}[permission]
    return held.objects.filter(user=member.user_id, permission__codename=permission).values("content_object")


def open_or_team(member, job="job__"):
    """Not confidential, or the member is on the hiring team."""
    return Q(**{f"{job}confidential": False}) | Q(**{f"{job}pk__in": permitted(member, "view_job")})


def consent_is(state, of=""):
    """A consent that is valid, ending soon, over, or was never noted (none); `of`: the way to the candidate."""
    today, until = timezone.localdate(), f"{of}consent_until"
    soon = today + CONSENT_ENDS_SOON
    return {
        "valid": Q(**{f"{until}__gt": soon}),
        "ending": Q(**{f"{until}__gte": today, f"{until}__lte": soon}),
        "over": Q(**{f"{until}__lt": today}),
        "none": Q(**{until: None}),
    }[state]


class JobQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """The company's jobs; confidential ones only for their hiring team, whatever the role."""
        if member is None or not member.can(Action.VIEW_JOBS):
            return self.none()
        return self.filter(company_id=member.company_id).filter(open_or_team(member, job=""))

    def open(self):
        return self.filter(status="open", is_template=False)


class OfJobQuerySet(models.QuerySet):
    """For rows that belong to a job and are seen with it."""

    def visible_to(self, member):
        if member is None:
            return self.none()
        return self.filter(job__company_id=member.company_id).filter(open_or_team(member))


class JobPostQuerySet(CompanyQuerySet):
    def public_once(self, today):
        """What the public may know to exist or to have existed: published posts for everybody of jobs that are not confidential."""
        begun = Q(job__opens_on=None) | Q(job__opens_on__lte=today)
        return self.filter(
            begun, audience="public", published_at__isnull=False, job__is_template=False, job__confidential=False
        ).exclude(job__status="draft")

    def public_now(self, today):
        """What the public may read and apply to. today: where the company is."""
        lasting = Q(job__closes_on=None) | Q(job__closes_on__gte=today)
        return self.public_once(today).filter(lasting, unpublished_at=None, job__status="open")

    def visible_to(self, member):
        return super().visible_to(member) if member is None else super().visible_to(member).filter(open_or_team(member))


class CandidateQuerySet(CompanyQuerySet):
    def of_person(self, user):
        """A person's own door, as `visible_to` is a member's: what companies know of whoever has proven the address."""
        if user is None or not user.is_authenticated:
            return self.none()
        return self.filter(person=user, merged_into=None, company__suspended_at=None)

    def visible_to(self, member):
        """All candidates of the company for those whose role sees them, else only those assigned by permission."""
        if member is None:
            return self.none()
        mine = self.filter(company_id=member.company_id, merged_into=None)
        if member.can(Action.VIEW_CANDIDATES):
            return mine
        return mine.filter(pk__in=permitted(member, "view_candidate"))

    def may_be_suggested(self, today=None):
        """Neither their consent nor the time for which we may keep them has run out."""
        today = today or timezone.localdate()
        return self.exclude(consent_until__lt=today).exclude(keep_until__lt=today)

    def search(self, text):
        """Those whose name, skills or résumé text match all words of `text`; the last word may be unfinished."""
        from jobs.services.search import matching_ids

        if not (text and text.strip()):
            return self
        found = self.filter(pk__in=matching_ids(text, connection.vendor))
        return (
            found.exclude(pk__in=hidden) if (hidden := blind.covered()) else found
        )  # a name that is found is a name that is told


class ResumeQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Résumés of visible candidates; those that are nobody's yet, unless they came for a job that the member may not see."""
        if member is None:
            return self.none()
        from jobs.models import Candidate

        mine = self.filter(company_id=member.company_id)
        if member.can(Action.VIEW_CANDIDATES):
            return mine.filter(~Q(candidate=None) | Q(job=None) | open_or_team(member))
        return mine.filter(candidate__in=Candidate.objects.visible_to(member))

    def with_job_seen_by(self, member):
        """`job_seen`: whether the member may know which job and batch the file came for."""
        if member is None:
            return self.annotate(job_seen=Value(False))
        from jobs.models import Intake, Job

        jobs, batches = Job.objects.visible_to(member), Intake.objects.visible_to(member)
        seen = Q(job=None) | Q(job__in=jobs.values("pk"))
        seen &= Q(intake=None) | Q(intake__in=batches.values("pk"))
        return self.annotate(job_seen=Case(When(seen, then=True), default=False))


class ApplicationQuerySet(CompanyQuerySet):
    def of_person(self, user):
        """The person's own applications, in whatever company."""
        if user is None or not user.is_authenticated:
            return self.none()
        return self.filter(candidate__person=user, candidate__merged_into=None, company__suspended_at=None)

    def visible_to(self, member):
        """Applications to visible jobs by visible candidates."""
        if member is None:
            return self.none()
        mine = self.filter(company_id=member.company_id, candidate__merged_into=None).filter(open_or_team(member))
        if member.can(Action.VIEW_CANDIDATES):
            return mine
        return mine.filter(candidate__in=permitted(member, "view_candidate"))

    def to_jobs_seen_by(self, member):
        """For applications of candidates who are known to be visible: only the jobs are left to ask about."""
        return self.filter(open_or_team(member))

    def by_people_seen_by(self, member):
        """For applications to jobs that are known to be visible: only the people are left to ask about."""
        if member.can(Action.VIEW_CANDIDATES):
            return self
        return self.filter(candidate__in=permitted(member, "view_candidate"))

    def active(self):
        return self.filter(status="active")

    def ranked(self):
        """Best match first; not yet scored last; ties by id."""
        return self.order_by(models.F("match_score").desc(nulls_last=True), "pk")

    def for_list(self):
        """With what a line of a list shows; long texts and other people's JSON stay in the database until asked for."""
        long = ["cover_letter", "rejection_note", "job__description", "job__custom", "candidate__custom", "candidate__top_skills"]
        return self.select_related("candidate", "job", "stage", "source").defer(*long)

    def with_names(self):
        """`job_title`, `candidate_name`, `stage_name` and `stage_type` as plain values: whole rows of three more models take longer."""
        return self.annotate(
            job_title=F("job__title"),
            candidate_name=F("candidate__name"),
            stage_name=F("stage__name"),
            stage_type=F("stage__type"),
        )


class StageChangeQuerySet(models.QuerySet):
    def visible_to(self, member):
        from jobs.models import Application

        seen = Application.objects.visible_to(member).filter(pk=OuterRef("application_id"))
        return self.none() if member is None else self.filter(company_id=member.company_id).filter(Exists(seen))


class IntakeQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Batches for no job or for a visible one."""
        if member is None:
            return self.none()
        return super().visible_to(member).filter(Q(job=None) | open_or_team(member))


class TrackingLinkQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Links to no job or to a visible one."""
        if member is None:
            return self.none()
        return super().visible_to(member).filter(Q(job=None) | open_or_team(member))


class IntakeRowQuerySet(models.QuerySet):
    def visible_to(self, member):
        from jobs.models import Intake

        return self.none() if member is None else self.filter(intake__in=Intake.objects.visible_to(member))


class SavedViewQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """The member's own views and those that colleagues share."""
        if member is None:
            return self.none()
        return super().visible_to(member).filter(Q(member=member) | Q(shared=True))


class OfferQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Offers of visible applications, for whom the table lets see candidates at large; interviewers see no pay."""
        if member is None or not member.can(Action.VIEW_CANDIDATES):
            return self.none()
        from jobs.models import Application

        seen = Application.objects.visible_to(member).filter(pk=OuterRef("application_id"))
        return self.filter(company_id=member.company_id).filter(Exists(seen))


class ApprovalQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Approvals of visible jobs and offers, and those that the member is asked for."""
        if member is None:
            return self.none()
        from jobs.models import Job, Offer

        jobs = Job.objects.visible_to(member).filter(pk=OuterRef("job_id"))
        offers = Offer.objects.visible_to(member).filter(pk=OuterRef("offer_id"))
        return self.filter(company_id=member.company_id).filter(Q(member=member) | Exists(jobs) | Exists(offers))

    def waiting(self):
        return self.filter(state="waiting")

    def for_list(self):
        return self.select_related(
            "job",
            "offer__application__job",
            "offer__application__candidate",
            "member__user",
            "asked_by__user",
            "decided_by__user",
        )


class TalentPoolQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """The company's pools, for whom the table lets see candidates at large."""
        if member is None or not member.can(Action.VIEW_CANDIDATES):
            return self.none()
        return super().visible_to(member)

    def with_people(self):
        """`people`: how many lie in each now."""
        return self.annotate(people=Count("places", filter=Q(places__left_at=None)))


class PoolPlaceQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Who lies in a pool now, for whom the table lets see candidates at large."""
        if member is None or not member.can(Action.VIEW_CANDIDATES):
            return self.none()
        return super().visible_to(member).filter(left_at=None, candidate__merged_into=None)


class RejectionDraftQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Drafts for visible applications."""
        if member is None:
            return self.none()
        from jobs.models import Application

        seen = Application.objects.visible_to(member).filter(pk=OuterRef("application_id"))
        return self.filter(company_id=member.company_id).filter(Exists(seen))

    def waiting(self):
        """To be sent or discarded: of people who still run."""
        return self.filter(state="waiting", application__status="active")
