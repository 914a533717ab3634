"""Every page of the portal: shut to who is signed out and to members of a company, and another person's reads as not there."""

import pytest
from django.urls import reverse

from tests.portal.walked import ACTS, PAGES
from tests.test_permission_walk import all_pages, plain

pytestmark = pytest.mark.django_db
OPEN = {"sign_in", "link", "provider", "provider_back", "sign_out", "stay"}
MISSING = "01900000-0000-7000-8000-000000000000"


def doors():
    return sorted(name for name, pattern in all_pages().items() if getattr(pattern.callback, "at_portal", False))


def address(name, request, whose):
    """The address of the person's own row ("own"), of somebody else's ("foreign"), or of none ("missing")."""
    said = (PAGES | ACTS)[name]
    if said is None:
        return reverse(f"portal:{name}")
    fixture, parameters = said if isinstance(said, tuple) else (said, {})
    row = request.getfixturevalue(fixture if whose == "own" else f"foreign_{fixture}") if whose != "missing" else None
    return reverse(f"portal:{name}", kwargs={"pk": row.pk if row else MISSING, **parameters})


def test_every_page_under_me_has_its_guard_and_is_walked():
    under = {name for name, pattern in all_pages().items() if str(pattern.pattern).startswith("me/")}

    assert under - {f"portal:{name}" for name in OPEN} == set(doors())
    assert {f"portal:{name}" for name in PAGES | ACTS} == set(doors())


@pytest.mark.parametrize("name", sorted(PAGES | ACTS))
def test_it_is_shut_to_strangers_and_to_members(name, request, client, sign_in, admin):
    method = "post" if name in ACTS else "get"
    own = address(name, request, "own")

    for who in (client, sign_in(admin)):
        answer = getattr(who, method)(own)
        assert (answer.status_code, answer["Location"][:12]) == (302, "/me/sign-in/")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_person_reads_what_is_theirs(name, request, at_portal, person):
    answer = at_portal(person).get(address(name, request, "own"))

    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize("name", sorted(name for name, said in (PAGES | ACTS).items() if said))
def test_somebody_elses_reads_as_not_there(name, request, at_portal, person):
    client, method = at_portal(person), "post" if name in ACTS else "get"
    foreign = getattr(client, method)(address(name, request, "foreign"))
    missing = getattr(client, method)(address(name, request, "missing"))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert plain(foreign) == plain(missing)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_looking_changes_nothing(name, request, at_portal, person):
    assert at_portal(person).get(address(name, request, "own")).status_code == 405
