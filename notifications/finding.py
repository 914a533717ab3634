"""What the command palette finds of notifications."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import palette


@palette.register
def notice_pages(member, text):
    """The pages of one's notices, by their names."""
    known = [
        (_("Notifications"), "notifications:list", "bell"),
        (_("Notification preferences"), "notifications:preferences", "sliders-horizontal"),
    ]
    return [
        palette.entry(title, reverse(name), icon=icon, group=_("Go to"))
        for title, name, icon in known
        if text.casefold() in title.casefold()
    ]
