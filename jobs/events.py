"""What happens to jobs, candidates and applications. Ids and small facts only: an erased person leaves no text here."""

from accounts.events import event


@event("job.created")
class JobCreated:
    job_id: str


@event("job.changed")
class JobChanged:
    """`fields` names what changed; matching scores again when the demands did."""

    job_id: str
    fields: list


@event("job.opened")
class JobOpened:
    job_id: str


@event("job.held")
class JobHeld:
    job_id: str


@event("job.closed")
class JobClosed:
    job_id: str
    reason: str = ""


@event("job.deleted")
class JobDeleted:
    job_id: str


@event("post.published")
class PostPublished:
    post_id: str
    job_id: str


@event("post.unpublished")
class PostUnpublished:
    post_id: str
    job_id: str


@event("candidate.exported")
class CandidatesExported:
    """Somebody took `count` candidates out of the system as a file."""

    count: int


@event("candidate.created")
class CandidateCreated:
    candidate_id: str


@event("candidate.changed")
class CandidateChanged:
    candidate_id: str
    fields: list


@event("candidate.merged")
class CandidatesMerged:
    merge_id: str
    kept_id: str
    merged_id: str


@event("candidate.unmerged")
class CandidatesUnmerged:
    merge_id: str
    kept_id: str
    merged_id: str


@event("candidate.deleted")
class CandidateDeleted:
    candidate_id: str


@event("candidate.sight_given")
class SightGiven:
    """An interviewer may see this candidate from now on."""

    candidate_id: str
    member_id: str


@event("candidate.sight_ended")
class SightEnded:
    candidate_id: str
    member_id: str


@event("resume.uploaded")
class ResumeUploaded:
    resume_id: str


@event("resume.read")
class ResumeRead:
    """The file became facts about `candidate_id`."""

    resume_id: str
    candidate_id: str


@event("resume.unreadable")
class ResumeUnreadable:
    resume_id: str
    code: str


@event("intake.started")
class IntakeStarted:
    intake_id: str


@event("intake.finished")
class IntakeFinished:
    intake_id: str
    done: int
    failed: int


@event("application.created")
class ApplicationCreated:
    application_id: str
    job_id: str
    candidate_id: str


@event("application.changed")
class ApplicationChanged:
    """Custom fields, or what became of a hire."""

    application_id: str
    fields: list


@event("application.moved")
class ApplicationMoved:
    stage_change_id: int
    application_id: str
    job_id: str
    from_stage_id: str
    to_stage_id: str


@event("application.rejected")
class ApplicationRejected:
    """`cancel_interviews`: those to come are to be called off with it."""

    stage_change_id: int
    application_id: str
    job_id: str
    cancel_interviews: bool = False


@event("application.unrejected")
class ApplicationUnrejected:
    stage_change_id: int
    application_id: str
    job_id: str


@event("application.hired")
class ApplicationHired:
    """`cancel_interviews`: those to come are to be called off with it."""

    stage_change_id: int
    application_id: str
    job_id: str
    cancel_interviews: bool = False


@event("application.unhired")
class ApplicationUnhired:
    stage_change_id: int
    application_id: str
    job_id: str


@event("application.withdrawn")
class ApplicationWithdrawn:
    """`cancel_interviews`: those to come are to be called off with it."""

    stage_change_id: int
    application_id: str
    job_id: str
    cancel_interviews: bool = False


@event("application.reopened")
class ApplicationReopened:
    stage_change_id: int
    application_id: str
    job_id: str


@event("offer.drafted")
class OfferDrafted:
    """A new version of an offer; `replaced_id` is the one that it replaces."""

    offer_id: str
    application_id: str
    replaced_id: str = None


@event("offer.changed")
class OfferChanged:
    offer_id: str
    application_id: str


@event("offer.approved")
class OfferApproved:
    offer_id: str
    application_id: str


@event("offer.sent")
class OfferSent:
    """The link exists; the mail that carries it reads this."""

    offer_id: str
    application_id: str


@event("offer.accepted")
class OfferAccepted:
    offer_id: str
    application_id: str


@event("offer.declined")
class OfferDeclined:
    offer_id: str
    application_id: str


@event("offer.expired")
class OfferExpired:
    offer_id: str
    application_id: str


@event("offer.withdrawn")
class OfferWithdrawn:
    offer_id: str
    application_id: str


@event("job.approved")
class JobApproved:
    """Everybody who had to agree did."""

    job_id: str


@event("approval.asked")
class ApprovalAsked:
    """It is `member_id`'s turn."""

    approval_id: str
    member_id: str
    job_id: str = None
    offer_id: str = None


@event("approval.decided")
class ApprovalDecided:
    approval_id: str
    approved: bool
    job_id: str = None
    offer_id: str = None


@event("rejection.drafted")
class RejectionsDrafted:
    """A closed job left `count` people to answer; each has a draft."""

    job_id: str
    count: int


@event("rejection.sent")
class RejectionSent:
    """A person let the draft go; the mail that carries its text reads this."""

    draft_id: str
    application_id: str
    job_id: str


@event("pool.created")
class PoolCreated:
    pool_id: str


@event("pool.changed")
class PoolChanged:
    pool_id: str
    fields: list


@event("pool.deleted")
class PoolDeleted:
    pool_id: str


@event("pool.person_added")
class PersonPooled:
    """Somebody is kept in mind."""

    pool_id: str
    candidate_id: str


@event("pool.person_removed")
class PersonUnpooled:
    pool_id: str
    candidate_id: str
