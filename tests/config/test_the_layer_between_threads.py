"""The embedded channel layer carries a message from a worker's thread to the loop that serves, at once."""

import asyncio
import threading
import time

from asgiref.sync import async_to_sync

from config.channel_layer import ThreadSafeInMemoryChannelLayer


def test_a_message_from_another_thread_wakes_the_reader():
    layer = ThreadSafeInMemoryChannelLayer()

    async def read():
        channel = await layer.new_channel()
        await layer.group_add("hall", channel)
        reading = asyncio.ensure_future(layer.receive(channel))
        await asyncio.sleep(0)  # the reader waits now, and nothing else will wake this loop
        sent = threading.Timer(0.1, lambda: async_to_sync(layer.group_send)("hall", {"type": "hint"}))
        sent.start()
        message = await asyncio.wait_for(reading, timeout=10)
        return message, time.monotonic()

    started = time.monotonic()
    message, arrived = asyncio.run(read())

    assert message == {"type": "hint"}
    assert arrived - started < 5  # without being carried over it would lie there until the time is up


def test_many_threads_lose_nothing():
    layer = ThreadSafeInMemoryChannelLayer(capacity=1000)

    async def read():
        channel = await layer.new_channel()
        await layer.group_add("hall", channel)
        first = asyncio.ensure_future(layer.receive(channel))
        await asyncio.sleep(0)

        def shout(speaker):
            for number in range(50):
                async_to_sync(layer.group_send)("hall", {"type": "hint", "topic": f"{speaker}:{number}"})

        threads = [threading.Thread(target=shout, args=(speaker,)) for speaker in range(4)]
        for thread in threads:
            thread.start()
        heard = [await asyncio.wait_for(first, 10)]
        while len(heard) < 200:
            heard.append(await asyncio.wait_for(layer.receive(channel), 10))
        return {message["topic"] for message in heard}

    assert asyncio.run(read()) == {f"{speaker}:{number}" for speaker in range(4) for number in range(50)}


def test_a_message_sent_where_nobody_serves_is_simply_kept():
    layer = ThreadSafeInMemoryChannelLayer()

    async def alone():
        channel = await layer.new_channel()
        await layer.send(channel, {"type": "hint"})
        return await layer.receive(channel)

    assert asyncio.run(alone()) == {"type": "hint"}
