"""The candidate's pages in a browser: axe finds nothing, nothing spills over a phone's edge, no script or policy complains."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse

from tests.browser.conftest import SAY_REFUSALS
from tests.browser.test_every_page import look_at
from tests.portal.cast import portal_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_of_a_candidate(
    page,
    live_server,
    own_application,
    own_fact,
    own_interview,
    own_consent,
    own_erasure,
    our_request,
    own_photo,
    own_document,
    person,
):
    said = []
    page.add_init_script(SAY_REFUSALS)
    page.on("console", lambda line: said.append(line.text) if line.type == "error" and "/ws/me/" not in line.text else None)
    page.context.add_cookies([{"name": settings.PORTAL_COOKIE_NAME, "value": portal_session(person), "url": live_server.url}])
    own = {"pk": own_application.pk}
    addresses = [
        reverse("portal:home"),
        reverse("portal:application", kwargs=own),
        reverse("portal:why", kwargs=own),
        reverse("portal:interviews"),
        reverse("portal:survey", kwargs={"pk": own_interview.pk}),
        reverse("portal:profile"),
        reverse("portal:document"),
        reverse("portal:data"),
        reverse("portal:read", kwargs={"pk": own_application.candidate_id}),
        reverse("portal:delete"),
    ]
    axe = Axe()

    found = {address: problems for address in addresses if (problems := look_at(page, live_server.url + address, axe))}

    assert found == {}
    assert said == []
