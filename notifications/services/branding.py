"""How a company's letters look: its logo by a public address, its colour made readable, the lines at the foot."""

import hashlib

from django.conf import settings
from django.urls import reverse

from accounts.mail import absolute
from notifications.models import LetterHead

ENOUGH = 4.6  # contrast of words with what they stand on
PAPER, NIGHT = (255, 255, 255), (38, 37, 34)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def head_of(company):
    """The company's letter head; one that is not saved where it never made its own."""
    known = LetterHead.objects.of(company).first()
    if known:
        return known
    language = company.language if company.language in dict(LetterHead._meta.get_field("language").choices) else "en"
    return LetterHead(company=company, language=language)


def save_head(*, company, **fields):
    head, _made = LetterHead.objects.update_or_create(company=company, defaults=fields)
    return head


def colours(hexed):
    """The accent for a button under white words, for links on paper, and for links at night."""
    rgb = tuple(int(hexed[at : at + 2], 16) for at in (1, 3, 5))
    return {"button": _readable(rgb, PAPER, BLACK), "link": _readable(rgb, PAPER, BLACK), "night": _readable(rgb, NIGHT, WHITE)}


def _readable(rgb, ground, towards):
    for step in range(21):
        tried = tuple(round(value + (goal - value) * step / 20) for value, goal in zip(rgb, towards, strict=True))
        if contrast(tried, ground) >= ENOUGH:
            break
    return "#{:02x}{:02x}{:02x}".format(*tried)


def contrast(one, other):
    """As WCAG 2 counts it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(rgb):
    parts = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in rgb]  # noqa: PLR2004
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def logo_url(company):
    """Where mail programs fetch the logo; the mark in it changes with the picture."""
    return absolute(reverse("notifications:letter_logo", args=[company.pk, logo_mark(company)])) if company.logo else ""


def logo_mark(company):
    return hashlib.sha256(company.logo.name.encode()).hexdigest()[:12]


def contact_of(company, head=None):
    """Where somebody may write to the company."""
    return (head or head_of(company)).contact or company.email or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
