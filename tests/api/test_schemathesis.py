"""Whatever is sent to an operation of the API, the answer is one that the schema names, in the shape that it names."""

import pytest
import schemathesis
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase
from hypothesis import settings as generation
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig

from tests.permission_matrix import MEMBER, Row, collected

ROWS, THINGS = collected("API"), collected("THINGS")
TOKEN = "t" * 32
# A sound body may still ask for what the present rows refuse: 400 and 422 name the field then.
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "403", "404", "409", "422"]}},
    "generation": {"max-examples": 8},
    # A form cannot carry the null that is made up for a field: the field is left out then, which is right.
    "operations": [
        {
            "include-path": "/api/v1/csv-imports",
            "include-method": "POST",
            "checks": {"negative_data_rejection": {"enabled": False}},
        }
    ],
}


def documented():
    """The schema without its security, so that every call is made by somebody signed in: the permission walk calls without."""
    whole = SchemaGenerator().get_schema(request=None, public=True)
    for operations in whole["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return whole


schema = schemathesis.openapi.from_dict(documented(), config=SchemathesisConfig.from_dict(CONFIG))
schema.app = get_wsgi_application()

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection():
    """Requests leave the test's connection, and with it the test's transaction, open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def cookies(request):
    """cookies(role) → those of a browser that this member signed in with."""

    def of(role):
        user = request.getfixturevalue(role).user
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}

    return of


def own(value, fixture):
    """The attribute of an own row that a pair of the matrix names; other values are themselves."""
    if not isinstance(value, tuple):
        return value
    name, attribute = value
    return attribute if name == "=" else str(getattr(fixture(THINGS[name][0]), attribute))


def point_at_own_rows(case, fixture):
    """Put the ids of rows that are there in the path, and in the body where the matrix has some."""
    row = ROWS.get(case.operation.definition.raw["operationId"], Row(MEMBER))
    for name, thing in row.things.items():
        case.path_parameters[name] = own(thing if isinstance(thing, tuple) else (thing, "pk"), fixture)
    for name, value in (row.body or {}).items():
        if isinstance(case.body, dict) and name in case.body and isinstance(value, tuple):
            case.body[name] = own(value, fixture)


@schema.given(role=st.sampled_from(["admin", "recruiter"]), there=st.booleans())
@schema.parametrize()
@generation(
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_each_answer_is_as_documented(case, role, there, cookies, request):
    if there and case.meta.generation.mode.is_positive:
        point_at_own_rows(case, request.getfixturevalue)
    case.call_and_validate(cookies=cookies(role), headers={"X-CSRFToken": TOKEN})
