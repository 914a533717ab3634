"""Two people under one set of rules, line by line; and finding somebody by what one remembers of them."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.guard import needs
from accounts.permissions import Action
from jobs.models import Application, Candidate
from jobs.views.jobs import get_job, job_frame
from matching.services import comparing
from matching.services.configs import rules_of
from matching.services.features import taxonomy_of
from matching.services.versions import revision_of
from matching.views.desk import uuid_of

FOUND = 8


@require_GET
@needs(Action.VIEW_JOBS)
def job_compare(request, pk):
    """Why one of two people stands above the other for a job (?candidates=…&candidates=…, or both with a comma); any two whom the member sees."""
    job = get_job(request, pk)
    asked = ",".join(request.GET.getlist("candidates"))
    chosen = chosen_people(request.member, asked)
    version, known = rules_of(job), taxonomy_of(job.company_id)
    context = job_frame(request, job, "job") | {
        "chosen": chosen,
        "version": version,
        "own": revision_of(version, job).startswith("own"),
    }
    if len(chosen) == 2:
        context["standing"] = found = comparing.standing(chosen, job, version.body, known)
        applications = Application.objects.visible_to(request.member).filter(job=job, candidate__in=chosen)
        context["applications"] = dict(applications.values_list("candidate_id", "pk"))
        if found:
            context["sides"] = [
                {"person": person, "told": told, "application": context["applications"].get(person.pk)}
                for person, told in (found.upper, found.lower)
            ]
    found_by = request.GET.get("q", "").strip()[:80]
    context |= {
        "q": found_by,
        "too_many": len(set(asked.split(","))) > 2,
        "people": _found(request.member, found_by, without=chosen) if found_by else [],
    }
    return render(request, "matching/compare.html", context, status=200)


def chosen_people(member, text):
    """At most two Candidates by their ids, in the order given; who is not visible is not there (404)."""
    ids = list(dict.fromkeys(uuid_of(one.strip()) for one in text.split(",") if one.strip()))[:2]
    rows = Candidate.objects.visible_to(member).only("pk", "name", "headline")
    return [get_object_or_404(rows, pk=one) for one in ids]


@require_GET
@needs()
def people_found(request):
    """People like what is being typed, as JSON [{"key", "name"}] for a field that proposes."""
    rows = _found(request.member, request.GET.get("q", "")[:80])
    return JsonResponse(
        [
            {
                "key": str(one.pk),
                "name": _("%(name)s · %(headline)s") % {"name": one.name, "headline": one.headline} if one.headline else one.name,
            }
            for one in rows
        ],
        safe=False,
    )


def _found(member, text, without=()):
    if not text.strip():
        return []
    rows = Candidate.objects.visible_to(member).search(text).exclude(pk__in=[one.pk for one in without])
    return list(rows.only("pk", "name", "headline").order_by("name", "pk")[:FOUND])


urlpatterns = [
    path("jobs/<uuid:pk>/compare/", job_compare, name="job_compare"),
    path("scoring/people/", people_found, name="people_found"),
]
