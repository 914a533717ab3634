"""Who else looks at a board or an application now."""

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from accounts import live, presence
from accounts.guard import needs
from accounts.models import Membership
from collaboration.services.board import tint_of

KINDS = ("job", "application", "boards")
SHOWN = 6


@require_GET
@needs()
def looking(request, kind, pk):
    """The other members whose page is open on it, as pictures; the page joins the topic by what it gets here."""
    topic = f"{presence.PREFIX}{kind}:{pk}"
    if kind not in KINDS or not live.may_join(request.member, topic):
        raise Http404
    members = Membership.objects.visible_to(request.member).active().exclude(pk=request.member.pk).order_by("user__name", "pk")
    names = dict(members.values_list("pk", "user__name"))
    here = presence.here(topic, names)
    people = [{"name": names[pk], "tint": tint_of(pk)} for pk in here[:SHOWN]]
    context = {"people": people, "more": max(0, len(here) - SHOWN), "topic": topic}
    return render(request, "collaboration/_presence.html", context)


urlpatterns = [path("presence/<slug:kind>/<uuid:pk>/", looking, name="presence")]
