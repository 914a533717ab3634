"""The one socket of a page: it joins topics and hears hints."""

import asyncio
import random
import time
from importlib import import_module

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.urls import path

from accounts import presence
from accounts.api.parsers import NotJson, plain_json
from accounts.doors import at_the_wrong_door
from accounts.live import group_of, may_join
from accounts.middleware import SESSION_KEY, member_of

MOST_TOPICS = 50
SIGNED_OUT = 4401  # close code: sign in again, then reconnect
RECHECK_SECONDS = 60


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """`/ws/live/`: JSON messages both ways.

    From the page   {"type": "join", "topics": ["job:…"]}, {"type": "leave", "topics": […]}, {"type": "ping"}
    To the page     {"type": "joined", "topics": […], "refused": […]}, {"type": "hint", "topic": "…"}, {"type": "pong"}
    A person's own topics, `user:<id>` and `member:<id>`, are joined from the start. Who joins `presence_…` is seen there
    until the socket closes or no ping has come for a while (accounts/presence.py).
    """

    async def connect(self):
        self.joined, self.looking = set(), None
        await self.look_who_it_is()
        if self.user is None:
            await self.accept()  # a refused handshake has no close code that a script could read
            await self.close(code=SIGNED_OUT)
            return
        own = [f"user:{self.user.pk}"] + ([f"member:{self.member.pk}"] if self.member else [])
        for topic in own:
            await self._join(topic)
        await self.accept()
        await self.send_json({"type": "joined", "topics": own, "refused": []})

    async def disconnect(self, code):
        if self.looking:
            self.looking.cancel()
        for topic in self.joined:
            await self._leave(topic)

    async def receive(self, text_data=None, bytes_data=None, **kwargs):
        if text_data:  # a page sends texts; anything else asks for nothing
            await super().receive(text_data=text_data, **kwargs)

    async def receive_json(self, content, **kwargs):
        asked = content.get("type") if isinstance(content, dict) else None
        if asked == "join":
            await self.join(_texts(content.get("topics")))
        elif asked == "leave":
            for topic in self.joined.intersection(_texts(content.get("topics"))):
                self.joined.discard(topic)
                await self._leave(topic)
        elif asked == "ping":
            for topic in filter(presence.is_presence, self.joined):
                await self._show_presence(topic)
            await self.send_json({"type": "pong"})

    @classmethod
    async def decode_json(cls, text_data):
        try:
            return plain_json(text_data)
        except NotJson:  # nothing that was asked for
            return None

    async def join(self, wanted):
        """Join what the member may hear of, up to MOST_TOPICS, and say which."""
        await self.look_who_it_is()
        joined, refused = [], []
        for topic in wanted:
            allowed = len(self.joined) < MOST_TOPICS and await database_sync_to_async(may_join)(self.member, topic)
            if allowed:
                await self._join(topic)
            (joined if allowed else refused).append(topic)
        await self.send_json({"type": "joined", "topics": joined, "refused": refused})

    async def _join(self, topic):
        await self.channel_layer.group_add(group_of(topic), self.channel_name)
        self.joined.add(topic)
        if presence.is_presence(topic):
            await self._show_presence(topic)

    async def _leave(self, topic):
        await self.channel_layer.group_discard(group_of(topic), self.channel_name)
        if presence.is_presence(topic) and self.member:
            await presence.leave(topic, self.member.pk, self.channel_name)
            await self._tell(topic)

    async def _show_presence(self, topic):
        if self.member and await presence.arrive(topic, self.member.pk, self.channel_name):
            await self._tell(topic)

    async def _tell(self, topic):
        await self.channel_layer.group_send(group_of(topic), {"type": "hint", "topic": topic})

    async def hint(self, message):
        """A topic changed. Who is out by an act hears no more at once (`out`, `look`); what no act tells of is looked at now and then.

        The hint goes first, since it holds nothing, and the looking is spread over a while: a thousand pages that hear of one thing
        would all ask the database at the same moment, and wait for one another with what comes next.
        """
        await self.send_json({"type": "hint", "topic": message["topic"]})
        if time.monotonic() - self.looked_at > RECHECK_SECONDS:
            self.looked_at = time.monotonic()
            self.looking = asyncio.create_task(self.look_in_a_while())

    async def look_in_a_while(self):
        await asyncio.sleep(max(0, random.random() * RECHECK_SECONDS))  # noqa: S311  (spreads work)
        await self.look()

    async def look(self, message=None):
        """Whether this is still who it was: signed out here or elsewhere, deactivated, in another company."""
        before = self.member and self.member.pk
        await self.look_who_it_is()
        if self.user is None or before != (self.member and self.member.pk):
            await self.close(code=SIGNED_OUT)

    async def out(self, message):
        """Who this is has changed: deactivated, another role, the company suspended."""
        await self.close(code=SIGNED_OUT)

    def session(self):
        """(key of the session, whether it is one of the candidate's door)."""
        return self.scope["session"].session_key, False

    async def look_who_it_is(self):
        """Read the session again: `self.user` (None when signed out) and `self.member` (None for candidates)."""
        self.user, self.member = await database_sync_to_async(_who)(*self.session())
        self.looked_at = time.monotonic()


def _who(session_key, at_portal):
    request = HttpRequest()  # get_user checks the password's hash in the session, as it does for a page
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    if at_the_wrong_door(request.session, at_portal):
        return None, None
    user = get_user(request)
    if not user.is_authenticated or not user.is_active:
        return None, None
    return user, None if at_portal else member_of(user, request.session.get(SESSION_KEY))


def _texts(value):
    return [each for each in value if isinstance(each, str)][:MOST_TOPICS] if isinstance(value, list) else []


class PersonConsumer(LiveConsumer):
    """`/ws/me/`: the same for who came in at the candidate's door. They join nothing but what is told to them: `user:<id>`."""

    def session(self):
        return self.scope["cookies"].get(settings.PORTAL_COOKIE_NAME), True


websocket_urlpatterns = [path("ws/live/", LiveConsumer.as_asgi()), path("ws/me/", PersonConsumer.as_asgi())]
