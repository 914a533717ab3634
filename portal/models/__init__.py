from portal.models.after import Request, Survey
from portal.models.careers import ApplyDraft, CareersSite
from portal.models.data import Erasure, Retention, StayRequest
from portal.models.people import Identity, MagicLink, Profile
from portal.models.stages import PublicStage, Step

__all__ = [
    "ApplyDraft",
    "CareersSite",
    "Erasure",
    "Identity",
    "MagicLink",
    "Profile",
    "PublicStage",
    "Request",
    "Retention",
    "StayRequest",
    "Step",
    "Survey",
]
