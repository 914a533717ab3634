from portal.models.people import Identity, MagicLink, Profile
from portal.models.stages import PublicStage, Step

__all__ = ["Identity", "MagicLink", "Profile", "PublicStage", "Step"]
