"""What happens in the team's work. Ids and small facts only: nobody's words."""

from accounts.events import event


@event("assignment.made")
class AssignmentMade:
    """`member_id` looks after the candidate from now on; `before_id` did until now."""

    assignment_id: str
    candidate_id: str
    application_id: str | None
    member_id: str
    before_id: str | None = None


@event("assignment.ended")
class AssignmentEnded:
    """Nobody looks after the candidate any more."""

    assignment_id: str
    candidate_id: str
    application_id: str | None
    member_id: str


@event("task.created")
class TaskCreated:
    task_id: str
    member_id: str


@event("task.changed")
class TaskChanged:
    """`fields` names what changed; `member_id` is who has it now."""

    task_id: str
    member_id: str
    fields: list


@event("task.done")
class TaskDone:
    task_id: str
    member_id: str


@event("task.reopened")
class TaskReopened:
    task_id: str
    member_id: str


@event("task.due")
class TaskDue:
    """The task's hour has come and it is not done; said once."""

    task_id: str
    member_id: str


@event("task.deleted")
class TaskDeleted:
    task_id: str
    member_id: str


@event("comment.created")
class CommentCreated:
    """`mentioned` are members' ids. A private comment's event is about the comment, others' about the thing it stands at."""

    comment_id: str
    parent_id: str | None
    private: bool
    mentioned: list


@event("comment.edited")
class CommentEdited:
    """`mentioned` are those whom the comment did not call before."""

    comment_id: str
    mentioned: list


@event("comment.deleted")
class CommentDeleted:
    comment_id: str


@event("comment.reacted")
class CommentReacted:
    """Somebody set a reaction, or took it back (`on` is false)."""

    comment_id: str
    kind: str
    on: bool


@event("interview.created")
class InterviewCreated:
    interview_id: str
    application_id: str


@event("interview.changed")
class InterviewChanged:
    """`fields` names what changed; `added` and `removed` are members who sit in it from now on, or no longer."""

    interview_id: str
    application_id: str
    fields: list
    added: list
    removed: list


@event("interview.scheduled")
class InterviewScheduled:
    """It has a time; `before` is the one it had, None for the first."""

    interview_id: str
    application_id: str
    starts_at: str
    before: str | None


@event("interview.cancelled")
class InterviewCancelled:
    """`was_scheduled`: it had a time, so that there is an entry in calendars to take back."""

    interview_id: str
    application_id: str
    was_scheduled: bool


@event("interview.done")
class InterviewDone:
    interview_id: str
    application_id: str


@event("interview.near")
class InterviewNear:
    """It begins within the hour; said once for each time that it is given."""

    interview_id: str
    application_id: str
    starts_at: str


@event("interview.no_show")
class InterviewNoShow:
    """The candidate did not come."""

    interview_id: str
    application_id: str


@event("scorecard.submitted")
class ScorecardSubmitted:
    """Who sent a card, never what it says."""

    scorecard_id: str
    interview_id: str
    application_id: str
    member_id: str


@event("scorecard.changed")
class ScorecardChanged:
    """A sent card was put right within its five minutes."""

    scorecard_id: str
    interview_id: str
    application_id: str
    member_id: str


@event("scorecard.overdue")
class ScorecardOverdue:
    """A day after the interview its panelist has not sent a card; said once."""

    interview_id: str
    application_id: str
    member_id: str


@event("availability.limits_changed")
class LimitsChanged:
    member_id: str


@event("availability.busy_added")
class BusyTimeAdded:
    busy_time_id: str
    member_id: str


@event("availability.busy_removed")
class BusyTimeRemoved:
    busy_time_id: str
    member_id: str


@event("interview.offered")
class InterviewOffered:
    """The candidate may choose from times; `count` are new."""

    interview_id: str
    application_id: str
    count: int


@event("slots.shared")
class SlotsShared:
    """Times that several candidates of a job may choose from."""

    job_id: str
    count: int


@event("slot.withdrawn")
class SlotWithdrawn:
    slot_id: str


@event("slot.booked")
class SlotBooked:
    """An offered time was taken; `interview.scheduled` is said besides."""

    slot_id: str
    interview_id: str
    application_id: str
    by_candidate: bool


@event("interview.reschedule_asked")
class RescheduleAsked:
    """The candidate asks for another time."""

    change_id: str
    interview_id: str
    application_id: str


@event("interview.reschedule_decided")
class RescheduleDecided:
    change_id: str
    interview_id: str
    application_id: str
    approved: bool


@event("interview.cancelled_by_candidate")
class CancelledByCandidate:
    """Said besides `interview.cancelled`."""

    interview_id: str
    application_id: str
