from django.urls import path

from accounts.api.routers import Router
from matching.api import audits, backtests, configs, experiments, fitting, lane, views
from matching.api.decisions import DecisionViewSet

router = Router()
router.register("facts", views.FactViewSet, basename="fact")
router.register("matches", views.MatchViewSet, basename="match")
router.register("backtests", backtests.BacktestViewSet, basename="backtest")
router.register("experiments", experiments.ExperimentViewSet, basename="experiment")
router.register("audits", audits.AuditViewSet, basename="audit")
router.single("self-reports", audits.SelfReportViewSet, {"post": "create"})
router.single("self-report-questions", audits.SelfReportQuestionsViewSet, {"get": "list"})
router.single("skills", views.SkillViewSet, {"get": "list"})
router.single("job-texts", views.JobTextViewSet, {"post": "create"})
router.single("company/default-scoring-config", configs.ScoringConfigViewSet, {"get": "default", "put": "set_default"})
router.singles += [
    path(
        "jobs/<uuid:job_id>/scoring-config",
        configs.ScoringConfigViewSet.as_view({"get": "job", "put": "set_job"}),
        name="job-scoring-config",
    ),
    path("jobs/<uuid:job_id>/compare", configs.CompareViewSet.as_view({"get": "list"}), name="job-compare"),
    path("jobs/<uuid:job_id>/decision-record", DecisionViewSet.as_view({"get": "job"}), name="job-decision-record"),
    path(
        "candidates/<uuid:candidate_id>/decision-record",
        DecisionViewSet.as_view({"get": "candidate"}),
        name="candidate-decision-record",
    ),
    path(
        "jobs/<uuid:job_id>/scoring-config/audit",
        audits.ConfigAuditViewSet.as_view({"post": "create"}),
        name="job-scoring-config-audit",
    ),
    path(
        "jobs/<uuid:job_id>/scoring-config/preview",
        lane.PreviewViewSet.as_view({"post": "job"}),
        name="job-scoring-config-preview",
    ),
    path("applications/<uuid:application_id>/let-back-in", lane.LaneViewSet.as_view({"post": "let_in"}), name="let-back-in"),
    path(
        "applications/<uuid:application_id>/let-back-in/undo",
        lane.LaneViewSet.as_view({"post": "take_back"}),
        name="let-back-in-undo",
    ),
    path("jobs/<uuid:job_id>/let-back-in", lane.LaneViewSet.as_view({"post": "let_many_in"}), name="let-many-back-in"),
    path("let-back-in/undo", lane.LaneViewSet.as_view({"post": "take_back_moment"}), name="let-many-back-in-undo"),
    path(
        "jobs/<uuid:job_id>/suggestions",
        fitting.SuggestionsViewSet.as_view({"get": "list", "post": "create"}),
        name="job-suggestions",
    ),
    path(
        "candidates/<uuid:candidate_id>/fitting-jobs",
        fitting.FittingJobsViewSet.as_view({"get": "list"}),
        name="candidate-fitting-jobs",
    ),
    path("candidates/<uuid:candidate_id>/facts", views.CandidateFactsViewSet.as_view({"post": "create"}), name="candidate-facts"),
]
