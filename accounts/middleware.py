"""Puts the acting member on every request, and keeps out who has yet to set up the second factor their company asks for."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.api.problems import plain_problem
from accounts.models import Membership
from accounts.reading import read_by

SESSION_KEY = "company"
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What somebody who must enrol may still open: the enrolment itself, the way out, another company.
OPEN_WITHOUT_FACTOR = ("/account/", "/company/switch/", "/static/", "/health/", "/ready/")


def memberships_of(user):
    """The user's memberships that can act now, first joined first."""
    if not user.is_authenticated:
        return []
    found = list(Membership.objects.active().filter(user=user).select_related("company").order_by("created_at", "pk"))
    for one in found:
        one.user = user  # who is here already is not read from the database a second time
    return found


def chosen(memberships, company_id):
    """The membership of the chosen company, else the first; None for candidates."""
    return next((one for one in memberships if str(one.company_id) == str(company_id)), memberships[0] if memberships else None)


def member_of(user, company_id=None):
    """The user's active membership in the company they chose, else in the first they joined; None for candidates."""
    return chosen(memberships_of(user), company_id)


class MemberMiddleware:
    """`request.member`, `request.memberships` and the person's time zone; API keys set their own member later."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member, request.memberships = None, []
        if request.user.is_authenticated:
            if not getattr(request, "at_portal", False):  # who came in at the candidate's door is nobody's member there
                request.memberships = memberships_of(request.user)
            request.member = chosen(request.memberships, request.session.get(SESSION_KEY))
            timezone.activate(_zone(request.user.time_zone))
        try:
            refusal = self.without_second_factor(request)
            with read_by(request):
                return kept_private(request, refusal or for_htmx(request, self.get_response(request)))
        finally:
            timezone.deactivate()

    def without_second_factor(self, request):
        """The way to enrolment for a member whose company requires what they don't have; else None."""
        member = request.member
        if member is None or not member.company.require_second_factor or request.path.startswith(OPEN_WITHOUT_FACTOR):
            return None
        if Authenticator.objects.filter(user_id=member.user_id, type__in=SECOND_FACTORS).exists():
            return None
        if request.path.startswith("/api/"):
            detail = "Your company requires a second factor. Set one up on the pages first."
            return plain_problem(403, "second_factor_required", "Second factor required", detail)
        return for_htmx(request, redirect("accounts:second_factor"))


def kept_private(request, response):
    """What somebody signed in sees stays in no cache, unless the view says otherwise (pictures do)."""
    if request.user.is_authenticated and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def for_htmx(request, response):
    """A piece of a page must not be swapped for the sign-in page: let the whole page go there."""
    target = response.headers.get("Location", "")
    asked_by_htmx = request.headers.get("HX-Request") == "true" and response.status_code == 302
    if not asked_by_htmx or not target.startswith((reverse("account_login"), reverse("accounts:second_factor"))):
        return response
    return HttpResponse(status=204, headers={"HX-Redirect": target.partition("?")[0]})


def _zone(name):
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
