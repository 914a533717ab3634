"""What candidates do on their own side. Ids and small facts only: nothing that says who somebody is."""

from accounts.events import event


@event("candidate.claimed")
class CandidateClaimed:
    """A person has proven the address by which a company knows this candidate: they see what is theirs from now on."""

    candidate_id: str


@event("portal.stages_changed")
class PublicStagesChanged:
    """What candidates read instead of the company's own stages."""

    count: int


@event("careers.changed")
class CareersSiteChanged:
    """A company changed its careers pages. `fields` names what changed."""

    company_id: str
    fields: list


@event("erasure.asked")
class ErasureAsked:
    """A candidate asked to be erased; until the day they may change their mind."""

    erasure_id: str


@event("erasure.cancelled")
class ErasureCancelled:
    erasure_id: str


@event("erasure.done")
class ErasureDone:
    """`candidates` rows of people and `files` are gone."""

    erasure_id: str
    candidates: int
    files: int


@event("retention.changed")
class RetentionChanged:
    on: bool


@event("retention.asked")
class AskedToStay:
    candidate_id: str


@event("retention.answered")
class AnsweredWhetherToStay:
    candidate_id: str
    stays: bool


@event("consent.withdrawn")
class ConsentWithdrawn:
    consent_id: str
    purpose: str


@event("request.asked")
class RequestAsked:
    """A candidate asks for feedback, or that a person looks at a decision again; `kind` says which."""

    request_id: str
    application_id: str
    kind: str


@event("request.answered")
class RequestAnswered:
    request_id: str
    application_id: str
    kind: str


@event("survey.answered")
class SurveyAnswered:
    """Some candidate said how an interview was. Which one is not told here."""
