"""May they? One place for every limit of every plan. Asked with numbers, it counts nothing itself."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djstripe.models import Subscription

DEFAULT_PLAN = "free"
# What each plan includes; None is without limit.
PLANS = {
    "free": {"open_jobs": 3, "members": 5, "resumes_read": 100},
    "team": {"open_jobs": 20, "members": 25, "resumes_read": 2_000},
    "business": {"open_jobs": None, "members": None, "resumes_read": None},
}
NAMES = {
    "open_jobs": gettext_lazy("open jobs"),
    "members": gettext_lazy("members"),
    "resumes_read": gettext_lazy("résumés this month"),
}
# A payment that is late is asked for again by Stripe; until it gives up, the plan stays.
PAID_FOR = ("active", "trialing", "past_due")


class OverQuota(Exception):
    """The plan does not include one more; nothing was lost, and the message names the way on."""

    code = "over_quota"

    def __init__(self, feature, limit):
        self.field, self.limit = feature, limit
        super().__init__(
            _("Your plan includes %(limit)d %(what)s. Upgrade the plan to go on; nothing was lost.")
            % {"limit": limit, "what": NAMES[feature]}
        )


def allow(company, feature, used):
    """Raise OverQuota if the company uses all of `feature` already. `used`: how much it uses now, counted by the caller."""
    most = limit(company, feature)
    if most is not None and used >= most:
        raise OverQuota(feature, most)


def limit(company, feature):
    """How much of `feature` the company may use; None without limit, as always when no Stripe key is set."""
    if not settings.BILLING_ENABLED:
        return None
    return PLANS[plan_of(company)][feature]


def plan_of(company):
    """The name of the company's plan: the best of those it pays for, the free one if it pays for none.

    The lookup key of a price in Stripe names its plan, as in `team` or `team-yearly`.
    """
    rows = Subscription.objects.filter(customer__subscriber=company, stripe_data__status__in=PAID_FOR)
    bought = {plan for data in rows.values_list("stripe_data", flat=True) for plan in _plans_in(data)}
    return max(bought | {DEFAULT_PLAN}, key=list(PLANS).index)


def _plans_in(subscription):
    for item in subscription.get("items", {}).get("data", []):
        name = (item.get("price", {}).get("lookup_key") or "").split("-")[0]
        if name in PLANS:
            yield name
