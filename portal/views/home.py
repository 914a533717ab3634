"""What a candidate sees first: where their applications stand, and what is next."""

from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from collaboration.models import Interview
from collaboration.services.booking import link
from portal.doors import for_the_person, page
from portal.services import requests, surveys
from portal.services import standing as stand
from portal.services.timeline import timeline


def mine(request, pk):
    """The person's own application as they may read it, or 404; and the looks it is read by."""
    application = stand.of_person(request.user).filter(pk=pk).first()
    if application is None:
        raise Http404
    looks = stand.looks_of([application])
    return stand.standing(application, looks), looks


def upcoming(rows, now=None):
    """Interviews that wait for a choice, and those to come, soonest first; each with its booking page."""
    now = now or timezone.now()
    rows = rows.filter(state__in=["offered", "scheduled"]).exclude(state="scheduled", ends_at__lte=now)
    rows = rows.select_related("company", "application__job", "application__post").order_by("starts_at", "pk")[:50]
    return [{"interview": one, "url": link(one), "title": stand.title_of(one.application)} for one in rows]


@for_the_person
@require_GET
def home(request):
    """All applications, running ones first, and the next interview."""
    context = {
        "standings": stand.standings(request.user),
        "interviews": upcoming(Interview.objects.of_person(request.user)),
        "surveys": surveys.open_for(request.user)[:3],
    }
    return page(request, "portal/home.html", "home", context)


@for_the_person
@require_GET
def application(request, pk):
    """One application: where it stands, what happened, what is to be done."""
    told, looks = mine(request, pk)
    context = {
        "standing": told,
        "application": told.application,
        "timeline": timeline(told.application, looks),
        "interviews": upcoming(Interview.objects.of_person(request.user).filter(application=told.application)),
        "advert": advert(told.application),
        "surveys": surveys.open_for(request.user).filter(application=told.application),
        **requests.options(told),
    }
    return page(request, "portal/application.html", "home", context)


def advert(application):
    """The advert that the person answered, else one that was public; None for a search that never was."""
    if application.post_id:
        return application.post
    return application.job.posts.exclude(published_at=None).filter(unpublished_at=None).first()


urlpatterns = [path("me/", home, name="home"), path("me/applications/<uuid:pk>/", application, name="application")]
