"""What the command palette finds: each app adds a source for its own things.

palette.register(function(member, text) -> list of entry(…))        in AppConfig.ready()
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.permissions import Action

SHORTEST = 2  # letters before anything is looked up in the database
MOST_PER_SOURCE = 6
sources = []


def register(source):
    """Add a source: a function of the member and what they typed; it must show only what they may see."""
    if source not in sources:
        sources.append(source)
    return source


def entry(title, url, *, subtitle="", icon="corner-down-left", group=""):
    """One line of the palette."""
    return {"title": str(title), "subtitle": str(subtitle), "url": url, "icon": icon, "group": str(group)}


def search(member, text):
    """What all sources find, source by source."""
    text = " ".join(text.replace("\x00", "").split())[:100]
    return [found for source in sources for found in source(member, text)[:MOST_PER_SOURCE]]


@register
def pages(member, text):
    """The pages of accounts, by their names."""
    go = _("Go to")
    known = [
        (None, _("Your profile"), "accounts:profile", "user"),
        (None, _("Sign-in and security"), "accounts:security", "shield-check"),
        (None, _("Members"), "accounts:members", "user-check"),
        (None, _("Roles and permissions"), "accounts:permissions", "list-checks"),
        (Action.MANAGE_USERS, _("Invite colleagues"), "accounts:invite", "user-plus"),
        (Action.MANAGE_SETTINGS, _("Company settings"), "accounts:company", "settings"),
        (Action.MANAGE_SETTINGS, _("Activity log"), "accounts:activity", "history"),
    ]
    return [
        entry(title, reverse(name), icon=icon, group=go)
        for action, title, name, icon in known
        if (action is None or member.can(action)) and text.casefold() in title.casefold()
    ]


@register
def colleagues(member, text):
    """Members by name or handle."""
    if len(text) < SHORTEST:
        return []
    found = Membership.objects.visible_to(member).active().called(text).select_related("user").order_by("user__name", "pk")
    return [
        entry(
            one.name,
            reverse("accounts:member", args=[one.pk]),
            subtitle=one.title or one.get_role_display(),
            icon="user",
            group=_("Colleagues"),
        )
        for one in found[:MOST_PER_SOURCE]
    ]
