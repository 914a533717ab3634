"""What the command palette finds of analytics."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import palette
from accounts.permissions import Action


@palette.register
def pages(member, text):
    known = [
        (_("Team analytics"), "analytics:home", "chart-column"),
        (_("What the figures mean"), "analytics:metrics", "book-open"),
    ]
    return [
        palette.entry(title, reverse(name), icon=icon, group=_("Go to"))
        for title, name, icon in known
        if member.can(Action.VIEW_ANALYTICS) and text.casefold() in title.casefold()
    ]
