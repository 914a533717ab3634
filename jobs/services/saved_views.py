"""A list's search, filters and order, kept under a name."""

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from jobs.models import SavedView

MOST_VIEWS = 50
NOT_KEPT = {"cursor", "view", "csrfmiddlewaretoken"}


class ViewRefused(Refused):
    """The view cannot be kept; the message is meant for the person."""

    def __init__(self, message, *, code="refused", field="name"):
        super().__init__(message, code=code, field=field)


def kept_query(query):
    """The part of a query string that is worth keeping: not the place in the list, nothing empty."""
    pairs = parse_qsl(query.lstrip("?"), keep_blank_values=True, max_num_fields=100)
    worth = [(key, value) for key, value in pairs if key not in NOT_KEPT and (value or key == "status")]
    return urlencode(worth)  # an empty status says "any", where lists begin with the running ones


@transaction.atomic
def save_view(*, member, page, name, query, shared=False):
    """Keep a view; the same name of the same member is overwritten."""
    name, query = " ".join(name.split())[:60], kept_query(query)
    if not name:
        raise ViewRefused(_("Give the view a name."), code="required")
    if page not in SavedView.Page.values:
        raise ViewRefused(_("There is no such list."), code="unknown_page", field="page")
    if len(query) > 1000:
        raise ViewRefused(_("These filters are too long to keep."), code="too_long", field="query")
    mine = SavedView.objects.filter(member=member, page=page)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise ViewRefused(_("You keep %(most)d views of this list. Delete one first.") % {"most": MOST_VIEWS}, code="too_many")
    view, _created = SavedView.objects.update_or_create(
        member=member, page=page, name=name, defaults={"company_id": member.company_id, "query": query, "shared": shared}
    )
    return view
