"""The scorecard: one page that a thumb can fill in, saved as it is written, sent once."""

from datetime import datetime

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.forms.scorecards import STEPS, ScorecardForm
from collaboration.models import Panelist, Scorecard
from collaboration.services import scorecards as service
from collaboration.views.interviews import own_interview
from jobs.views.replies import refuse, said

NEVER = "0001-01-01T00:00:00+00:00"  # the page knew of no card: one that is there by now comes from another device


def _card(interview, member):
    rows = Scorecard.objects.visible_to(member).filter(interview=interview, member=member)
    return rows.prefetch_related("ratings").first()


def _form(request, interview, card, data=None):
    return ScorecardForm(data, attributes=interview.kit.attributes.all() if interview.kit else (), card=card)


@require_http_methods(["GET", "POST"])
@needs(Action.SUBMIT_FEEDBACK)
def scorecard(request, pk):
    """Fill the card in; POST sends it and opens the interview, where colleagues' cards stand now."""
    interview = own_interview(request, pk)
    back = reverse("collaboration:interview", args=[pk])
    if not Panelist.objects.filter(interview=interview, member=request.member).exists():
        return said(request, _("Only who sits in the interview writes a scorecard."), level="error", back=back)
    card = _card(interview, request.member)
    sent = bool(card and card.submitted_at)
    if sent and not service.may_change(card, request.member):
        return redirect(back)
    form = _form(request, interview, card, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            service.submit(interview=interview, actor=request.member, **form.values())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Your scorecard is sent."))
            return redirect(back)
    context = {
        "interview": interview,
        "candidate": interview.application.candidate,
        "job": interview.application.job,
        "form": form,
        "card": card,
        "sent": sent,
        "steps": STEPS,
        "recommendations": Scorecard.Recommendation.choices,
        "version": card.changed_at.isoformat() if card else "",
        "problem": " ".join(form.non_field_errors()) if form.is_bound else "",
    }
    return render(request, "collaboration/scorecard.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Action.SUBMIT_FEEDBACK)
def draft(request, pk):
    """Keep what is written so far. Answers {"version"}; 409 with `code` when the card was changed elsewhere or is sent."""
    interview = own_interview(request, pk)
    form = _form(request, interview, None, request.POST)
    if not form.is_valid():
        return JsonResponse({"code": "invalid", "text": " ".join(sum(form.errors.values(), []))}, status=422)
    try:
        seen = None if request.POST.get("mine") else datetime.fromisoformat(request.POST.get("version") or NEVER)
        card = service.save_draft(interview=interview, actor=request.member, seen=seen, **form.values())
    except ValueError:
        return JsonResponse({"code": "invalid", "text": _("Load the page again; what you wrote is kept.")}, status=422)
    except Refused as refusal:
        return JsonResponse({"code": refusal.code, "text": str(refusal)}, status=409)
    return JsonResponse({"version": card.changed_at.isoformat()})


urlpatterns = [
    path("interviews/<uuid:pk>/scorecard/", scorecard, name="scorecard"),
    path("interviews/<uuid:pk>/scorecard/draft/", draft, name="scorecard_draft"),
]
