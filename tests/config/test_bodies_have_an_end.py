"""A body that announces, or brings, more than the limit does not fill the disk."""

import asyncio

import pytest

from config.body_limit import BodyLimit


def asked(body, length, most=10):
    sent, took = [], []

    async def app(scope, receive, send):
        while (message := await receive())["type"] == "http.request":
            took.append(message["body"])
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return

    async def run():
        pieces = [{"type": "http.request", "body": piece, "more_body": place < len(body) - 1} for place, piece in enumerate(body)]

        async def receive():
            return pieces.pop(0)

        async def send(message):
            sent.append(message)

        headers = [(b"content-length", length)] if length is not None else []
        await BodyLimit(app, most)({"type": "http", "headers": headers}, receive, send)

    asyncio.run(run())
    return sent[0]["status"] if sent else None, b"".join(took)


def test_what_fits_goes_through():
    assert asked([b"12345", b"67890"], b"10") == (200, b"1234567890")


@pytest.mark.parametrize("length", [b"11", b"-1", b"ten"])
def test_what_announces_too_much_is_refused_unread(length):
    assert asked([b"x"], length) == (413, b"")


def test_what_announces_nothing_is_cut_off_at_the_limit():
    assert asked([b"12345", b"67890", b"1", b"2"], None) == (None, b"1234567890")
