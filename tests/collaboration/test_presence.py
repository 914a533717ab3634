"""Who looks at the same thing now: seen by those who may see the thing, gone when the page is closed."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.urls import reverse

from accounts import presence
from tests.accounts.test_live_pages import in_a_loop, page_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody_looks(settings):
    """A cache of this test's own: the shared one is everybody's."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid4().hex}}


async def arrive(member, topic):
    page = await sync_to_async(page_of)(member)
    await page.connect()
    await page.hear()  # its own topics
    await page.say({"type": "join", "topics": [topic]})
    return page


async def until(page, **wanted):
    """Hear until a message with these values comes."""
    while True:
        said = await page.hear()
        if wanted.items() <= said.items():
            return said


@in_a_loop
async def test_who_comes_is_told_to_those_who_are_there_and_who_goes_too(job, recruiter, admin):
    topic = f"presence_job:{job.pk}"
    first = await arrive(recruiter, topic)
    await until(first, type="joined", topics=[topic])
    second = await arrive(admin, topic)

    await until(second, type="joined", topics=[topic])
    await until(first, type="hint", topic=topic)
    assert await sync_to_async(presence.here)(topic, [recruiter.pk, admin.pk]) == [recruiter.pk, admin.pk]

    await second.disconnect()
    await until(first, type="hint", topic=topic)
    assert await sync_to_async(presence.here)(topic, [recruiter.pk, admin.pk]) == [recruiter.pk]
    await first.disconnect()


@in_a_loop
async def test_a_ping_keeps_them_there(job, recruiter):
    topic = f"presence_job:{job.pk}"
    page = await arrive(recruiter, topic)
    await until(page, type="joined", topics=[topic])
    await sync_to_async(cache.clear)()  # as after the time has run out

    await page.say({"type": "ping"})
    await until(page, type="pong")

    assert await sync_to_async(presence.here)(topic, [recruiter.pk]) == [recruiter.pk]
    await page.disconnect()


@in_a_loop
async def test_nobody_joins_what_they_may_not_see(their_job, application, recruiter, interviewer):
    for member, topic in ((recruiter, f"presence_job:{their_job.pk}"), (interviewer, f"presence_application:{application.pk}")):
        page = await arrive(member, topic)
        await until(page, type="joined", refused=[topic])
        assert await sync_to_async(presence.here)(topic, [member.pk]) == []
        await page.disconnect()


@pytest.mark.parametrize("kind", ["job", "application"])
def test_the_page_names_the_others_and_not_oneself(sign_in, application, recruiter, admin, viewer, kind):
    pk = {"job": application.job_id, "application": application.pk}[kind]
    for member in (recruiter, admin):
        cache.set(f"presence_{kind}:{pk}:{member.pk}", "a page", 35)

    piece = sign_in(recruiter).get(reverse("collaboration:presence", args=[kind, pk])).content.decode()

    assert admin.name in piece and recruiter.name not in piece and viewer.name not in piece
    assert sign_in(recruiter).get(reverse("collaboration:presence", args=["candidate", pk])).status_code == 404
