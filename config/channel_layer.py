"""The channel layer of the embedded mode: everything in the memory of one process, safe to use from worker threads."""

import asyncio

from channels.layers import InMemoryChannelLayer


class ThreadSafeInMemoryChannelLayer(InMemoryChannelLayer):
    """Hands what another thread sends over to the loop that serves the sockets.

    The layer it derives from keeps `asyncio.Queue`s, which wake a reader only when they are filled from the reader's
    own loop. The serving loop makes itself known by receiving; `async_to_sync(layer.group_send)` in a worker thread
    runs another loop, so its work is carried across.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._serving = None

    async def receive(self, channel):
        self._serving = asyncio.get_running_loop()
        return await super().receive(channel)

    async def send(self, channel, message):
        await self._where_it_is_read(super().send, channel, message)

    async def group_send(self, group, message):
        await self._where_it_is_read(super().group_send, group, message)

    async def _where_it_is_read(self, method, *args):
        serving = self._serving
        if serving is None or serving is asyncio.get_running_loop() or not serving.is_running():
            return await method(*args)
        future = asyncio.run_coroutine_threadsafe(method(*args), serving)
        return await asyncio.wrap_future(future)
