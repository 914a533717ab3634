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
