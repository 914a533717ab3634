from portal.models.careers import ApplyDraft, CareersSite
from portal.models.people import Identity, MagicLink, Profile
from portal.models.stages import PublicStage, Step

__all__ = ["ApplyDraft", "CareersSite", "Identity", "MagicLink", "Profile", "PublicStage", "Step"]
