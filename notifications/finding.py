"""What the command palette finds of notifications."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import palette
from accounts.permissions import Action


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


@palette.register
def letter_pages(member, text):
    """What a company mails, for those who may set it."""
    known = [(_("Letters"), "notifications:letters", "mail"), (_("What is mailed"), "notifications:rules", "send")]
    return [
        palette.entry(title, reverse(name), icon=icon, group=_("Go to"))
        for title, name, icon in known
        if member.can(Action.MANAGE_SETTINGS) and text.casefold() in title.casefold()
    ]
