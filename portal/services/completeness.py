"""How complete a profile is: ten things, each a tenth, and what is missing with the place to add it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

FEWEST_SKILLS = 3


@dataclass(frozen=True)
class Part:
    label: str
    anchor: str  # of the section on the profile's page
    there: bool


def parts_of(user, profile):
    return [
        Part(_("a photo"), "photo", bool(user.photo)),
        Part(_("a headline"), "you", bool(profile.headline)),
        Part(_("your phone number"), "you", bool(profile.phone)),
        Part(_("where you live"), "you", bool(profile.location)),
        Part(_("a few words about you"), "you", bool(profile.summary)),
        Part(_("a link to your work"), "you", bool(profile.links)),
        Part(_("three skills or more"), "skills", len(profile.skills) >= FEWEST_SKILLS),
        Part(_("your work"), "experience", bool(profile.experience)),
        Part(_("your education"), "education", bool(profile.education)),
        Part(_("how you want to work"), "preferences", bool(profile.preferences)),
    ]


def completeness(user, profile):
    """(0 to 100, the parts that are missing)."""
    parts = parts_of(user, profile)
    missing = [part for part in parts if not part.there]
    return round(100 * (len(parts) - len(missing)) / len(parts)), missing
