"""What a row of the permission matrix says, and where the rows are: `tests/<app>/permission_rows.py` of each app.

    PAGES = {"jobs:job_edit": Page(Action.EDIT_JOB, pk="job")}        one row for each named address
    API = {"jobs_partial_update": Call(Action.EDIT_JOB, id="job", body={"title": "x"})}      one for each operationId
    THINGS = {"job": ("job", "their_job")}                            own and foreign row: names of fixtures

A keyword of a row names, for each parameter of the address, the thing it stands for: its `pk`, or `(thing, attribute)`, or
`("=", value)` for a fixed value that is nobody's row. Values of `body` may be such pairs too. The fixtures stand in
`tests/<app>/cast.py`, which tests/conftest.py loads.
"""

from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from accounts.permissions import Role

APPS = "accounts jobs matching collaboration notifications integrations analytics billing portal config".split()
ANYONE, SIGNED_IN, MEMBER = "anyone", "signed in", "any member"


@dataclass(frozen=True)
class Row:
    """`action`: of the table, or ANYONE (public), SIGNED_IN (candidates too), MEMBER (of any role)."""

    action: str
    things: dict = field(default_factory=dict)
    unseen_by: frozenset = frozenset()  # roles that may do the act but do not see the own row: 404
    body: dict | None = None
    query: str = ""
    method: str | None = None  # of pages: what the allowed roles send, else GET where it is allowed
    given: tuple = ()  # fixtures that must stand beside

    def allows(self, role):
        from accounts.permissions import allowed

        return self.action in {ANYONE, SIGNED_IN, MEMBER} or allowed(role, self.action)

    @property
    def needs(self):
        """What the view must say it needs; None where it is no member's page."""
        return None if self.action in {ANYONE, SIGNED_IN} else () if self.action == MEMBER else (self.action,)


def _row(action, *, unseen_by=(), body=None, query="", method=None, given=(), **things):
    return Row(action, things, frozenset(Role(role) for role in unseen_by), body, query, method, tuple(given))


Page = Call = _row


def collected(name):
    """The rows (or things) of all apps under that name, in one dict; a name that two apps give is a mistake."""
    found = {}
    for app in APPS:
        if find_spec(f"tests.{app}") and find_spec(f"tests.{app}.permission_rows"):
            rows = getattr(import_module(f"tests.{app}.permission_rows"), name, {})
            assert not found.keys() & rows.keys(), f"{name}: {sorted(found.keys() & rows.keys())} twice"
            found.update(rows)
    return found
