"""The outbox: every mail as its reader sees it, what became of it, and what a person may do about it."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Candidate
from jobs.views.replies import dialog, said, saved
from notifications.models import Message, ReceivedMail, Suppression
from notifications.services import health, letters, outbox, suppression

State, Outcome = Message.State, Message.Outcome
BADGES = {
    State.QUEUED: "active",
    State.SENDING: "active",
    State.SENT: "done",
    State.FAILED: "failed",
    State.SUPPRESSED: "waiting",
    State.CALLED_BACK: "closed",
    State.KEPT: "",
}
FEW = 20
WITHOUT_WORDS = ["text", "html", "template"]  # a list does not decrypt what it does not show
EMPTY_FRAME = {
    "default-src": [NONE],
    "img-src": [SELF, "data:"],
    "style-src": [UNSAFE_INLINE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [],
}


class MailFilter(forms.Form):
    """What of it to show."""

    q = forms.CharField(label=gettext_lazy("Name or address"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Any state")), *State.choices, ("bounced", gettext_lazy("Came back"))],
    )

    def narrow(self, rows, member):
        asked = self.cleaned_data if self.is_valid() else {}
        if words := asked.get("q", "").strip():
            people = Candidate.objects.visible_to(member).search(words).values("pk")
            rows = rows.filter(Q(to_email__startswith=words.lower()) | Q(candidate__in=people))
        if asked.get("state") == "bounced":
            return rows.filter(outcome__in=[Outcome.BOUNCED, Outcome.COMPLAINED])
        return rows.filter(state=asked["state"]) if asked.get("state") else rows


def tabs(current):
    pages = [
        ("outbox", _("Outbox"), reverse("notifications:outbox")),
        ("addresses", _("Addresses"), reverse("notifications:addresses")),
    ]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in pages]


def dressed(message, member):
    """The mail with what a page shows of it."""
    message.readable = outbox.may_read(message, member)
    came_back = message.outcome in {Outcome.BOUNCED, Outcome.COMPLAINED}
    message.badge = "failed" if came_back else BADGES[message.state]
    message.said = message.get_outcome_display() if message.outcome else message.get_state_display()
    return message


@require_GET
@needs(Action.VIEW_CANDIDATES)
def mail_list(request):
    """All mails that the member may know of, newest first."""
    form = MailFilter(request.GET or None)
    rows = Message.objects.visible_to(request.member).defer(*WITHOUT_WORDS)
    page = page_of(form.narrow(rows, request.member) if form.is_bound else rows, request, orders={"new": ("-created_at", "-pk")})
    context = {
        "page": page,
        "mails": [dressed(one, request.member) for one in page],
        "form": form,
        "filtered": form.is_bound and form.is_valid() and any(form.cleaned_data.values()),
        "health": health.of(request.member),
        "tabs": tabs("outbox"),
    }
    return render(request, "notifications/outbox.html", context)


def _get(request, pk, rows=None):
    rows = Message.objects if rows is None else rows
    return get_object_or_404(rows.visible_to(request.member), pk=pk)


@require_GET
@needs(Action.VIEW_CANDIDATES)
def mail(request, pk):
    """One mail: to whom, as they see it, and what became of it."""
    rows = Message.objects.select_related("candidate", "application__job", "member__user", "changed_by__user")
    message = dressed(_get(request, pk, rows), request.member)
    context = {
        "mail": message,
        "text": (message.text or "").replace(letters.UNSUBSCRIBE, "…"),
        "events": message.events.select_related("by__user"),
        "parts": message.parts.defer("content") if message.readable else [],
        "answers": ReceivedMail.objects.visible_to(request.member).filter(message=message) if message.candidate_id else [],
        "tab": "text" if request.GET.get("as") == "text" or not message.html else "html",
        "may_act": request.member.can(Action.EDIT_CANDIDATE),
        "releasable": message.state in outbox.RELEASABLE and not message.secret,
    }
    return render(request, "notifications/mail.html", context)


@csp(EMPTY_FRAME)
@require_GET
@needs(Action.VIEW_CANDIDATES)
def mail_body(request, pk):
    """The HTML of a mail, for the frame on its page: it runs no script, loads nothing from elsewhere and knows no session."""
    message = _get(request, pk)
    if not outbox.may_read(message, request.member) or not message.html:
        raise Http404
    shown = message.html.replace(letters.UNSUBSCRIBE, "#").replace(f'src="{settings.SITE_URL}/', 'src="/')
    return HttpResponse(shown)


@require_POST
@needs(Action.EDIT_CANDIDATE)
def mail_send(request, pk):
    """Send it after all."""
    return _act(request, _get(request, pk), outbox.release, _("It is on its way."))


@require_POST
@needs(Action.EDIT_CANDIDATE)
def mail_cancel(request, pk):
    """Take it back before it leaves."""
    return _act(request, _get(request, pk), outbox.cancel, _("Called back. It does not leave."))


def _act(request, message, act, words):
    back = reverse("notifications:mail", args=[message.pk])
    try:
        act(message=message, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    return saved(request, words, back)


@require_GET
@needs(Action.VIEW_CANDIDATES)
def candidate_mails(request, pk):
    """Beside a candidate: what was written to them, and what they answered."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    rows = Message.objects.visible_to(request.member).filter(candidate=candidate, member=None).defer(*WITHOUT_WORDS)
    mails = [dressed(one, request.member) for one in rows.order_by("-created_at", "-pk")[: FEW + 1]]
    answers = ReceivedMail.objects.visible_to(request.member).filter(candidate=candidate).order_by("-at", "-pk")[:FEW]
    context = {"mails": mails[:FEW], "more": len(mails) > FEW, "answers": answers, "candidate": candidate}
    return render(request, "notifications/_candidate_mails.html", context)


@require_GET
@needs(Action.VIEW_CANDIDATES)
def addresses(request):
    """Addresses that get no mail, and why."""
    rows = Suppression.objects.visible_to(request.member).select_related("lifted_by__user")
    gone = request.GET.get("lifted") == "1"
    page = page_of(rows.exclude(lifted_at=None) if gone else rows.running(), request, orders={"new": ("-at", "-pk")})
    context = {"page": page, "gone": gone, "tabs": tabs("addresses"), "may_act": request.member.can(Action.EDIT_CANDIDATE)}
    return render(request, "notifications/addresses.html", context)


class LiftForm(forms.Form):
    """Letting mail go to an address again."""

    why = forms.CharField(label=gettext_lazy("Why may mail go there again?"), max_length=200)


@require_http_methods(["GET", "POST"])
@needs(Action.EDIT_CANDIDATE)
def address_lift(request, pk):
    row = get_object_or_404(Suppression.objects.visible_to(request.member), pk=pk)
    form, status = LiftForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                suppression.lift(suppression=row, actor=request.member, why=form.cleaned_data["why"])
                return saved(request, _("Mail goes there again."), reverse("notifications:addresses"))
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    title = _("Send mail to %(address)s again?") % {"address": row.address}
    return dialog(request, "jobs/dialog_form.html", title=title, status=status, form=form, verb=_("Send mail there again"))


urlpatterns = [
    path("mail/", mail_list, name="outbox"),
    path("mail/addresses/", addresses, name="addresses"),
    path("mail/addresses/<uuid:pk>/lift/", address_lift, name="address_lift"),
    path("mail/<uuid:pk>/", mail, name="mail"),
    path("mail/<uuid:pk>/body/", mail_body, name="mail_body"),
    path("mail/<uuid:pk>/send/", mail_send, name="mail_send"),
    path("mail/<uuid:pk>/cancel/", mail_cancel, name="mail_cancel"),
    path("candidates/<uuid:pk>/mails/", candidate_mails, name="candidate_mails"),
]
