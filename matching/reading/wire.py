"""Dataclasses over a pipe: to plain JSON values and back, by their type hints; nothing is unpickled.

What comes from the reading child is data of the declared shape or a `ValueError`.
"""

import types
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def pack(value):
    """`value` as JSON values: dataclasses become lists of their fields, dates become strings."""
    if is_dataclass(value):
        return [pack(getattr(value, field.name)) for field in told(type(value))]
    if isinstance(value, dict):
        return {str(key): pack(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        if len(value) > 8 and all(type(item) is float for item in value):
            return [round(item, 2) for item in value]  # edges of characters, in points: the bulk of an answer
        return [pack(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def unpack(hint, value):
    """A value of the type `hint` from what `pack` made of it. Raises ValueError when it has another shape."""
    if hint is Any:
        return value
    if is_dataclass(hint):
        names = told(hint)
        if not isinstance(value, list) or len(value) != len(names):
            raise ValueError(f"not a {hint.__name__}")
        hints = hints_of(hint)
        return hint(**{field.name: unpack(hints[field.name], item) for field, item in zip(names, value, strict=True)})
    origin = get_origin(hint) or hint
    if origin in (Union, types.UnionType):
        return unpack_either(hint, value)
    if origin in (list, tuple, set, frozenset):
        return unpack_many(origin, get_args(hint), value)
    if origin is dict:
        if not isinstance(value, dict):
            raise ValueError("not a dict")
        key_hint, item_hint = get_args(hint) or (Any, Any)
        return {unpack_key(key_hint, key): unpack(item_hint, item) for key, item in value.items()}
    if hint is date and isinstance(value, str):
        return date.fromisoformat(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint is type(None) and value is None or hint is object or isinstance(value, hint):
        return value
    raise ValueError(f"{type(value).__name__} is not {hint}")


def unpack_key(hint, key):
    return int(key) if hint is int else key


def unpack_either(hint, value):
    options = get_args(hint)
    if value is None and type(None) in options:
        return None
    for option in options:
        if option is not type(None):
            try:
                return unpack(option, value)
            except ValueError:
                continue
    raise ValueError(f"{type(value).__name__} is not {hint}")


def unpack_many(origin, hints, value):
    if not isinstance(value, list):
        raise ValueError("not a list")
    if origin is tuple and hints and hints[-1] is not Ellipsis:
        if len(hints) != len(value):
            raise ValueError("a tuple of another length")
        return tuple(unpack(hint, item) for hint, item in zip(hints, value, strict=True))
    if not hints or hints[0] in (float, str, int):  # long rows of plain values: character edges
        allowed = {float: (float, int), str: str, int: int}.get(hints[0], object) if hints else object
        if not all(isinstance(item, allowed) for item in value):
            raise ValueError("a list of other values")
        return origin(value)
    return origin(unpack(hints[0], item) for item in value)


@cache
def told(cls):
    """The fields that its constructor takes and that are not derived (their names have no leading underscore)."""
    return [field for field in fields(cls) if field.init and not field.name.startswith("_")]


@cache
def hints_of(cls):
    return get_type_hints(cls)
