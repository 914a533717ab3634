"""Letters: a company's words, or ours, with what we know of the person put in. Never a template language.

Placeholders come from a fixed list. They are replaced after the text has become HTML, each value escaped, so that nothing
that somebody is called can turn into marks, tags or another placeholder.
"""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from html import escape

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.refusal import Refused
from jobs.services.rich_text import to_html
from notifications.letter_texts import SHIPPED, WORDS
from notifications.models import MAY_UNSUBSCRIBE, LetterKind, LetterVersion
from notifications.models.letters import LANGUAGES
from notifications.services import branding

VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
IN_LINK = re.compile(r"\]\([^)]*\{\{|<[^>\s]*:[^>\s]*\{\{")
LINK = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.)\S+")
WEB = re.compile(r"https?://[^\s<>\"]+")
LONGEST_NAME = 160
UNSUBSCRIBE = "https://unsubscribe.invalid/"  # stands for the mail's own address to unsubscribe by, which its outbox row knows

PEOPLE = ("candidate_name", "job_title", "company_name", "recruiter_name", "recruiter_email")
MEETINGS = (*PEOPLE, "interview_date", "interview_time", "interview_location")
OF = dict.fromkeys(LetterKind.values, PEOPLE) | {
    "status_update": (*PEOPLE, "new_status"),
    **dict.fromkeys([kind for kind in LetterKind.values if kind.startswith("interview_")], MEETINGS),
    "interview_survey": PEOPLE,
    "magic_link": ("candidate_name",),
    "invitation": ("company_name", "recruiter_name", "recruiter_email"),
    "digest": ("company_name",),
    "notice": (),
}
EDITABLE = tuple(kind for kind in LetterKind if kind != LetterKind.NOTICE)  # a notice says what happened, nothing else
TO_COLLEAGUES = frozenset({"invitation", "digest", "notice"})
EXAMPLES = {
    "candidate_name": "Ada Okafor",
    "job_title": "Backend engineer",
    "recruiter_name": "Robin Sander",
    "recruiter_email": "robin@example.com",
    "interview_date": "Thursday, 14 January 2027",
    "interview_time": "10:00–10:45 (Europe/Berlin)",
    "interview_location": "12 Harbour Street, Hamburg",
    "new_status": "Reviewed",
}
STYLES = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding:0 0 0 20px",
    "ol": "margin:0 0 16px;padding:0 0 0 20px",
    "li": "margin:0 0 4px",
    "h2": "margin:24px 0 8px;font-size:18px;line-height:26px",
    "h3": "margin:16px 0 8px;font-size:16px;line-height:24px",
    "blockquote": "margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #d9d5cd",
}


class LetterRefused(Refused):
    """The message is meant for the person."""


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    language: str = "en"
    template: dict = field(default_factory=dict)  # at the provider, where the company keeps it there: {"id", "data"}


@dataclass(frozen=True)
class Words:
    """What a letter is made of before anybody's name is in it."""

    subject: str
    body: str
    button: str = ""
    provider_template: str = ""
    language: str = "en"
    number: int = 0  # of the version; 0: ours, and the company never changed it
    ours: bool = True


def compose(*, kind, company, language, values):
    """The letter of that kind as it leaves.

    values: the placeholders of the kind, and besides them as fits: `link` (where the button leads), `body` (Markdown with
    placeholders in the text's place), `notes` ((heading, plain words) each, below the text), `title` and `text` (plain words) of a
    notice, `owed` (it can't be unsubscribed), `items` ({"title", "text", "link"} each) and `more` of a digest, `preferences` (where a colleague chooses what is mailed).
    """
    words = words_for(kind=kind, company=company, language=language)
    return render(kind=kind, company=company, words=words, values=values)


def words_for(*, kind, company, language, head=None):
    """The company's words in that language, else in the company's, else ours in the company's, else the English ones."""
    head = head or (branding.head_of(company) if company else None)
    own = {}
    if company:
        rows = LetterVersion.objects.of(company).filter(kind=kind, language__in={language or "", head.language, "en"})
        for row in rows.order_by("number"):
            own[row.language] = row
    return _chosen(kind, own, language, head.language if head else language)


def _chosen(kind, own, language, home):
    """Of the newest versions by language, or of ours, the words to use."""
    asked = own.get(language)
    if asked is not None and not asked.ours:
        return _words(asked)
    for code in (home, "en"):
        if code in own and not own[code].ours:
            return _words(own[code])
        if kind in SHIPPED.get(code, {}):
            return our_words(kind, code, own[code].number if code in own else 0)
    return our_words(kind, "en")


def all_words(*, company, language, head):
    """{kind: words that are sent now} of every kind that has words, in one query."""
    own = {}
    for row in LetterVersion.objects.of(company).filter(language__in={language, head.language, "en"}).order_by("number"):
        own.setdefault(row.kind, {})[row.language] = row
    return {kind.value: _chosen(kind, own.get(kind, {}), language, head.language) for kind in EDITABLE}


def our_words(kind, language, number=0):
    subject, body, button = SHIPPED[language][kind]
    return Words(subject, body, button, language=language, number=number)


def _words(row):
    return Words(row.subject, row.body, row.button, row.provider_template, row.language, row.number, ours=False)


def render(*, kind, company, words, values, head=None):
    """Words and values as a letter."""
    head = head or (branding.head_of(company) if company else None)
    filled = _values(kind, company, head, values)
    body, notes = values.get("body") or words.body, list(values.get("notes") or ())
    if kind == "notice":
        notes = [("", values.get("text", "")), *notes]
    frame = WORDS.get(words.language, WORDS["en"])
    html = _styled(_with_values(to_html(_marked(body, filled)), filled, _as_html))
    text = _with_values(_plain(_marked(body, filled)), filled, str)
    subject = _with_values(_marked(words.subject, filled), filled, str) if kind != "notice" else values.get("title", "")
    subject = one_line(subject)[:200]
    context = {
        "company": company,
        "head": head,
        "language": words.language,
        "subject": subject,
        "preheader": _preheader(text or " ".join(words for _heading, words in notes)),
        "title": values.get("title", "") if kind in {"notice", "digest"} else "",
        "body": html,
        "text": text,
        "notes": [(heading, words) for heading, words in notes if words],
        "button": (words.button or frame[6]) if values.get("link") else "",
        "link": values.get("link", ""),
        "items": values.get("items") or [],
        "more": values.get("more", 0),
        "more_word": frame[7],
        "because": frame[1 if kind in TO_COLLEAGUES else 0] % company.name if company else "",
        "stop_word": frame[2],
        "choose_word": frame[3],
        "privacy_word": frame[4],
        "contact_word": frame[5],
        "preferences": values.get("preferences", ""),
        "unsubscribe": UNSUBSCRIBE if company and kind in MAY_UNSUBSCRIBE and not values.get("owed") else "",
        "contact": (head.contact or company.email if company else "") or filled.get("recruiter_email", ""),
        "logo": branding.logo_url(company) if company else "",
        "colours": branding.colours(company.colour if company else "#0f5c6e"),
    }
    template = {}
    if words.provider_template:
        template = {"id": words.provider_template, "data": {**filled, "link": context["link"], "subject": subject}}
    return Letter(
        subject,
        render_to_string("emails/letters/letter.txt", context).strip() + "\n",
        render_to_string("emails/letters/letter.html", context),
        words.language,
        template,
    )


def _values(kind, company, head, values):
    """Every placeholder of the kind with what stands for it; none is ever blank."""
    known = {name: one_line(values.get(name) or "") for name in OF[kind]}
    if "candidate_name" in known:  # typed by a stranger: a letter must not carry their link to somebody else's mailbox
        known["candidate_name"] = LINK.sub("…", known["candidate_name"])[:LONGEST_NAME]
    if "company_name" in known:
        known["company_name"] = one_line(company.name)
    known["recruiter_name"] = known.get("recruiter_name") or (one_line(company.name) if company else "")
    known["recruiter_email"] = known.get("recruiter_email") or (branding.contact_of(company, head) if company else "")
    if missing := [name for name in OF[kind] if not known[name]]:
        raise LetterRefused(f"Nothing is known for: {', '.join(missing)}.", code="missing_value", field=missing[0])
    return {name: known[name] for name in OF[kind]}


def one_line(text):
    """A value that is one line, whoever typed it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


def _marked(text, values):
    """Placeholders as single signs of Unicode's private use area, which no Markdown reads; such signs in the text itself go."""
    text = re.sub("[\ue000-\uf8ff]", "", text)
    places = {name: chr(0xE000 + at) for at, name in enumerate(values)}
    return VARIABLE.sub(lambda found: places.get(found[1], ""), text)


def _with_values(text, values, made):
    for at, value in enumerate(values.values()):
        text = text.replace(chr(0xE000 + at), made(value))
    return text


def _as_html(value):
    shown = escape(value)
    return f'<a class="link" href="{shown}">{shown}</a>' if WEB.fullmatch(value) else shown


def _styled(html):
    """Mail programs read style attributes, not style sheets."""
    html = re.sub(r"<(p|ul|ol|li|h2|h3|blockquote)>", lambda found: f'<{found[1]} style="{STYLES[found[1]]}">', html)
    return html.replace("<a ", '<a class="link" style="color:inherit" ')


def _plain(text):
    """Light Markdown as plain words."""
    text = re.sub(r"\[([^\]]*)\]\(([^)\s]*)\)", r"\1 (\2)", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    return re.sub(r"\\([\\`*_\[\]<>#])", r"\1", text)


def sample(kind, company, words):
    """(subject, text) with made-up values, as a card shows them."""
    filled = _values(kind, company, None, EXAMPLES)
    return tuple(_with_values(_plain(_marked(part, filled)), filled, str) for part in (words.subject, words.body))


def _preheader(text):
    """What a mailbox shows beside the subject: the first words after the salutation."""
    parts = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    return " ".join(parts[1:2] or parts[:1])[:120]


# How companies change their words.


def check(*, kind, subject, body, button="", provider_template=""):
    """The texts as they are kept; what can't be filled in, or breaks a header, is refused."""
    if kind not in EDITABLE:
        raise LetterRefused(_("This kind of letter has no words of its own."), code="not_editable", field="kind")
    subject, button = " ".join((subject or "").split()), " ".join((button or "").split())
    body = (body or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    for name, text, longest in (("subject", subject, 200), ("body", body, 10_000), ("button", button, 60)):
        if not text and name != "button":
            raise LetterRefused(_("Write something here."), code="required", field=name)
        if len(text) > longest:
            raise LetterRefused(_("That is more than %(most)d characters.") % {"most": longest}, code="too_long", field=name)
        if not all(sign.isprintable() or sign in "\n\t" for sign in text):
            raise LetterRefused(_("There is a sign in it that can’t be shown."), code="unprintable", field=name)
        _check_placeholders(text, OF[kind] if name != "button" else (), name)
    if IN_LINK.search(body):
        raise LetterRefused(_("A placeholder can’t be part of a link’s address."), code="placeholder_in_link", field="body")
    provider_template = (provider_template or "").strip()
    if not re.fullmatch(r"[\w.:-]{0,200}", provider_template):
        raise LetterRefused(
            _("A template’s name at the provider has letters, digits, dots and dashes only."),
            code="invalid",
            field="provider_template",
        )
    return {"subject": subject, "body": body, "button": button, "provider_template": provider_template}


def _check_placeholders(text, known, field):
    for name in VARIABLE.findall(text):
        if name not in known:
            raise LetterRefused(_unknown(name, known), code="unknown_placeholder", field=field)
    rest = VARIABLE.sub("", text)
    if "{{" in rest or "}}" in rest or "{%" in rest:
        raise LetterRefused(
            _("A placeholder is not closed. Write it like {{company_name}}."), code="unknown_placeholder", field=field
        )


def _unknown(name, known):
    likely = get_close_matches(name.lower().replace(" ", "_").replace("-", "_"), known, n=1, cutoff=0.7)
    if likely:
        return _("There is no “%(name)s”. Do you mean {{%(likely)s}}?") % {"name": name[:60], "likely": likely[0]}
    if not known:
        return _("There are no placeholders here.")
    there = ", ".join(f"{{{{{one}}}}}" for one in known)
    return _("There is no “%(name)s”. There are: %(there)s.") % {"name": name[:60], "there": there}


def save(*, company, kind, language, seen, actor, **texts):
    """Keep new words as the next version. `seen`: the number of the version that they were written over."""
    return _add(company, kind, language, seen, actor, check(kind=kind, **texts))


def reset(*, company, kind, language, seen, actor):
    """From here on our words are used again, or those of the next language; the company's own stay among the versions."""
    return _add(company, kind, language, seen, actor, {"ours": True})


def restore(*, version, seen, actor):
    """Use an earlier version again: it becomes the newest, and what came between stays."""
    texts = {name: getattr(version, name) for name in ("subject", "body", "button", "provider_template", "ours")}
    return _add(version.company, version.kind, version.language, seen, actor, texts)


@transaction.atomic
def _add(company, kind, language, seen, actor, fields):
    if language not in dict(LANGUAGES):
        raise LetterRefused(_("Letters can’t be written in that language."), code="unknown_language", field="language")
    latest = LetterVersion.objects.of(company).filter(kind=kind, language=language).order_by("-number").first()
    number = latest.number if latest else 0
    refusal = LetterRefused(
        _("Somebody changed this letter while you were writing. Look at theirs, then save again."),
        code="changed_meanwhile",
        field="seen",
        conflict=True,
    )
    if seen != number:
        raise refusal
    by = actor if isinstance(actor, Membership) else None
    try:
        with transaction.atomic():
            return LetterVersion.objects.create(company=company, kind=kind, language=language, number=number + 1, by=by, **fields)
    except IntegrityError as error:  # two who saved at the same moment
        raise refusal from error
