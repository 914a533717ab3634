from jobs.models.applications import Answer, Application, RejectionReason, Source, StageChange, TrackingLink
from jobs.models.approvals import Approval, ApprovalRule, ApprovalStep
from jobs.models.candidates import Candidate, CandidateSearch, CandidateUserPermission, ContactPoint, Merge, Resume, Tag
from jobs.models.intake import Intake, IntakeRow
from jobs.models.jobs import (
    Department,
    Job,
    JobPost,
    JobSkill,
    JobUserPermission,
    Opening,
    PipelinePlan,
    PlanStage,
    ScreeningQuestion,
    Stage,
    StageType,
    TeamMember,
)
from jobs.models.offers import Offer
from jobs.models.pools import PoolPlace, TalentPool
from jobs.models.rejections import RejectionDraft
from jobs.models.views import CustomField, SavedView

__all__ = [
    "Answer",
    "Application",
    "Approval",
    "ApprovalRule",
    "ApprovalStep",
    "Candidate",
    "CandidateSearch",
    "CandidateUserPermission",
    "ContactPoint",
    "CustomField",
    "Department",
    "Intake",
    "IntakeRow",
    "Job",
    "JobPost",
    "JobSkill",
    "JobUserPermission",
    "Merge",
    "Offer",
    "Opening",
    "PipelinePlan",
    "PlanStage",
    "PoolPlace",
    "RejectionDraft",
    "RejectionReason",
    "Resume",
    "SavedView",
    "ScreeningQuestion",
    "Source",
    "Stage",
    "StageChange",
    "StageType",
    "Tag",
    "TalentPool",
    "TeamMember",
    "TrackingLink",
]
