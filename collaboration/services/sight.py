"""An interviewer sees whom they work with: acts give sight, and take back only what they gave."""

from django.utils.translation import gettext as _

from accounts.refusal import Refused
from jobs.models import Candidate, Job
from jobs.services.candidates import assign_sight, end_sight

reasons = []  # function(candidate_id, member) -> queryset of rows with `gave_sight` that still speak for it


def reason(rows):
    """Name a kind of work that keeps somebody in sight."""
    reasons.append(rows)
    return rows


def check_job(job_id, member):
    """A confidential job's people can't be given to somebody off its team."""
    if job_id and not Job.objects.visible_to(member).filter(pk=job_id).exists():
        raise Refused(
            _("%(name)s is not on the hiring team of this confidential job. Add them there first.") % {"name": member.name},
            code="not_on_team",
            field="member",
        )


def give(candidate, member, actor):
    """Let the member see the candidate; returns whether that was needed."""
    if Candidate.objects.visible_to(member).filter(pk=candidate.pk).exists():
        return any(rows(candidate.pk, member).filter(gave_sight=True).exists() for rows in reasons)
    assign_sight(candidate=candidate, member=member, actor=actor)
    return True


def take_back(candidate, member, actor, gave):
    """End what was given, unless other work still speaks for it. Call it after the work has ended."""
    if gave and not any(rows(candidate.pk, member).filter(gave_sight=True).exists() for rows in reasons):
        end_sight(candidate=candidate, member=member, actor=actor)
