from django.urls import path

from accounts.api.routers import Router
from analytics.api.team import RowViewSet, TeamViewSet

router = Router()
router.single("analytics/team", TeamViewSet, {"get": "list"})
router.single("analytics/team/csv", TeamViewSet, {"get": "as_csv"})
router.single("analytics/team/pdf", TeamViewSet, {"get": "as_pdf"})
router.single("analytics/metrics", TeamViewSet, {"get": "metrics"})
router.single("analytics/leaderboard", TeamViewSet, {"get": "leaderboard"})
router.singles += [path("analytics/metrics/<slug:key>/rows", RowViewSet.as_view({"get": "list"}), name="analytics-metric-rows")]
