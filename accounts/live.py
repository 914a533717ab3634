"""Hints for open pages: "this changed, ask again". They carry no data, so that what a page shows is always asked for.

    topics["job"] = lambda member, job_id: Job.objects.visible_to(member).filter(pk=job_id).exists()    in AppConfig.ready()

    nudge("job:0192…", "member:0191…")              anywhere in synchronous code, beside the change

A page joins a topic over `/ws/live/` if the topic's own rule lets its member.
"""

import logging
import re
from functools import partial

from asgiref.sync import async_to_sync
from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

TOPIC = re.compile(r"(?P<prefix>[a-z_]{1,30}):(?P<id>[0-9A-Za-z-]{1,40})")

# prefix -> function(member, id) -> bool: may this member hear of that? Runs in a thread, with the database.
topics = {}


def group_of(topic):
    """The channel layer's name for a topic, `job:12` → `live.job.12`; ValueError if it is no topic."""
    found = TOPIC.fullmatch(topic)
    if not found:
        raise ValueError(f"{topic!r} is not a topic: prefix:id")
    return f"live.{found['prefix']}.{found['id']}"


def may_join(member, topic):
    """Whether the topic's rule lets this member hear of it; an unknown topic is nobody's."""
    found = TOPIC.fullmatch(topic)
    rule = found and topics.get(found["prefix"])
    return bool(member and rule and rule(member, found["id"]))


def nudge(*changed):
    """Tell the open pages, once the present transaction is committed, that these topics changed.

    A page that asked earlier would read what was there before. One that hears nothing polls: a lost hint loses no data.
    """
    _after_the_commit("hint", changed)


def close(*whose):
    """Close the sockets of `member:<id>` or `user:<id>`: who is still in connects again as who they are now."""
    _after_the_commit("out", whose)


def look_again(*whose):
    """Have the sockets of `user:<id>` ask who they belong to: of several sessions of a person perhaps one has ended."""
    _after_the_commit("look", whose)


def _after_the_commit(kind, topics_told):
    if topics_told:
        transaction.on_commit(partial(_tell, kind, topics_told))


def _tell(kind, topics_told):
    try:
        async_to_sync(_send)(kind, topics_told)
    except (RedisError, OSError, ChannelFull):
        logger.warning("live pages were not told", extra={"topics": topics_told[:5]}, exc_info=True)


async def _send(kind, topics_told):
    layer = get_channel_layer()
    for topic in dict.fromkeys(topics_told):
        await layer.group_send(group_of(topic), {"type": kind, "topic": topic})
