"""A company's letters: all of them, each to write, to look at, to try and to take back; and the logo that mails show."""

import io

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from PIL import Image

from accounts.guard import needs
from accounts.ids import uuid7
from accounts.models import Company
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.views.replies import dialog, refuse, said, saved
from jobs.views.settings import nav
from notifications.forms.letters import LetterForm, LetterHeadForm
from notifications.letter_texts import SHIPPED
from notifications.models import LetterKind, LetterVersion
from notifications.models.letters import LANGUAGES
from notifications.services import branding, letters, outbox

FRAME = {"default-src": [NONE], "img-src": [SELF], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF], "sandbox": []}
MOST_VERSIONS = 50


@needs(Action.MANAGE_SETTINGS)
@require_safe
def letter_list(request):
    """Every kind of letter as a card with its first words."""
    company = request.member.company
    head = branding.head_of(company)
    own = {}
    for row in LetterVersion.objects.visible_to(request.member).order_by("number"):
        own.setdefault(row.kind, {})[row.language] = row
    cards = [_card(kind, head, own.get(kind, {})) for kind in letters.EDITABLE]
    return render(request, "notifications/letters.html", {"cards": cards, "head": head, "tabs": nav("letters")})


def _card(kind, head, own):
    written = {code: row for code, row in own.items() if not row.ours}
    shown = next((written[code] for code in (head.language, "en") if code in written), None)
    words = shown or letters.our_words(kind, head.language if head.language in SHIPPED else "en")
    subject, start = letters.sample(kind, head.company, words)
    return {
        "kind": kind,
        "language": words.language,
        "subject": subject,
        "start": start[:260],
        "button": words.button,
        "own": shown,
        "others": [name for code, name in LANGUAGES if code in written and code != words.language],
        "at_provider": bool(shown and shown.provider_template),
    }


def _kind(kind, language):
    if kind not in letters.EDITABLE or language not in dict(LANGUAGES):
        raise Http404
    return LetterKind(kind)


def _versions(request, kind, language):
    rows = LetterVersion.objects.visible_to(request.member).filter(kind=kind, language=language)
    return list(rows.select_related("by__user").order_by("-number")[:MOST_VERSIONS])


@needs(Action.MANAGE_SETTINGS)
@require_http_methods(["GET", "POST"])
def letter(request, kind, language):
    """Write one letter in one language. `?version=3` begins from that version."""
    kind, company = _kind(kind, language), request.member.company
    versions = _versions(request, kind, language)
    now = versions[0] if versions else None
    asked = request.GET.get("version", "")
    begun = next((row for row in versions if str(row.number) == asked), now)
    words = begun if begun is not None and not begun.ours else _start(kind, company, language)
    initial = {name: getattr(words, name) for name in LetterForm.Meta.fields} | {"seen": now.number if now else 0}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            letters.save(
                company=company,
                kind=kind,
                language=language,
                seen=form.cleaned_data["seen"],
                actor=request.member,
                **form.texts(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("Saved. Letters that leave from now on say this."), _address(kind, language))
    context = {
        "form": form,
        "kind": kind,
        "language": language,
        "languages": [{"code": code, "name": name, "url": _address(kind, code)} for code, name in LANGUAGES],
        "versions": versions,
        "now": now,
        "begun": begun if asked else None,
        "leads": bool(SHIPPED["en"][kind][2]),
        "shipped": kind in SHIPPED.get(language, {}),
        "placeholders": letters.OF[kind],
        "tabs": nav("letters"),
    }
    return render(request, "notifications/letter.html", context, status=422 if form.is_bound else 200)


def _start(kind, company, language):
    """What to begin from: our words in that language, else what is sent instead."""
    if kind in SHIPPED.get(language, {}):
        return letters.our_words(kind, language)
    return letters.words_for(kind=kind, company=company, language=language)


def _address(kind, language):
    return reverse("notifications:letter", args=[kind, language])


def _tried(request, kind, language):
    """(letter, refusal) of the words in the form, with made-up values."""
    texts = {name: request.POST.get(name, "") for name in LetterForm.Meta.fields}
    try:
        texts = letters.check(kind=kind, **texts)
    except Refused as refusal:
        return None, refusal
    member = request.member
    values = letters.EXAMPLES | {"recruiter_name": member.name, "recruiter_email": member.user.email}
    values["link"] = settings.SITE_URL if SHIPPED["en"][kind][2] else ""
    if kind == LetterKind.DIGEST:
        values["items"] = [
            {"title": _("New strong match"), "text": "Ada Okafor, Backend engineer", "link": settings.SITE_URL},
            {"title": _("You were mentioned"), "text": "Robin Sander", "link": settings.SITE_URL},
        ]
    words = letters.Words(language=language, **texts)
    return letters.render(kind=kind, company=member.company, words=words, values=values), None


@require_POST
@needs(Action.MANAGE_SETTINGS)
@csp(FRAME)
def letter_preview(request, kind, language):
    """The words in the form as the letter that they make: a page for the frame beside it."""
    made, refusal = _tried(request, _kind(kind, language), language)
    if refusal:
        return render(request, "notifications/letter_refused.html", {"refusal": refusal}, status=422)
    if request.POST.get("show") == "text":
        return render(request, "notifications/letter_as_text.html", {"letter": made})
    return HttpResponse(made.html.replace(f'src="{settings.SITE_URL}/', 'src="/').replace(letters.UNSUBSCRIBE, "#"))


@require_POST
@needs(Action.MANAGE_SETTINGS)
def letter_try(request, kind, language):
    """Mail the words in the form to oneself."""
    kind, member = _kind(kind, language), request.member
    made, refusal = _tried(request, kind, language)
    if refusal:
        return said(request, str(refusal), level="error", back=_address(kind, language))
    with transaction.atomic():
        mail = outbox.queue(
            company=member.company,
            kind="letter_test",
            to=member.user.email,
            name=member.name,
            subject=_("Test: %(subject)s") % {"subject": made.subject},
            text=made.text,
            html=made.html,
            template=made.template or None,
            language=made.language,
            key=f"test:{uuid7()}",
            member=member,
        )
    words = (
        _("No mail server is set up: the test lies in the outbox.")
        if mail.state == "kept"
        else _("A test is on its way to %(to)s.")
    )
    return said(request, words % {"to": member.user.email}, back=_address(kind, language))


@require_POST
@needs(Action.MANAGE_SETTINGS)
def letter_reset(request, kind, language):
    """Our words again."""
    kind = _kind(kind, language)
    company, seen = request.member.company, _number(request, "seen")
    try:
        letters.reset(company=company, kind=kind, language=language, seen=seen, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=_address(kind, language))
    return saved(request, _("Our words are used again. Yours are kept among the versions."), _address(kind, language))


@require_POST
@needs(Action.MANAGE_SETTINGS)
def letter_restore(request, kind, language):
    """An earlier version again."""
    kind = _kind(kind, language)
    rows = LetterVersion.objects.visible_to(request.member).filter(kind=kind, language=language)
    version = get_object_or_404(rows.select_related("company"), number=_number(request, "number"))
    try:
        letters.restore(version=version, seen=_number(request, "seen"), actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=_address(kind, language))
    return saved(request, _("Version %(number)d is used again.") % {"number": version.number}, _address(kind, language))


def _number(request, name):
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SETTINGS)
def letter_head(request):
    """Language, contact, privacy policy and address, in a dialog."""
    company = request.member.company
    form = LetterHeadForm(request.POST if request.method == "POST" else None, instance=branding.head_of(company))
    if form.is_bound and form.is_valid():
        branding.save_head(company=company, **form.cleaned_data)
        return saved(request, _("The letter head is saved."), reverse("notifications:letters"))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Letter head"),
        form=form,
        verb=_("Save"),
        text=_("Logo and colour are those of the company settings."),
        status=422 if form.is_bound else 200,
    )


@login_not_required
@cache_control(public=True, max_age=30 * 24 * 3600)
@require_safe
def logo(request, pk, mark):
    """A company's logo, for mail programs: it is on its public pages too, and the mark is of the picture itself."""
    company = get_object_or_404(Company.objects.filter(suspended_at=None), pk=pk)
    if not company.logo or mark != branding.logo_mark(company):
        raise Http404
    try:
        with company.logo.open("rb") as file, Image.open(file) as drawn:
            shown = io.BytesIO()
            drawn.save(shown, "PNG")  # some mail programs read no WebP
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(shown.getvalue(), content_type="image/png")


LETTER = "settings/letters/<slug:kind>/<slug:language>/"
urlpatterns = [
    path("settings/letters/", letter_list, name="letters"),
    path("settings/letters/head/", letter_head, name="letter_head"),
    path(LETTER, letter, name="letter"),
    path(f"{LETTER}preview/", letter_preview, name="letter_preview"),
    path(f"{LETTER}try/", letter_try, name="letter_try"),
    path(f"{LETTER}reset/", letter_reset, name="letter_reset"),
    path(f"{LETTER}restore/", letter_restore, name="letter_restore"),
    path("letters/logo/<uuid:pk>/<slug:mark>/", logo, name="letter_logo"),
]
