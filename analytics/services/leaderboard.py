"""The five who did most this month, for companies that turned it on."""

from accounts.models import Membership
from analytics.services.metrics import METRICS
from analytics.services.periods import month_of
from analytics.services.team import sums

ON_BOARD = ("reviewed", "set_up", "conducted", "recommendation")
PLACES = 5


def is_shown(member):
    """Whether the company turned it on and the member sees the whole team's figures."""
    return bool(member.company.leaderboard and member.sees_all_candidates)


def leaderboard(member):
    """(month, [(metric, [(place, membership, how many)])]); equal numbers share a place, and nobody is left out for a tie."""
    month = month_of(member.company)
    people = {one.pk: one for one in Membership.objects.visible_to(member).filter(deactivated_at=None).select_related("user")}
    boards = []
    for metric in (METRICS[key] for key in ON_BOARD):
        done = {}
        for who, _monday, n, _total in sums(metric, member, month):
            done[who] = done.get(who, 0) + n
        ranked = sorted(
            ((n, people[who]) for who, n in done.items() if who in people),
            key=lambda one: (-one[0], one[1].name.casefold(), str(one[1].pk)),
        )
        places = [(1 + sum(more > n for more, _who in ranked), who, n) for n, who in ranked]
        boards.append((metric, [one for one in places if one[0] <= PLACES]))
    return month, boards
