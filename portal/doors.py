"""What guards the candidate's pages."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.answers import by_htmx


def for_the_person(view):
    """Let in who came by the portal's own door. A member of a company is nobody here until they do; and nobody's member."""

    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        door = reverse("portal:sign_in")
        if by_htmx(request):
            return HttpResponse(status=204, headers={"HX-Redirect": door})
        return redirect(f"{door}?{urlencode({'next': request.path})}" if request.method == "GET" else door)

    guarded.at_portal = True
    return guarded


def places(current):
    """The portal's places, for its navigation."""
    return [
        {"url": reverse(f"portal:{name}"), "label": label, "icon": icon, "current": name == current}
        for name, label, icon in (
            ("home", _("Applications"), "briefcase"),
            ("interviews", _("Interviews"), "calendar"),
            ("profile", _("Profile"), "user"),
            ("data", _("My data"), "shield-check"),
        )
    ]


def page(request, template, current, context, status=200):
    """A page of the portal with its place in the navigation marked."""
    return render(request, template, {"places": places(current), **context}, status=status)
