"""Who looks at what right now: topics whose prefix begins with `presence_`, kept in the cache for as long as pages say so.

A page that joins such a topic over `/ws/live/` is there until its socket closes or it stops to ping. Nothing is stored, and
the topic's own rule says who may join and so who may know.
"""

from django.core.cache import cache

PREFIX = "presence_"
EXPIRY = 35  # seconds; pages ping every 15


def is_presence(topic):
    return topic.startswith(PREFIX)


def _key(topic, member_id):
    return f"{topic}:{member_id}"


async def arrive(topic, member_id, socket):
    """Note that a member is there, or still there; returns whether that is news."""
    key = _key(topic, member_id)
    news = await cache.aadd(key, socket, EXPIRY)
    if not news:
        await cache.aset(key, socket, EXPIRY)
    return bool(news)


async def leave(topic, member_id, socket):
    """The page is gone; another page of the same member that said so last keeps them there."""
    key = _key(topic, member_id)
    if await cache.aget(key) == socket:
        await cache.adelete(key)


def here(topic, member_ids):
    """Those of the members who look at it now, in the order given."""
    keys = {_key(topic, pk): pk for pk in member_ids}
    found = cache.get_many(keys)
    return [pk for key, pk in keys.items() if key in found]
