"""What is logged holds no secret."""

import pytest

from config.scrubbing import HIDDEN, scrub


def logged(**event):
    return scrub(None, "info", event)


@pytest.mark.parametrize(
    "name", ["password", "new_password", "api_key", "Authorization", "csrftoken", "sessionid", "stripe_secret", "HTTP_COOKIE"]
)
def test_the_value_of_a_secret_name_is_hidden(name):
    assert logged(**{name: "abc", "headers": {name: "abc"}}) == {name: HIDDEN, "headers": {name: HIDDEN}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /join?token=s3cretvalue&next=/", f"GET /join?token={HIDDEN}&next=/"),
        ("Authorization: Bearer abcdefghijklmnop", f"Authorization: Bearer {HIDDEN}"),
        ("key sk_live_abcdefgh12345678 refused", f"key {HIDDEN} refused"),
        ("postgres://app:hunter2@db/hiring", f"postgres://app:{HIDDEN}@db/hiring"),
        ("GET /account/password/reset/key/3x-abcdef123456/", f"GET /account/password/reset/key/{HIDDEN}/"),
        ("nothing to hide at 12:30", "nothing to hide at 12:30"),
    ],
)
def test_a_secret_inside_a_text_is_hidden(text, expected):
    assert logged(event=text, more=[text], deep={"a": {"b": text}}) == {
        "event": expected, "more": [expected], "deep": {"a": {"b": expected}},
    }  # fmt: skip


def test_numbers_and_ids_stay():
    assert logged(event="moved", application_id=12, ok=True, none=None) == {
        "event": "moved", "application_id": 12, "ok": True, "none": None,
    }  # fmt: skip
