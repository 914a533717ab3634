"""Who saw which score. A page only shows: it hands the note to a task, and hands the same note on once.

The request writes nothing to the database. A mark in the cache spares the task what was noted already; the record itself
holds each member, score and version once, whatever the cache forgets.
"""

import logging

from django.core.cache import cache
from django.utils import timezone

from matching.tasks import record_sights

logger = logging.getLogger(__name__)
KEPT = 24 * 3600


def note(member, matches):
    """The member is shown the scores of these matches (rows with pk and version)."""
    keys = {f"saw:{member.pk}:{match.pk}:{match.version}": match for match in matches if match is not None}
    known = cache.get_many(keys) if keys else {}
    new = {key: match for key, match in keys.items() if key not in known}
    if not new:
        return
    seen = {str(match.pk): match.version for match in new.values()}
    try:
        record_sights.delay(member_id=str(member.pk), seen=seen, at=timezone.now().isoformat())
    except Exception:  # the broker is away: the page answers, and the next look is noted
        logger.warning("a sight was not noted", extra={"member": str(member.pk), "count": len(new)}, exc_info=True)
    else:
        cache.set_many(dict.fromkeys(new, 1), KEPT)
