"""The company's door: signing up. Signing in is allauth's, under /account/."""

from zoneinfo import available_timezones

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_ratelimit.core import is_ratelimited

from accounts.addresses import client_address
from accounts.answers import add_refusal
from accounts.forms import CompanyNameForm, ConfirmForm, SignUpForm
from accounts.middleware import SESSION_KEY
from accounts.services import sign_up as service
from accounts.services.companies import CompanyRefused, found_company

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def too_often(request, what, *, rate, key=client_address):
    """Whether this was asked more often than `rate` ("10/h") lets; counts this time too."""
    return is_ratelimited(request, group=f"accounts.{what}", key=key, rate=rate, increment=True)


def known_zone(name):
    return name if name in available_timezones() else "UTC"


def let_in(request, member):
    """Sign the member's person in, in their company, with a new session."""
    login(request, member.user, backend=BACKEND)
    record_authentication(request, member.user, method="password", email=member.user.email)
    request.session[SESSION_KEY] = str(member.company_id)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_up(request):
    """Ask for a company; the next page wants the code that was mailed, whoever has that address."""
    if request.user.is_authenticated:
        return another_company(request)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if too_often(request, "sign_up", rate="20/h") or too_often(
            request, "sign_up_address", rate="5/h", key=lambda group, req: data["email"].lower()
        ):
            form.add_error(None, _("Too many attempts. Wait an hour and try again."))
            return render(request, "accounts/sign_up.html", {"form": form}, status=429)
        try:
            service.begin(
                request.session,
                company_name=data["company_name"],
                name=data["name"],
                email=data["email"],
                password=data["password"],
                time_zone=known_zone(data["time_zone"]),
            )
        except OSError:
            form.add_error(None, _("The mail server did not answer, so no code could be sent. Try again in a minute."))
            return render(request, "accounts/sign_up.html", {"form": form}, status=503)
        return redirect("accounts:confirm_sign_up")
    return render(request, "accounts/sign_up.html", {"form": form}, status=422 if form.is_bound else 200)


def another_company(request):
    """Somebody who is signed in makes one more company."""
    form = CompanyNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        member = found_company(name=form.cleaned_data["company_name"], user=request.user, time_zone=request.user.time_zone)
        request.session[SESSION_KEY] = str(member.company_id)
        messages.success(request, _("%(company)s is ready.") % {"company": member.company})
        return redirect("/")
    return render(request, "accounts/sign_up.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request):
    """The code from the mail makes the company and signs its first admin in."""
    asked = service.waiting(request.session)
    if asked is None:
        messages.info(request, _("The code has run out. Start again."))
        return redirect("accounts:sign_up")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member = service.confirm(request.session, code=form.cleaned_data["code"])
        except CompanyRefused as refusal:
            add_refusal(form, refusal)
            if service.waiting(request.session) is None:
                messages.error(request, str(refusal))
                return redirect("accounts:sign_up")
        else:
            let_in(request, member)
            messages.success(request, _("Welcome. %(company)s is ready.") % {"company": member.company})
            return redirect("/")
    context = {"form": form, "email": asked["email"]}
    return render(request, "accounts/confirm_sign_up.html", context, status=422 if form.is_bound else 200)
