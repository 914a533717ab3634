"""Which open jobs fit a person, and adding somebody known to a job at a click."""

from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Candidate, Job
from jobs.views.replies import said
from matching.services.fitting import add_known, jobs_that_fit

SHOWN = 5
LEAST = 30  # points: below it a job is no suggestion


@require_GET
@needs(Action.VIEW_JOBS)
def fitting_jobs(request, pk):
    """The open jobs that fit this person best, each with what speaks for it."""
    rows = Candidate.objects.visible_to(request.member).select_related("company")
    candidate = get_object_or_404(rows, pk=pk)
    fitting = jobs_that_fit(candidate, request.member, SHOWN, LEAST)
    lines = [(fit, *reason_of(fit.why)) for fit in fitting.fits]
    return render(request, "matching/_fitting_jobs.html", {"candidate": candidate, "fitting": fitting, "lines": lines})


def reason_of(why):
    """(skills asked for that are there, skills that are missing), in names."""
    skills = [line for line in why.lines if line.criterion.startswith("skill:")]
    return [line.label for line in skills if line.state == "met"], [line.label for line in skills if line.state == "missing"]


@require_POST
@needs(Action.MOVE_APPLICATION)
def add_to_job(request, pk, candidate_id):
    """Enter somebody whom the company knows into a job."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=candidate_id)
    back = reverse("jobs:job", args=[pk])
    try:
        add_known(job=job, candidate=candidate, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    words = _("%(name)s is added to “%(job)s”.") % {"name": candidate.name, "job": job.title}
    return said(request, words, back=back, **{"applications:changed": True, "known:added": True})


urlpatterns = [
    path("candidates/<uuid:pk>/fitting-jobs/", fitting_jobs, name="fitting_jobs"),
    path("jobs/<uuid:pk>/known/<uuid:candidate_id>/add/", add_to_job, name="add_known"),
]
