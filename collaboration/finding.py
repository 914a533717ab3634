"""What the command palette finds of the team's work."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import palette
from accounts.permissions import Action


@palette.register
def pages(member, text):
    """The pages of this app, by their names."""
    known = [
        (_("Tasks"), "collaboration:tasks", "clipboard-list"),
        (_("Activity"), "collaboration:activity", "activity"),
        (_("Interviews"), "collaboration:interviews", "calendar"),
    ]
    if member.can(Action.SUBMIT_FEEDBACK):
        known.append((_("My times"), "collaboration:my_times", "calendar-clock"))
    return [
        palette.entry(title, reverse(name), icon=icon, group=_("Go to"))
        for title, name, icon in known
        if text.casefold() in title.casefold()
    ]
