"""Letters with variables: an unknown one is an error when the letter is saved, never a blank in front of a candidate."""

import re
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from jobs.services.rich_text import to_html

VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
OF_PEOPLE = ("candidate_name", "job_title", "company_name")
OF_OFFERS = (*OF_PEOPLE, "salary", "start_date", "expiry")
MARKED = re.compile(r"([\\`*_\[\]<>#])")


class LetterRefused(Refused):
    """The letter says something that nothing can be filled in for."""


def check(text, known, field="letter"):
    """The text as it is kept. What stands between braces must be one of `known`, and no brace may be left alone."""
    text = (text or "").replace("\r\n", "\n").strip()
    if not text:
        raise LetterRefused(_("Write a letter."), code="required", field=field)
    there = ", ".join(f"{{{{{name}}}}}" for name in known)
    for name in VARIABLE.findall(text):
        if name not in known:
            raise LetterRefused(
                _("“%(name)s” is no variable. There are: %(there)s.") % {"name": name, "there": there},
                code="unknown_variable",
                field=field,
            )
    rest = VARIABLE.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise LetterRefused(
            _("A variable is not closed. Write it like {{candidate_name}}."), code="unknown_variable", field=field
        )
    return text


def filled(text, values):
    """Markdown with the variables filled in; what people are called can't turn into marks."""
    return VARIABLE.sub(lambda found: MARKED.sub(r"\\\1", str(values[found[1]])), text)


def as_html(text, values):
    return to_html(filled(text, values))


def of_person(application, name=None):
    """`name`: what they are really called, where a reader who reviews blind acts."""
    return {
        "candidate_name": name or application.candidate.name,
        "job_title": application.job.title,
        "company_name": application.company.name,
    }


def of_offer(offer, name=None):
    """Days and times as they are read where the company is."""
    application = offer.application
    until = offer.expires_at.astimezone(ZoneInfo(application.company.time_zone))
    return of_person(application, name) | {
        "salary": pay(offer),
        "start_date": formats.date_format(offer.starts_on, "DATE_FORMAT"),
        "expiry": f"{formats.date_format(until, 'DATETIME_FORMAT')} ({application.company.time_zone})",
    }


def pay(offer):
    """62,000 EUR a year; cents only where there are some."""
    whole = offer.salary == offer.salary.to_integral_value()
    amount = formats.number_format(offer.salary, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True)
    return f"{amount} {offer.currency} {offer.get_period_display()}"
