"""A page hears of what its member may see, and of nothing else."""

import functools
import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from accounts import live
from accounts.live import nudge
from config.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rooms():
    """A topic whose rule lets members in whose company is named in it."""
    live.topics["room"] = lambda member, id: str(member.company_id) == id
    yield
    del live.topics["room"]


class Page(ApplicationCommunicator):
    """A page's end of the socket."""

    def __init__(self, *, cookie=""):
        headers = [(b"origin", b"http://localhost"), (b"cookie", cookie.encode())]
        scope = {"type": "websocket", "path": "/ws/live/", "query_string": b"", "headers": headers, "subprotocols": []}
        super().__init__(application, scope)

    async def connect(self):
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output())["type"] == "websocket.accept"

    async def say(self, message):
        await self.send_input({"type": "websocket.receive", "text": json.dumps(message)})

    async def hear(self):
        return json.loads((await self.receive_output())["text"])

    async def disconnect(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait()


def in_a_loop(test):
    """Run an asynchronous test; what it does with the database happens in this thread."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        return async_to_sync(test)(*args, **kwargs)

    return run


def page_of(member):
    client = Client()
    client.force_login(member.user)
    page = Page(cookie=f"sessionid={client.cookies['sessionid'].value}")
    page.client = client
    return page


async def opened(member):
    page = await sync_to_async(page_of)(member)
    await page.connect()
    return page, await page.hear()


@in_a_loop
async def test_a_member_hears_of_their_own_from_the_start(recruiter):
    page, first = await opened(recruiter)
    assert first == {"type": "joined", "topics": [f"user:{recruiter.user_id}", f"member:{recruiter.pk}"], "refused": []}

    await sync_to_async(nudge)(f"member:{recruiter.pk}")

    assert await page.hear() == {"type": "hint", "topic": f"member:{recruiter.pk}"}
    await page.disconnect()


@in_a_loop
async def test_a_topic_is_joined_if_its_rule_lets_the_member(recruiter, other_company, rooms):
    page, _ = await opened(recruiter)
    ours, theirs = f"room:{recruiter.company_id}", f"room:{other_company.pk}"

    await page.say({"type": "join", "topics": [ours, theirs, "cellar:1", "no topic", 7]})
    assert await page.hear() == {"type": "joined", "topics": [ours], "refused": [theirs, "cellar:1", "no topic"]}

    await sync_to_async(nudge)(theirs, ours)
    assert await page.hear() == {"type": "hint", "topic": ours}
    assert await page.receive_nothing()
    await page.disconnect()


@in_a_loop
async def test_a_topic_that_was_left_is_heard_no_more(recruiter, rooms):
    page, _ = await opened(recruiter)
    topic = f"room:{recruiter.company_id}"
    await page.say({"type": "join", "topics": [topic]})
    await page.hear()

    await page.say({"type": "leave", "topics": [topic]})
    await page.say({"type": "ping"})
    assert await page.hear() == {"type": "pong"}
    await sync_to_async(nudge)(topic)

    assert await page.receive_nothing()
    await page.disconnect()


@in_a_loop
async def test_who_was_deactivated_joins_nothing_more(recruiter, rooms):
    page, _ = await opened(recruiter)
    await sync_to_async(lambda: type(recruiter).objects.filter(pk=recruiter.pk).update(deactivated_at="2026-01-01T00:00Z"))()

    await page.say({"type": "join", "topics": [f"room:{recruiter.company_id}"]})

    assert await page.hear() == {"type": "joined", "topics": [], "refused": [f"room:{recruiter.company_id}"]}
    await page.disconnect()


@in_a_loop
async def test_who_signed_out_is_sent_away_with_the_next_hint(recruiter, monkeypatch):
    monkeypatch.setattr("accounts.consumers.RECHECK_SECONDS", -1)
    page, _ = await opened(recruiter)
    await sync_to_async(lambda: type(recruiter.user).objects.filter(pk=recruiter.user_id).update(is_active=False))()

    await sync_to_async(nudge)(f"member:{recruiter.pk}")

    assert (await page.hear())["type"] == "hint"  # it holds nothing
    assert await page.receive_output() == {"type": "websocket.close", "code": 4401}


@in_a_loop
async def test_what_is_no_message_is_ignored(recruiter):
    page, _ = await opened(recruiter)
    for nonsense in ["{", "[]", '{"type": "join", "topics": 5}', "null", '"join"']:
        await page.send_input({"type": "websocket.receive", "text": nonsense})
    await page.send_input({"type": "websocket.receive", "bytes": b"\x00\x01"})

    assert await page.hear() == {"type": "joined", "topics": [], "refused": []}  # the third asked for no topic
    await page.say({"type": "ping"})
    assert await page.hear() == {"type": "pong"}
    await page.disconnect()


@in_a_loop
async def test_no_more_than_fifty_topics(recruiter, rooms, monkeypatch):
    monkeypatch.setattr("accounts.consumers.MOST_TOPICS", 3)  # two of them are the member's own
    live.topics["wing"] = live.topics["room"]
    page, _ = await opened(recruiter)

    await page.say({"type": "join", "topics": [f"room:{recruiter.company_id}", f"wing:{recruiter.company_id}"]})

    answer = await page.hear()
    del live.topics["wing"]
    assert answer["refused"] == [f"wing:{recruiter.company_id}"]
    await page.disconnect()


@in_a_loop
async def test_no_socket_without_a_session():
    page = Page()
    await page.connect()

    assert (await page.receive_output())["code"] == 4401
