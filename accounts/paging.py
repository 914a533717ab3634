"""Lists page by key: the hundredth page costs what the first does, and rows that come in between shift nothing.

A cursor holds the sort values of the row at a page's edge. They may be people's names, so it is sealed (AES-SIV: the same
edge always gives the same cursor, and one that was tampered with, or belongs to another order, simply opens the first page).
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q

LONGEST_CURSOR = 2000


@dataclass(frozen=True)
class Page:
    """One page of rows with the way on and back; a cursor is None where there is nothing more."""

    rows: list
    next_cursor: str | None
    previous_cursor: str | None
    order: str
    query: object = None  # the request's QueryDict, so that links keep filters
    prefix: str = ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def next_url(self):
        """`?…` of the next page with the filters kept, or None."""
        return self._link(self.next_cursor)

    @property
    def previous_url(self):
        """`?…` of the page before with the filters kept, or None."""
        return self._link(self.previous_cursor)

    def _link(self, cursor):
        if cursor is None or self.query is None:
            return None
        query = self.query.copy()
        query[f"{self.prefix}cursor"] = cursor
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class _Key:
    path: str
    descending: bool
    nullable: bool
    position: int

    @property
    def alias(self):
        """Where a row carries the value: keys of related rows are annotated, so that reading them asks nothing."""
        return f"page_key_{self.position}" if "__" in self.path else self.path

    def ordering(self, backward):
        descending = self.descending != backward
        nulls = {"nulls_first" if backward else "nulls_last": True} if self.nullable else {}
        return F(self.path).desc(**nulls) if descending else F(self.path).asc(**nulls)

    def beyond(self, value, backward):
        """The rows that come after `value` in this direction; nulls stand last. None: there are none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backward else None
        found = Q(**{f"{self.path}__{'lt' if self.descending != backward else 'gt'}": value})
        return found | Q(**{f"{self.path}__isnull": True}) if self.nullable and not backward else found

    def same(self, value):
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})


def page_of(queryset, request, *, orders, size=50, prefix=""):
    """The page that `?sort=` and `?cursor=` ask for; an unknown order is the first of `orders`, a bad cursor its first page.

    `orders`: name → field paths as in `order_by`, the last one unique (`pk`). One query of at most size + 1 rows, no COUNT.
    `prefix` goes before both parameters where a page holds a second list.
    """
    query = getattr(request, "query_params", request.GET)
    order = query.get(f"{prefix}sort")
    order = order if order in orders else next(iter(orders))
    keys = _keys(queryset, tuple(orders[order]))
    far = {key.alias: F(key.path) for key in keys if key.alias != key.path}
    if far:
        queryset = queryset.annotate(**far)
    backward, values = _opened(query.get(f"{prefix}cursor"), order, keys)
    rows = _fetch(queryset, keys, backward, values, size + 1)
    if backward and len(rows) < size:
        backward, values = False, None  # rows before it have gone: what is left is the first page
        rows = _fetch(queryset, keys, False, None, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    following, before = (True, more) if backward else (more, values is not None)
    return Page(
        rows,
        _sealed(order, keys, "n", rows[-1]) if rows and following else None,
        _sealed(order, keys, "p", rows[0]) if rows and before else None,
        order,
        query,
        prefix,
    )


def cursor_of(queryset, row, order, orders):
    """The cursor that opens the page after `row` (a row or its values), for lists whose first page was fetched another way."""
    return _sealed(order, _keys(queryset, tuple(orders[order])), "n", row)


def _keys(queryset, paths):
    return tuple(
        _Key(path.lstrip("-"), path.startswith("-"), _nullable(queryset, path.lstrip("-")), position)
        for position, path in enumerate(paths)
    )


def _nullable(queryset, path):
    """Whether the path may end in NULL; what is computed by the query is taken to."""
    if path in queryset.query.annotations:
        return True
    model, nullable = queryset.model, False
    for part in path.split("__"):
        if part == "pk":
            return nullable
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        nullable = nullable or field.null
        model = field.related_model or model
    return nullable


def _fetch(queryset, keys, backward, values, limit):
    if values is not None:
        queryset = queryset.filter(_beyond(keys, values, backward))
    return list(queryset.order_by(*(key.ordering(backward) for key in keys))[:limit])


def _beyond(keys, values, backward):
    """Rows after `values`, key by key: (k1 beyond) or (k1 same and k2 beyond) or …, led by a bound that an index can use."""
    first, value = keys[0], values[0]
    condition, same = Q(pk__in=[]), Q()
    for key, at in zip(keys, values, strict=True):
        beyond = key.beyond(at, backward)
        if beyond is not None:
            condition |= same & beyond
        same &= key.same(at)
    if value is None or first.nullable:
        return condition
    return Q(**{f"{first.path}__{'lte' if first.descending != backward else 'gte'}": value}) & condition


def _sealed(order, keys, way, row):
    values = [_packed(_value(row, key)) for key in keys]
    text = json.dumps([way, *values], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal().encrypt(text, [_label(order, keys)])).rstrip(b"=").decode()


def _opened(cursor, order, keys):
    """(backward, values) of a cursor; (False, None) for none or a bad one."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return False, None
    try:
        sealed = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        way, *values = json.loads(_seal().decrypt(sealed, [_label(order, keys)]))
    except (InvalidTag, ValueError, binascii.Error):
        return False, None
    return way == "p", [_unpacked(value) for value in values]


def _label(order, keys):
    """What the cursor belongs to: an order whose fields have changed since opens the first page again."""
    return ",".join([order, *(f"{'-' * key.descending}{key.path}" for key in keys)]).encode()


def _seal():
    return _cipher(settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _cipher(secret):
    return AESSIV(hashlib.sha512(b"accounts.paging\0" + secret.encode()).digest())


def _value(row, key):
    value = row[key.alias] if isinstance(row, dict) else getattr(row, key.alias)
    return value.pk if isinstance(value, Model) else value


TYPES = {
    "at": (datetime, datetime.isoformat, datetime.fromisoformat),
    "on": (date, date.isoformat, date.fromisoformat),
    "id": (UUID, str, UUID),
    "no": (Decimal, str, Decimal),
}


def _packed(value):
    for tag, (kind, text, _back) in TYPES.items():
        if isinstance(value, kind):
            return {tag: text(value)}
    return value


def _unpacked(value):
    if isinstance(value, dict):
        [(tag, text)] = value.items()
        return TYPES[tag][2](text)
    return value
