from portal.models.people import Identity, MagicLink, Profile

__all__ = ["Identity", "MagicLink", "Profile"]
