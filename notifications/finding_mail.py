"""What the command palette finds of the mail."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import palette
from accounts.permissions import Action


@palette.register
def mail_pages(member, text):
    """The pages of the mail, by their names."""
    if not member.can(Action.VIEW_CANDIDATES):
        return []
    known = [(_("Mail"), "notifications:outbox", "mail"), (_("Addresses that get no mail"), "notifications:addresses", "mail")]
    return [
        palette.entry(title, reverse(name), icon=icon, group=_("Go to"))
        for title, name, icon in known
        if text.casefold() in title.casefold()
    ]
