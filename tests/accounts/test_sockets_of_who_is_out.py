"""Who is deactivated, gets another role, is blocked or whose company is suspended loses open sockets at once."""

import pytest
from asgiref.sync import sync_to_async

from accounts.services.companies import suspend_company
from accounts.services.members import change_role, deactivate_member
from accounts.services.people import block_user
from tests.accounts.test_live_pages import in_a_loop, page_of

pytestmark = pytest.mark.django_db(transaction=True)
ACTS = {
    "deactivated": lambda admin, viewer: deactivate_member(member=viewer, actor=admin),
    "another role": lambda admin, viewer: change_role(member=viewer, role="recruiter", actor=admin),
    "blocked": lambda admin, viewer: block_user(user=viewer.user),
    "suspended": lambda admin, viewer: suspend_company(company=viewer.company),
}


@pytest.mark.parametrize("act", ACTS)
@in_a_loop
async def test_the_socket_is_closed(admin, viewer, act):
    page = await sync_to_async(page_of)(viewer)
    await page.connect()
    assert (await page.hear())["type"] == "joined"

    await sync_to_async(ACTS[act])(admin, viewer)

    closed = await page.receive_output()
    assert (closed["type"], closed["code"]) == ("websocket.close", 4401)


@in_a_loop
async def test_signing_out_closes_that_session_alone(viewer):
    here, there = [await sync_to_async(page_of)(viewer) for _n in range(2)]
    for page in (here, there):
        await page.connect()
        await page.hear()

    await sync_to_async(here.client.logout)()

    closed = await here.receive_output()
    assert (closed["type"], closed["code"]) == ("websocket.close", 4401)
    await there.say({"type": "ping"})
    assert await there.hear() == {"type": "pong"}
    await there.disconnect()


@in_a_loop
async def test_the_others_stay_connected(admin, viewer, recruiter):
    page = await sync_to_async(page_of)(recruiter)
    await page.connect()
    await page.hear()

    await sync_to_async(ACTS["deactivated"])(admin, viewer)
    await page.say({"type": "ping"})

    assert await page.hear() == {"type": "pong"}
    await page.disconnect()
