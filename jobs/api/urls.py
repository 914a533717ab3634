from django.urls import path

from accounts.api.routers import Router
from jobs.api import intake, lookups, offers, pools
from jobs.api.applications import ApplicationViewSet
from jobs.api.candidates import CandidateViewSet
from jobs.api.jobs import JobViewSet, PostViewSet

router = Router()
router.register("jobs", JobViewSet, basename="job")
router.register("posts", PostViewSet, basename="post")
router.register("candidates", CandidateViewSet, basename="candidate")
router.register("applications", ApplicationViewSet, basename="application")
router.register("departments", lookups.DepartmentViewSet, basename="department")
router.register("pipeline-plans", lookups.PlanViewSet, basename="plan")
router.register("sources", lookups.SourceViewSet, basename="source")
router.register("tracking-links", lookups.TrackingLinkViewSet, basename="tracking-link")
router.register("rejection-reasons", lookups.ReasonViewSet, basename="rejection-reason")
router.register("tags", lookups.TagViewSet, basename="tag")
router.register("custom-fields", lookups.CustomFieldViewSet, basename="custom-field")
router.register("saved-views", lookups.SavedViewViewSet, basename="saved-view")
router.register("resumes", intake.ResumeViewSet, basename="resume")
router.register("intakes", intake.IntakeViewSet, basename="intake")
router.register("csv-imports", intake.CsvImportViewSet, basename="csv-import")
router.register("merges", intake.MergeViewSet, basename="merge")
router.register("offers", offers.OfferViewSet, basename="offer")
router.register("approvals", offers.ApprovalViewSet, basename="approval")
router.register("approval-rules", offers.RuleViewSet, basename="approval-rule")
router.register("rejection-drafts", offers.RejectionDraftViewSet, basename="rejection-draft")
router.register("talent-pools", pools.PoolViewSet, basename="talent-pool")
router.singles += [
    path("talent-pools/<uuid:pool_id>/people", pools.PoolPeopleViewSet.as_view({"get": "list"}), name="talent-pool-people"),
    path("answer-rate", offers.AnswerRateView.as_view(), name="answer-rate"),
    path("csv-imports/<uuid:import_id>/rows", intake.CsvRowViewSet.as_view({"get": "list"}), name="csv-import-rows"),
    path(
        "candidates/<uuid:candidate_id>/duplicates",
        intake.DuplicatesViewSet.as_view({"get": "list"}),
        name="candidate-duplicates",
    ),
]
