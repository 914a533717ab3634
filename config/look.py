"""The look in templates: icons, initials, relative times, and forms drawn with our own field template.

Loaded as template builtins by the settings, so that rows of long lists can draw an icon without the cost of an include.
"""

from datetime import datetime, timedelta
from functools import lru_cache

from django import template
from django.forms.renderers import TemplatesSetting
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.dates import MONTHS_3
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


class FormLook(TemplatesSetting):
    """Draw `{{ form }}` and `{{ field.as_field_group }}` with the components of the design system."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"


@register.simple_tag
def icon(name, label="", css=""):
    """An icon of the sprite. With a label it is an image with that name, without one it is decoration."""
    return _icon(static("img/icons.svg"), name, str(label), css)


@lru_cache(maxsize=1024)
def _icon(sprite, name, label, css):
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon{}" {}><use href="{}#{}"></use></svg>', f" {css}" if css else "", said, sprite, name)


@register.filter
def initials(name):
    """Up to two letters that stand for a person: first and last word of the name."""
    words = [word for word in str(name or "").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent):
    """What a session runs on, as people call it: "Firefox on Windows"."""
    text = str(user_agent or "")
    browser = next((name for sign, name in BROWSERS if sign in text), None)
    system = next((name for sign, name in SYSTEMS if sign in text), None)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


@register.filter
def may(member, action):
    """Whether a member may do what the permission table calls `action`; nobody may do anything."""
    return bool(member) and member.can(action)


@register.filter
def is_under(url, request):
    """Whether the page lies at or below an address of the rail."""
    return bool(url) and request.path.startswith(url)


@register.simple_tag
def options(rows, chosen):
    """The <option>s of rows with a name, `chosen` being the id of the selected one: one tag where a long list has hundreds."""
    return mark_safe(  # noqa: S308  (names are escaped, ids are ours)
        "".join(f'<option value="{row.pk}"{" selected" if row.pk == chosen else ""}>{escape(row.name)}</option>' for row in rows)
    )


@register.filter
def is_here(url, request):
    """Whether the page is just that address."""
    return bool(url) and request.path == url


@register.simple_tag
def ago(at, now=None):
    """<time> with a short relative text, the exact moment with its zone on hover. at: datetime, date, None (a dash)."""
    if at is None:
        return mark_safe('<span class="faint">–</span>')
    if not isinstance(at, datetime):
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), formats.date_format(at, "j M Y"))
    local = timezone.localtime(at)
    exact = f"{_day(local)}, {local:%H:%M} {local.tzname()}"
    # Written by hand, since lists say it hundreds of times: only the words of the language can hold what needs escaping.
    return mark_safe(  # noqa: S308  (each part is escaped or a number)
        f'<time datetime="{local.isoformat()}" title="{escape(exact)}">{escape(_relative(local, now or timezone.now()))}</time>'
    )


def _day(at, year=True):
    """ "3 Nov 2026", as the format "j M Y" has it; parsing that format anew takes five times as long."""
    month = str(MONTHS_3[at.month]).title()
    return f"{at.day} {month} {at.year}" if year else f"{at.day} {month}"


def _relative(at, now):
    gap = at - now
    future, gap = gap > timedelta(0), abs(gap)
    if gap < timedelta(minutes=1):
        return _("just now")
    if gap < timedelta(hours=1):
        count = int(gap.total_seconds() // 60)
        text = ngettext("%(count)d min", "%(count)d min", count)
    elif gap < timedelta(days=1):
        count = int(gap.total_seconds() // 3600)
        text = ngettext("%(count)d hour", "%(count)d hours", count)
    elif gap < timedelta(days=30):
        count = gap.days
        text = ngettext("%(count)d day", "%(count)d days", count)
    else:
        return _day(at, year=at.year != now.year)
    span = text % {"count": count}
    return _("in %(span)s") % {"span": span} if future else _("%(span)s ago") % {"span": span}
