"""A plan's limits hold where somebody could pay for more; where nobody can, everything is unlocked."""

import pytest
from djstripe.models import Customer, Subscription

from billing.entitlements import OverQuota, allow, limit, plan_of


@pytest.fixture
def paying(settings):
    settings.BILLING_ENABLED = True


@pytest.fixture
def subscribe():
    def subscribe(company, price, status="active"):
        number = Subscription.objects.count() + 1
        customer, _ = Customer.objects.get_or_create(
            subscriber=company, defaults={"id": f"cus_{company.slug}", "livemode": False}
        )
        data = {"status": status, "items": {"data": [{"id": f"si_{number}", "price": {"lookup_key": price}}]}}
        return Subscription.objects.create(id=f"sub_{number}", customer=customer, livemode=False, stripe_data=data)

    return subscribe


def test_without_a_stripe_key_everything_is_unlocked(company, settings):
    assert settings.BILLING_ENABLED is False
    assert limit(company, "open_jobs") is None
    allow(company, "open_jobs", used=10_000)


def test_a_company_that_pays_nothing_has_the_free_plan(company, paying):
    assert plan_of(company) == "free"

    allow(company, "open_jobs", used=2)
    with pytest.raises(OverQuota) as refused:
        allow(company, "open_jobs", used=3)

    assert str(refused.value) == "Your plan includes 3 open jobs. Upgrade the plan to go on; nothing was lost."
    assert (refused.value.code, refused.value.field, refused.value.limit) == ("over_quota", "open_jobs", 3)


@pytest.mark.parametrize(("price", "plan"), [("team", "team"), ("team-yearly", "team"), ("business-2026", "business")])
def test_the_price_names_the_plan(company, paying, subscribe, price, plan):
    subscribe(company, price)

    assert plan_of(company) == plan


@pytest.mark.parametrize(
    ("status", "plan"),
    [
        ("active", "team"),
        ("trialing", "team"),
        ("past_due", "team"),
        ("canceled", "free"),
        ("unpaid", "free"),
        ("paused", "free"),
    ],
)
def test_a_plan_lasts_as_long_as_it_is_paid_for(company, paying, subscribe, status, plan):
    subscribe(company, "team", status=status)

    assert plan_of(company) == plan


def test_of_two_subscriptions_the_better_counts(company, paying, subscribe):
    subscribe(company, "business")
    subscribe(company, "team")

    assert limit(company, "members") is None


def test_a_price_of_something_else_is_no_plan(company, paying, subscribe):
    subscribe(company, "seats")
    subscribe(company, None)

    assert plan_of(company) == "free"


def test_a_plan_is_of_one_company(company, other_company, paying, subscribe):
    subscribe(other_company, "business")

    assert (plan_of(company), plan_of(other_company)) == ("free", "business")
