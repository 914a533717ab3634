"""What a body may hold: JSON of sensible depth and finite numbers; a text is a text."""

import pytest

from accounts.api.parsers import MOST_DEEP, NotJson, plain_json
from accounts.consumers import LiveConsumer
from tests.accounts.test_live_pages import in_a_loop

pytestmark = pytest.mark.django_db
TOO_DEEP = "[" * 50_000


@pytest.mark.parametrize(
    "body",
    [
        TOO_DEEP,
        TOO_DEEP + "]" * 50_000,
        '{"name":' * 50_000,
        '{"name": ' + "[" * 200 + "]" * 200 + "}",
        '{"name": NaN}',
        '{"name": Infinity}',
        '{"name": -Infinity}',
        '{"name": 1e999}',
        '{"name": ' + "9" * 5000 + "}",
        "{",
        b"\xff",
    ],
    ids=[
        "open",
        "closed",
        "objects",
        "below the stack's limit",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "digits",
        "unfinished",
        "not UTF-8",
    ],
)
def test_what_is_no_json_for_us_is_refused(sign_in, viewer, body):
    answer = sign_in(viewer).patch("/api/v1/me", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_reasonable_depth_is_taken():
    text = "[" * MOST_DEEP + "1" + "]" * MOST_DEEP
    assert plain_json(text) is not None
    with pytest.raises(NotJson):
        plain_json(f"[[{text}]]")


@pytest.mark.parametrize("text", [TOO_DEEP, "NaN", "1e999", "{", ""])
@in_a_loop
async def test_the_socket_takes_it_for_nothing(text):
    assert await LiveConsumer.decode_json(text) is None
    assert await LiveConsumer.decode_json('{"type": "ping"}') == {"type": "ping"}


@pytest.mark.parametrize("name", [7, 1.5, True, ["Vera"], {"a": "b"}])
def test_a_number_is_no_name(sign_in, viewer, name):
    before = viewer.user.name
    answer = sign_in(viewer).patch("/api/v1/me", {"name": name}, content_type="application/json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "name")
    viewer.user.refresh_from_db()
    assert viewer.user.name == before


def test_nor_is_it_a_department_s(sign_in, admin):
    answer = sign_in(admin).post("/api/v1/departments", {"name": 12}, content_type="application/json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "name")


def test_a_title_has_no_holes(sign_in, viewer):
    client = sign_in(viewer)
    assert client.delete("/api/v1/me").json()["title"] == "Method not allowed."
    assert client.patch("/api/v1/me", b"x", content_type="text/csv").json()["title"] == "Unsupported media type in request."
