"""Two people act on one offer or approval at the same moment: one wins, the other is told."""

import pytest
from django.db import connection

from jobs.models import Approval, Offer
from jobs.services import approvals, offers
from tests.jobs.cast import an_offer
from tests.jobs.test_moving_at_once import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes one writer at a time; needs PostgreSQL")


def test_an_offer_is_accepted_or_withdrawn_never_both(applicants, recruiter):
    for application in applicants(8):
        offer = offers.send(offer=an_offer(application, recruiter), actor=recruiter)

        results = at_once(
            [
                lambda row=offer: offers.accept(offer=row, name="Mara"),
                lambda row=offer: offers.withdraw(offer=row, actor=recruiter),
            ]
        )

        state = Offer.objects.get(pk=offer.pk).status
        refused = [result for result in results if isinstance(result, str)]
        assert (state, refused) in [("accepted", ["accepted"]), ("withdrawn", ["wrong_status"])]


def test_an_approval_is_decided_once(applicants, recruiter, admin):
    approvals.save_rule(company=recruiter.company, subject="offer", steps=[admin])
    for application in applicants(8):
        offer = offers.ask_approval(offer=an_offer(application, recruiter), actor=recruiter)
        row = offer.approvals.get()

        results = at_once(
            [
                lambda row=row, yes=yes: approvals.decide(approval=row, actor=admin, approved=yes, note="So")
                for yes in (True, False)
            ]
        )

        assert [result for result in results if isinstance(result, str)] == ["decided"]
        decided = Approval.objects.get(pk=row.pk).state
        assert (decided, Offer.objects.get(pk=offer.pk).status) in [("approved", "approved"), ("rejected", "draft")]


def test_of_two_first_offers_one_is_made(applicants, recruiter, admin):
    for application in applicants(5):
        results = at_once([lambda row=application, who=who: an_offer(row, who) for who in (recruiter, admin)])

        assert [result for result in results if isinstance(result, str)] == ["live_offer"]
        assert application.offers.count() == 1
