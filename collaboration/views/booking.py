"""What a candidate opens: choose a time, ask for another, call it off. The link is the key; nobody signs in."""

from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_ratelimit.core import is_ratelimited

from accounts.addresses import client_address
from accounts.places import time_zones
from accounts.refusal import Refused
from collaboration.models import Slot, TimeChange
from collaboration.services import availability, booking

MOST_SHOWN = 60


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def book(request, token):
    """The booking page of one interview. What it refuses it says on the page itself, with what is still free."""
    if is_ratelimited(request, group="collaboration.book", key=client_address, rate="120/h", increment=True):
        return _private(render(request, "collaboration/booking_gone.html", {"too_often": True}, status=429))
    interview = booking.by_token(token)
    if interview is None:
        return _private(render(request, "collaboration/booking_gone.html", status=404))
    zone = _zone(request.POST.get("zone") or request.GET.get("zone"), interview)
    refused = _act(request, interview, zone) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        return _private(redirect(f"{request.path}?zone={zone}"))
    if refused:
        interview.refresh_from_db()
    status = 200 if refused is None else 409 if refused.conflict else 422
    with timezone.override(ZoneInfo(zone)):
        return _private(render(request, "collaboration/booking.html", _context(request, interview, zone, refused), status=status))


def _zone(asked, interview):
    if asked in available_timezones():
        return asked
    return interview.time_zone if interview.time_zone != "UTC" else interview.company.time_zone


def _private(response):
    """Nobody finds the link by searching, nor from the pages that it leads to."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


def _act(request, interview, zone):
    """Do what the form asks; the refusal, or None."""
    post = request.POST
    try:
        if post.get("act") == "change":
            booking.ask_change(interview=interview, reason=post.get("reason", ""))
            messages.success(request, _("Thank you. Your time stays as it is until we have answered."))
        elif post.get("act") == "cancel":
            booking.cancel_by_candidate(interview=interview, reason=post.get("reason", ""))
        else:
            booking.book(slot=_slot(interview, post.get("slot", "")), interview=interview, actor=None, time_zone=zone)
    except Refused as refusal:
        return refusal
    return None


def _slot(interview, text):
    try:
        found = Slot.objects.offered_to(interview).filter(pk=text).first() if text else None
    except (ValueError, ValidationError):  # not an id
        found = None
    if found is None:
        raise booking.BookingRefused(_("Choose one of the times."), code="required", field="slot")
    return found


def _context(request, interview, zone, refused):
    change = TimeChange.objects.filter(interview=interview).order_by("-asked_at").first()
    state = "cancelled" if interview.state == "cancelled" else "over" if interview.state in ("done", "no_show") else "choose"
    if interview.state == "scheduled":
        state = "booked" if interview.starts_at > timezone.now() else "over"
    choosing = state == "choose" or bool(state == "booked" and change and change.state == TimeChange.State.APPROVED)
    if interview.application.status != "active" and state == "choose":
        state, choosing = "over", False
    free = Slot.objects.offered_to(interview).open().free_for(interview).order_by("starts_at") if choosing else ()
    free = [slot for slot in free if slot.starts_at != interview.starts_at][:MOST_SHOWN]
    room = availability.within_limits(interview, [slot.starts_at for slot in free])
    return {
        "interview": interview,
        "company": interview.company,
        "zone": zone,
        "token": request.resolver_match.kwargs["token"],
        "zones": time_zones(),
        "state": state,
        "change": change,
        "slots": [slot for slot in free if slot.starts_at in room],
        "choosing": choosing,
        "refused": refused,
        "panel": [
            row.member for row in interview.panel.select_related("member__user").order_by("-required", "member__user__name")
        ],
        "posted": request.POST,
        "zone_known": "zone" in request.GET or request.method == "POST",
    }


urlpatterns = [path("book/<str:token>/", book, name="book")]
