from django.urls import path

from accounts.api.routers import Router
from collaboration.api import slots, work
from collaboration.api.board import BoardViewSet
from collaboration.api.comments import CommentViewSet
from collaboration.api.feed import ActivityViewSet
from collaboration.api.interviews import InterviewViewSet, ScorecardViewSet
from collaboration.api.kits import InterviewPlanViewSet, KitViewSet

router = Router()
router.register("assignments", work.AssignmentViewSet, basename="assignment")
router.register("tasks", work.TaskViewSet, basename="task")
router.register("comments", CommentViewSet, basename="comment")
router.register("activity", ActivityViewSet, basename="activity")
router.register("slots", slots.SlotViewSet, basename="slot")
router.register("busy-times", slots.BusyTimeViewSet, basename="busy_time")
router.register("time-changes", slots.TimeChangeViewSet, basename="time_change")
router.register("meeting-times", slots.MeetingTimesView, basename="meeting_time")
router.register("interviews", InterviewViewSet, basename="interview")
router.register("scorecards", ScorecardViewSet, basename="scorecard")
router.register("interview-kits", KitViewSet, basename="interview-kit")
router.register("interview-plans", InterviewPlanViewSet, basename="interview-plan")
router.singles += [
    path("jobs/<uuid:job_id>/board", BoardViewSet.as_view({"get": "board"}), name="job-board"),
    path("jobs/<uuid:job_id>/board/<int:stage_id>", BoardViewSet.as_view({"get": "list"}), name="job-board-column"),
]
