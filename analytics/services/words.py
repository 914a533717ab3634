"""Figures as people read them, on the page and on paper."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DECIMALS = {"count": 0, "score": 0, "days": 1, "hours": 1, "recommendation": 1}
SINGULAR = {"days": lambda n: ngettext("day", "days", n), "hours": lambda n: ngettext("hour", "hours", n)}
TWO_DAYS = 48


def said(metric, value):
    """A value with its unit; a dash where there is none, for nothing counted is no zero."""
    if value is None:
        return "–"
    if metric.unit == "hours" and value >= TWO_DAYS:
        return f"{number_format(value / 24, 1, force_grouping=True)} {SINGULAR['days'](2)}"
    text = number_format(value, DECIMALS[metric.unit], force_grouping=True)
    if metric.unit in SINGULAR:
        return f"{text} {SINGULAR[metric.unit](1 if text in {'1.0', '1'} else 2)}"
    return text


def note(figure):
    """Beside an average: of how many it is made, and its median."""
    if not figure.metric.averaged or not figure.n:
        return ""
    of = _("of %(n)s") % {"n": number_format(figure.n, force_grouping=True)}
    if figure.median is None:
        return of
    return _("%(of)s, median %(median)s") % {"of": of, "median": said(figure.metric, figure.median)}
