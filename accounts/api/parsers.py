"""How bodies come in: as JSON of numbers that are numbers, whose texts hold nothing that a database refuses."""

import json
import math

from django.conf import settings
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser

NUL = "\0"  # PostgreSQL has no place for it in a text
MOST_DEEP = 100  # levels of lists and objects; nothing that is asked for needs ten


class NotJson(ValueError):
    """The text is not JSON that we take."""


def plain_json(text):
    """The value of a JSON text; NotJson where it is none, nests deeper than MOST_DEEP, or names a number that is not finite."""
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError as error:
        raise NotJson("It nests too deep.") from error
    except ValueError as error:
        raise NotJson(str(error)) from error
    if not _is_shallow(value):
        raise NotJson("It nests too deep.")
    return value


def _no_number(name):
    raise ValueError(f"{name} is no number.")


def _finite(digits):
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is too large.")
    return number


def _is_shallow(value):
    level = [value]
    for _level in range(MOST_DEEP + 1):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return True
    return False


class PlainJSON(JSONParser):
    """JSON whose names and texts hold no NUL."""

    def parse(self, stream, media_type=None, parser_context=None):
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        try:
            parsed = plain_json(stream.read().decode(encoding))
        except (ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
            raise ParseError(f"JSON parse error - {error}") from error
        for path in nuls(parsed):
            raise ValidationError({path: "Holds a NUL character (U+0000)."}, code="null_characters_not_allowed")
        return parsed


def nuls(value, path=""):
    """The dotted paths of the texts that hold a NUL, however deep."""
    if isinstance(value, str):
        if NUL in value:
            yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            yield from nuls(name, here.replace(NUL, "␀"))
            yield from nuls(inner, here)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from nuls(inner, f"{path}.{position}".lstrip("."))
