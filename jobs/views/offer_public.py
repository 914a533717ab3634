"""The candidate's side of an offer: a page behind a link that nobody can guess. Opening it changes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_ratelimit.core import is_ratelimited

from accounts.addresses import client_address
from accounts.answers import add_refusal
from accounts.refusal import Refused
from jobs.forms.offers import AcceptForm, DeclineForm
from jobs.models import Offer
from jobs.services import offers
from jobs.services.letters import of_offer


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def offer_public(request, token):
    """The letter with accept and decline, or what became of it. A link that is nobody's reads as one that is gone."""
    if is_ratelimited(request, group="jobs.offer", key=client_address, rate="60/h", increment=True):
        return render(request, "jobs/offer_gone.html", {"too_often": True}, status=429)
    found = offers.by_token(token)
    if found is None:
        return render(request, "jobs/offer_gone.html", status=404)
    decline = request.method == "POST" and request.POST.get("answer") == "decline"
    form = AcceptForm(request.POST if request.method == "POST" and not decline else None)
    no_form = DeclineForm(request.POST if decline else None, prefix="no")
    used, status = no_form if decline else form, 200
    if used.is_bound and used.is_valid():
        try:
            if decline:
                offers.decline(offer=found, note=used.cleaned_data["note"])
            else:
                offers.accept(offer=found, name=used.cleaned_data["name"])
        except Refused as refusal:
            add_refusal(used, refusal)
            found = offers.by_token(token)
        else:
            return redirect(request.path)
    if used.is_bound:
        status = 422
    application = found.application
    state = found.status
    if state == Offer.Status.SENT and (found.expires_at <= timezone.now() or application.status != "active"):
        state = Offer.Status.EXPIRED if found.expires_at <= timezone.now() else Offer.Status.WITHDRAWN
    context = {
        "offer": found,
        "application": application,
        "company": application.company,
        "letter": offers.shown_letter(found),
        "state": state,
        "form": form,
        "no_form": no_form,
        "said": of_offer(found),
        "refusing": decline and used.errors,
    }
    return render(request, "jobs/offer_public.html", context, status=status)


urlpatterns = [path("offer/<str:token>/", offer_public, name="offer_public")]
