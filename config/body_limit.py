"""A limit for the bodies of requests: an ASGI server would spool any length to disk before a view could refuse it."""

MOST_BYTES = 600 * 1024 * 1024  # a form may bring 500 résumés at once; each file has its own limit (jobs/uploads.py)


class BodyLimit:
    """ASGI middleware: 413 for a body that announces more than `most` bytes, and an end for one that goes on beyond it."""

    def __init__(self, app, most=MOST_BYTES):
        self.app, self.most = app, most

    async def __call__(self, scope, receive, send):
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self.most:
            await send(
                {
                    "type": "http.response.start",
                    "status": 413,
                    "headers": [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")],
                }
            )
            await send({"type": "http.response.body", "body": b"The upload is too large. Send fewer or smaller files at a time."})
            return
        arrived = 0

        async def counted():
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            return {"type": "http.disconnect"} if arrived > self.most else message

        await self.app(scope, counted, send)
