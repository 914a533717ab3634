"""The candidate's door. Nothing here tells a stranger whether an address is known."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_ratelimit.core import is_ratelimited

from accounts.addresses import client_address
from accounts.answers import add_refusal
from accounts.doors import MARK, SECONDS
from accounts.refusal import Refused
from portal.forms.signing_in import LinkForm, PasswordForm
from portal.services import providers
from portal.services import signing_in as service

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def too_often(request, what, *, rate, key=client_address):
    return is_ratelimited(request, group=f"portal.{what}", key=key, rate=rate, increment=True)


def let_in(request, user, next_path):
    """A new session at this door; whatever the browser had here before is over."""
    logout(request)
    login(request, user, backend=BACKEND)
    request.session[MARK] = True
    request.session.set_expiry(SECONDS)
    return redirect(service.safe_next(next_path))


def _door(request, *, status=200, **context):
    context = {
        "link_form": LinkForm(initial={"email": request.GET.get("email", "")}),
        "password_form": PasswordForm(prefix="known"),
        "providers": providers.offered(),
        "next": service.safe_next(request.POST.get("next") or request.GET.get("next")),
    } | context
    return render(request, "portal/sign_in.html", context, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters("known-password")
@require_http_methods(["GET", "POST"])
def sign_in(request):
    """One page, two ways: a link by mail, or the password."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect("portal:home")
    if request.method == "GET":
        return _door(request)
    return _by_password(request) if "known-password" in request.POST else _by_link(request)


def _by_link(request):
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _door(request, link_form=form, status=422)
    email = form.cleaned_data["email"].lower()
    if too_often(request, "link", rate="30/h") or too_often(request, "link_to", rate="5/h", key=lambda group, req: email):
        form.add_error(None, _("Too many links were asked for. Wait an hour, or use one that was sent."))
        return _door(request, link_form=form, status=429)
    try:
        service.send_link(email=email, next_path=request.POST.get("next", ""))
    except OSError:
        form.add_error(None, _("The mail server did not answer, so no link could be sent. Try again in a minute."))
        return _door(request, link_form=form, status=503)
    return render(request, "portal/link_sent.html", {"email": email})


def _by_password(request):
    form = PasswordForm(request.POST, prefix="known")
    if not form.is_valid():
        return _door(request, password_form=form, status=422)
    email = form.cleaned_data["email"].lower()
    if too_often(request, "password", rate="30/h") or too_often(
        request, "password_of", rate="10/h", key=lambda group, req: email
    ):
        form.add_error(None, _("Too many attempts. Wait an hour, or have a link sent."))
        return _door(request, password_form=form, status=429)
    try:
        user = service.by_password(request, email=email, password=form.cleaned_data["password"])
    except Refused as refusal:
        add_refusal(form, refusal)
        return _door(request, password_form=form, status=422)
    return let_in(request, user, request.POST.get("next", ""))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request, token):
    """A GET shows a button, as programs that check mail open links too; the POST uses the link up."""
    if too_often(request, "open_link", rate="60/h"):
        return _unseen(render(request, "portal/link_over.html", {"too_often": True}, status=429))
    found = service.open_link(token)
    if request.method == "GET" or found is None:
        template = "portal/link.html" if found else "portal/link_over.html"
        return _unseen(render(request, template, {"link": found}, status=200 if found else 404))
    try:
        user, next_path = service.use_link(token)
    except Refused as refusal:
        return _unseen(render(request, "portal/link_over.html", {"refused": refusal}, status=409))
    return _unseen(let_in(request, user, next_path))


def _unseen(response):
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@never_cache
@require_POST
def provider(request, name):
    """Off to Google or LinkedIn."""
    if name not in dict(providers.offered()):
        raise Http404
    try:
        away = providers.way_out(request, name, service.safe_next(request.POST.get("next")))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:sign_in")
    # Browsers hold a form to this site wherever it is redirected to; a page that goes on by itself is no form.
    return render(request, "portal/provider.html", {"away": away["Location"], "provider": dict(providers.offered())[name]})


@login_not_required
@never_cache
@require_GET
def provider_back(request, name):
    """Back from there. The first time, the address that the provider told is proven by a link."""
    if name not in dict(providers.offered()):
        raise Http404
    if too_often(request, "provider", rate="30/h"):
        return _door(request, status=429)
    try:
        user, told = providers.way_back(request, name)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:sign_in")
    except OSError:
        messages.error(request, _("The mail server did not answer, so no link could be sent. Try again in a minute."))
        return redirect("portal:sign_in")
    if user is None:
        return render(request, "portal/link_sent.html", {"email": told, "provider": dict(providers.offered())[name]})
    return let_in(request, user, told)


@login_not_required
@require_POST
def sign_out(request):
    logout(request)
    return redirect("portal:sign_in")


urlpatterns = [
    path("me/sign-in/", sign_in, name="sign_in"),
    path("me/link/<str:token>/", link, name="link"),
    path("me/with/<slug:name>/", provider, name="provider"),
    path("me/with/<slug:name>/back/", provider_back, name="provider_back"),
    path("me/sign-out/", sign_out, name="sign_out"),
]
