"""Takes secrets out of what is logged."""

import re

HIDDEN = "[hidden]"
SECRET_NAMES = re.compile(
    r"passw|secret|token|authori[sz]ation|cookie|api_?key|session_?id|csrf|signature|salt|private|credential", re.I
)
SECRET_TEXT = [
    (re.compile(r"(?i)\b(bearer|basic|token)\s+[\w.~+/=-]{8,}"), r"\1 " + HIDDEN),
    (re.compile(r"\b(?:sk|pk|rk|whsec)_(?:test_|live_)?\w{8,}"), HIDDEN),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), HIDDEN),  # a JSON web token
    (re.compile(r"(?i)([?&](?:token|key|code|signature|secret|state|password)=)[^&\s'\"]+"), r"\1" + HIDDEN),
    (
        re.compile(
            r"(?i)(/(?:reset/key|confirm-email|invitations?|join|unsubscribe|mail/hooks|stripe/webhook|me/link|me/stay)/)[^/\s'\"]{8,}"
        ),
        r"\1" + HIDDEN,
    ),
    (re.compile(r"(\w+://[^\s:/@]*:)[^\s@/]+@"), r"\1" + HIDDEN + "@"),  # a password in an address
]


def scrub(logger, method, event):
    """A structlog processor: `event` without the values of secret names and without secrets inside texts."""
    return {key: _clean(key, value) for key, value in event.items()}


def _clean(key, value):
    if isinstance(key, str) and SECRET_NAMES.search(key):
        return HIDDEN
    if isinstance(value, str):
        for pattern, instead in SECRET_TEXT:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, dict):
        return {inner: _clean(inner, each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(None, each) for each in value]
    return value
