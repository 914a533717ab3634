"""Who may open what of analytics (tests/test_permission_walk.py)."""

from accounts.permissions import Action
from tests.permission_matrix import Call, Page

METRIC = ("=", "reviewed")

PAGES = {
    "analytics:home": Page(Action.VIEW_ANALYTICS),
    "analytics:metrics": Page(Action.VIEW_ANALYTICS),
    "analytics:metric": Page(Action.VIEW_ANALYTICS, key=METRIC),
    "analytics:rows": Page(Action.VIEW_ANALYTICS, key=METRIC),
    "analytics:team_csv": Page(Action.VIEW_ANALYTICS),
    "analytics:team_pdf": Page(Action.VIEW_ANALYTICS),
    "analytics:leaderboard": Page(Action.VIEW_ANALYTICS, unseen_by=["interviewer"], given=["leaderboard_on"]),
}

API = {
    "analytics_team": Call(Action.VIEW_ANALYTICS),
    "analytics_team_csv": Call(Action.VIEW_ANALYTICS),
    "analytics_team_pdf": Call(Action.VIEW_ANALYTICS),
    "analytics_metrics": Call(Action.VIEW_ANALYTICS),
    "analytics_leaderboard": Call(Action.VIEW_ANALYTICS),
    "analytics_metric_rows": Call(Action.VIEW_ANALYTICS, key=METRIC),
}
