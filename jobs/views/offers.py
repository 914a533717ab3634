"""Offers inside the company: beside the application, on a page of their own, and all of them."""

from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.mail import absolute
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.forms.offers import NoteForm, OfferForm
from jobs.models import Offer
from jobs.services import approvals, offers
from jobs.services.letters import pay
from jobs.views.applications import get_application
from jobs.views.replies import dialog, refuse, said, saved

BADGES = {
    "draft": "",
    "waiting": "waiting",
    "approved": "active",
    "sent": "active",
    "accepted": "done",
    "declined": "closed",
    "expired": "closed",
    "withdrawn": "closed",
    "superseded": "closed",
}
OPEN = ["draft", "waiting", "approved", "sent"]
TABS = {
    "open": (gettext_lazy("Open"), OPEN),
    "accepted": (gettext_lazy("Accepted"), ["accepted"]),
    "over": (gettext_lazy("Over"), ["declined", "expired", "withdrawn", "superseded"]),
}


def dressed(offer):
    """The offer with what its pages show: pay in words, badge."""
    offer.pay, offer.badge = pay(offer), BADGES[offer.status]
    return offer


def get_offer(request, pk):
    rows = Offer.objects.visible_to(request.member)
    rows = rows.select_related("application__candidate", "application__job", "application__company", "created_by__user")
    return dressed(get_object_or_404(rows, pk=pk))


@require_GET
@needs()
def panel(request, pk):
    """The offers of an application, newest first; nothing for those who see no pay."""
    row = get_application(request, pk)
    shown = [dressed(offer) for offer in Offer.objects.visible_to(request.member).filter(application=row)[:10]]
    context = {
        "application": row,
        "offers": shown,
        "topic": f"application:{pk}",
        "sees": request.member.can(Action.VIEW_CANDIDATES),
        "may_make": row.status == "active" and not any(offer.live for offer in shown),
        "accepted": row.status == "active" and any(offer.status == "accepted" for offer in shown),
    }
    return render(request, "jobs/_offers.html", context)


@require_GET
@needs(Action.VIEW_CANDIDATES)
def offer_list(request):
    """All offers, those that are open first in mind."""
    tab = request.GET.get("status")
    tab = tab if tab in TABS else "open"
    rows = Offer.objects.visible_to(request.member).filter(status__in=TABS[tab][1])
    rows = rows.select_related("application__candidate", "application__job").defer(
        "letter", "letter_sent", "application__job__description"
    )
    page = page_of(rows, request, orders={"-new": ("-created_at", "-pk")})
    for row in page.rows:
        dressed(row)
    tabs = [{"label": label, "url": f"?status={key}", "current": key == tab} for key, (label, _statuses) in TABS.items()]
    return render(request, "jobs/offers.html", {"page": page, "tabs": tabs, "tab": tab})


@require_GET
@needs(Action.VIEW_CANDIDATES)
def offer(request, pk):
    """One version: the letter as it is read, where it stands, who agreed."""
    row = get_offer(request, pk)
    chain = approvals.rounds(row)
    link = offers.link_of(row) if row.status == Offer.Status.SENT else ""
    context = {
        "offer": row,
        "application": row.application,
        "letter": offers.shown_letter(row),
        "chain": chain,
        "turn": next((one for one in chain if approvals.may_decide(one, request.member)), None),
        "needs_approval": row.status == "draft" and bool(approvals.steps_of(row.company_id, "offer")),
        "versions": Offer.objects.visible_to(request.member)
        .filter(application=row.application_id)
        .only("pk", "version", "status"),
        "link": absolute(link) if link and request.member.can(Action.MOVE_APPLICATION) else "",
    }
    return render(request, "jobs/offer.html", context)


@require_http_methods(["GET", "POST"])
@needs(Action.MOVE_APPLICATION)
def create(request, pk):
    """Write an offer for an application."""
    row = get_application(request, pk)
    return _form(request, row, OfferForm(request.POST or None, application=row), None)


@require_http_methods(["GET", "POST"])
@needs(Action.MOVE_APPLICATION)
def edit(request, pk):
    """Change an offer: a draft as it is, anything later as a new version."""
    row = get_offer(request, pk)
    return _form(request, row.application, OfferForm(request.POST or None, offer=row), row)


def _form(request, application, form, row):
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("revision")
        try:
            if row:
                made = offers.revise(offer=row, actor=request.member, seen_revision=seen, **fields)
            else:
                made = offers.draft(application=application, actor=request.member, **fields)
        except Refused as refusal:
            refuse(form, refusal)
            status = 409 if refusal.conflict else 422
        else:
            new = row is None or made.pk != row.pk
            words = (
                _("Version %(number)d is a draft now.") % {"number": made.version} if new and row else _("The offer is saved.")
            )
            return saved(request, words, reverse("jobs:offer", args=[made.pk]))
    return render(request, "jobs/offer_form.html", {"form": form, "application": application, "offer": row}, status=status)


ACTS = {
    "ask": (offers.ask_approval, gettext_lazy("Sent round for approval.")),
    "send": (offers.send, gettext_lazy("The offer is open. No mail leaves yet: copy the link and send it yourself.")),
}


@require_POST
@needs(Action.MOVE_APPLICATION)
def act(request, pk, act):
    """Ask for approval, or send."""
    row, to = get_offer(request, pk), reverse("jobs:offer", args=[pk])
    serve, words = ACTS[act]
    try:
        serve(offer=row, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=to)
    return saved(request, words, to)


@require_http_methods(["GET", "POST"])
@needs(Action.MOVE_APPLICATION)
def withdraw(request, pk):
    """Take an offer back, in a dialog."""
    row, form = get_offer(request, pk), NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            offers.withdraw(offer=row, actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("The offer is taken back; its link says so."), reverse("jobs:offer", args=[pk]))
    title = _("Take the offer to %(name)s back?") % {"name": row.application.candidate.name}
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=title,
        form=form,
        verb=_("Take back"),
        danger=True,
        text=_("Whoever opens the link reads that it is not open any more."),
        status=422 if form.is_bound else 200,
    )


urlpatterns = [
    path("offers/", offer_list, name="offers"),
    path("offers/<uuid:pk>/", offer, name="offer"),
    path("offers/<uuid:pk>/edit/", edit, name="offer_edit"),
    path("offers/<uuid:pk>/ask/", act, {"act": "ask"}, name="offer_ask"),
    path("offers/<uuid:pk>/send/", act, {"act": "send"}, name="offer_send"),
    path("offers/<uuid:pk>/withdraw/", withdraw, name="offer_withdraw"),
    path("applications/<uuid:pk>/offers/", panel, name="application_offers"),
    path("applications/<uuid:pk>/offers/new/", create, name="offer_create"),
]
