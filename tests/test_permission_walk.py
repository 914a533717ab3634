"""Every address and every API operation × every role × own, foreign and missing rows, against the written matrix.

The rows stand in tests/<app>/permission_rows.py (tests/permission_matrix.py says how); an address without a row fails here.
"""

import json
import re
import uuid
from functools import cache

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.views.generic import RedirectView
from drf_spectacular.generators import SchemaGenerator

from accounts.permissions import Role
from tests.conftest import THEIRS
from tests.permission_matrix import ANYONE, SIGNED_IN, collected

LIBRARIES = (
    "allauth.",
    "django.contrib.admin",
    "accounts.admin_site",
    "django.views.static",
    "django.contrib.staticfiles",
    "djstripe.",
)
PAGES, API, THINGS = collected("PAGES"), collected("API"), collected("THINGS")
REDIRECTS = {301, 302, 303, 307}


def addresses(patterns, namespace=""):
    """(name, pattern) of every page of ours: not the API's, the admin's or allauth's, which have their own walks."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace not in {"api", "admin", "design", "djdt"}:
                yield from addresses(pattern.url_patterns, inner)
        elif getattr(pattern.callback, "view_class", None) is RedirectView and pattern.name is None:
            continue  # allauth's own redirects of its older addresses
        elif isinstance(pattern, URLPattern) and not pattern.callback.__module__.startswith(LIBRARIES):
            yield f"{namespace}{pattern.name}", pattern


@cache
def all_pages():
    found = {}
    for name, pattern in addresses(get_resolver().url_patterns):
        found.setdefault(name, pattern)
    return found


@cache
def all_operations():
    """operationId → (method, path, path parameters) of the whole API."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return {
        operation["operationId"]: (method, path, [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"])
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


@pytest.mark.parametrize("name", sorted(all_pages()))
def test_each_page_has_a_row_and_states_its_act(name):
    assert name in PAGES, f"{name} has no row in tests/<app>/permission_rows.py"
    stated = getattr(all_pages()[name].callback, "needs", None)
    assert (None if stated is None else tuple(stated)) == PAGES[name].needs


def test_each_operation_has_a_row():
    assert sorted(set(all_operations()) - set(API)) == []


def test_no_row_is_left_of_something_gone():
    assert sorted(set(PAGES) - set(all_pages())) == []
    assert sorted(set(API) - set(all_operations())) == []


@pytest.fixture
def world(members, person, stranger, request):
    """(own, foreign) rows by thing, made when a row of the matrix asks for them."""

    def thing(name):
        own, foreign = THINGS[name]
        return request.getfixturevalue(own), request.getfixturevalue(foreign)

    thing.fixture = request.getfixturevalue
    return thing


def prepared(row, world):
    """What stands beside is made; returns the row's body with the things in it filled in."""
    for name in row.given:
        world.fixture(name)
    return {
        key: getattr(world(value[0])[0], value[1]) if isinstance(value, tuple) else value
        for key, value in (row.body or {}).items()
    }


def values(row, which, world):
    """The parameters of an address for own (0), foreign (1) or missing (2) rows; None if it names no rows."""
    found, rows = {}, 0
    for parameter, thing in row.things.items():
        name, attribute = (thing, "pk") if isinstance(thing, str) else thing
        if name == "=":
            found[parameter] = attribute
            continue
        rows += 1
        value = getattr(world(name)[min(which, 1)], attribute)
        found[parameter] = missing(value) if which == 2 else value
    return found if rows or which == 0 else None


def missing(value):
    """Something of the same kind that is nobody's."""
    return (
        uuid.UUID("01900000-0000-7000-8000-000000000000")
        if isinstance(value, uuid.UUID)
        else 2**40
        if isinstance(value, int)
        else "nobodys"
    )


def body_of(response):
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return raw.decode(errors="replace")


def plain(response):
    """The answer without what differs from request to request by design, and without the address asked for."""
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"|nonce="[^"]+"', "", body_of(response))
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|nobodys|1099511627776", "", text)


def keeps_quiet(response):
    assert response.status_code < 500, response.status_code
    assert THEIRS not in body_of(response)


def to_sign_in(response):
    return response.status_code in REDIRECTS and "/account/login/" in response["Location"]


@pytest.mark.parametrize("name", sorted(set(PAGES) & set(all_pages())))
def test_a_page_lets_in_whom_the_matrix_says(name, world, client, members, person, sign_in):
    row = PAGES[name]
    try:
        own = reverse(name, kwargs=values(row, 0, world) | all_pages()[name].default_args) + row.query
    except NoReverseMatch:
        pytest.fail(f"{name}: the row must name a thing for each parameter of {all_pages()[name].pattern}")
    body = prepared(row, world)
    method = row.method or ("post" if sign_in(members[Role.ADMIN]).get(own).status_code == 405 else "get")

    client.logout()
    assert row.action == ANYONE or to_sign_in(getattr(client, method)(own)), "signed out"
    if row.action not in {ANYONE, SIGNED_IN}:
        client = sign_in(person)
        assert getattr(client, method)(own).status_code == 403, "somebody without a company"
    for role in Role:
        client = sign_in(members[role])
        tried = [method] if row.allows(role) else ["get", "post"]
        answers = {one: getattr(client, one)(own, body if one == "post" else {}) for one in tried}
        for used, answer in answers.items():
            keeps_quiet(answer)
            if not row.allows(role):
                assert answer.status_code in {403, 405}, f"{role} {used}"
            elif role in row.unseen_by:
                assert answer.status_code == 404, f"{role} {used}"
            else:
                assert answer.status_code not in {403, 404, 405}, f"{role} {used}: {answer.status_code}"


@pytest.mark.parametrize("name", sorted(set(PAGES) & set(all_pages())))
def test_a_page_shows_nothing_of_what_is_foreign(name, world, members, sign_in):
    row = PAGES[name]
    if values(row, 1, world) is None:
        return
    body = prepared(row, world)
    for role in [role for role in Role if row.allows(role)]:
        for method in ("get", "post"):
            client = sign_in(members[role])
            foreign, absent = (
                getattr(client, method)(
                    reverse(name, kwargs=values(row, which, world) | all_pages()[name].default_args) + row.query, body
                )
                for which in (1, 2)
            )
            keeps_quiet(foreign)
            assert foreign.status_code in {404, 405}, f"{role} {method}: {foreign.status_code}"
            assert foreign.status_code == absent.status_code
            assert plain(foreign) == plain(absent), f"{role} {method}: a foreign row can be told from a missing one"


def call(client, operation, row, which, world):
    method, path, parameters = operation
    body = prepared(row, world)
    given = values(row, which, world)
    for parameter in parameters:
        path = path.replace(f"{{{parameter}}}", str(given[parameter]))
    sent = {} if method in {"get", "delete"} else {"data": json.dumps(body, default=str), "content_type": "application/json"}
    return getattr(client, method)(path + row.query, **sent)


@pytest.mark.parametrize("name", sorted(set(API) & set(all_operations())))
def test_an_operation_lets_in_whom_the_matrix_says(name, world, client, members, person, sign_in):
    row, operation = API[name], all_operations()[name]

    client.logout()
    assert row.action == ANYONE or call(client, operation, row, 0, world).status_code == 401, "signed out"
    if row.action not in {ANYONE, SIGNED_IN}:
        assert call(sign_in(person), operation, row, 0, world).status_code == 403, "somebody without a company"
    denied_first = sorted(Role, key=row.allows)
    for role in denied_first:
        answer = call(sign_in(members[role]), operation, row, 0, world)
        keeps_quiet(answer)
        if not row.allows(role):
            assert answer.status_code == 403, f"{role}: {answer.status_code}"
            assert answer.json()["code"] == "role_lacks_permission"
        elif role in row.unseen_by:
            assert answer.status_code == 404, f"{role}: {answer.status_code}"
        else:
            gone = operation[0] == "delete" and answer.status_code == 404  # a role before this one has deleted it
            assert gone or answer.status_code not in {401, 403, 404, 405}, f"{role}: {answer.status_code} {body_of(answer)[:300]}"


@pytest.mark.parametrize("name", sorted(set(API) & set(all_operations())))
def test_an_operation_shows_nothing_of_what_is_foreign(name, world, members, sign_in):
    row, operation = API[name], all_operations()[name]
    if values(row, 1, world) is None:
        return
    for role in [role for role in Role if row.allows(role)]:
        foreign, absent = (call(sign_in(members[role]), operation, row, which, world) for which in (1, 2))
        keeps_quiet(foreign)
        assert (foreign.status_code, absent.status_code) == (404, 404), f"{role}: {foreign.status_code}, {absent.status_code}"
        assert plain(foreign) == plain(absent), f"{role}: a foreign row can be told from a missing one"
