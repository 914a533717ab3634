"""What a team does together around jobs and candidates: one file a subject, all named here."""

from collaboration.models.assignments import Assignment, Task
from collaboration.models.comments import ENTITIES, Attachment, Comment, Mention, Reaction
from collaboration.models.interviews import (
    Attribute,
    BusyTime,
    Interview,
    InterviewPlan,
    Kind,
    Kit,
    Panelist,
    PlannedInterview,
    Rating,
    Scorecard,
)
from collaboration.models.slots import Slot, TimeChange

__all__ = [
    "ENTITIES", "Assignment", "Attachment", "Attribute", "BusyTime", "Comment", "Interview", "InterviewPlan", "Kind", "Kit", "Mention", "Panelist",
    "PlannedInterview", "Rating", "Reaction", "Scorecard", "Slot", "Task", "TimeChange",
]  # fmt: skip
