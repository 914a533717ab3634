"""Who of the company may see a thing: the same answer as `visible_to` gives, for all members at once."""

from django.db.models import Q

from accounts.models import Membership
from accounts.permissions import Action, Role, allowed
from collaboration.models import Interview
from jobs.models import Application, Candidate, CandidateUserPermission, Job, JobUserPermission

SEE_ALL = [role.value for role in Role if allowed(role, Action.VIEW_CANDIDATES)]


def audience(entity):
    """The active members who may see a candidate, application, job or interview, by name."""
    if isinstance(entity, Interview):
        entity = entity.application
    job = entity if isinstance(entity, Job) else entity.job if isinstance(entity, Application) else None
    candidate = entity.pk if isinstance(entity, Candidate) else entity.candidate_id if isinstance(entity, Application) else None
    people = Membership.objects.filter(company_id=entity.company_id).active()
    if job is not None and job.confidential:
        people = people.filter(
            user__in=JobUserPermission.objects.filter(content_object=job, permission__codename="view_job").values("user")
        )
    if candidate is not None:
        held = CandidateUserPermission.objects.filter(content_object=candidate, permission__codename="view_candidate")
        people = people.filter(Q(role__in=SEE_ALL) | Q(user__in=held.values("user")))
    return people.select_related("user").order_by("user__name", "pk")
