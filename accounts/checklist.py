"""The first days: what a member has yet to set up. Apps add steps, the home page shows them.

checklist.register(function(member) -> list of Step)        in AppConfig.ready()
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.middleware import SECOND_FACTORS
from accounts.models import Invitation, Membership
from accounts.permissions import Action

sources = []


@dataclass(frozen=True)
class Step:
    """One thing to do, where, and whether it is done. `key` is stable."""

    key: str
    text: str
    url: str
    done: bool


def register(source):
    if source not in sources:
        sources.append(source)
    return source


def steps_for(member):
    """All steps for this member, in the order of the apps."""
    return [step for source in sources for step in source(member)]


@register
def first_steps(member):
    """What accounts asks for: three queries at most."""
    steps = [
        Step(
            "profile",
            _("Say who you are: photo, title, working hours"),
            reverse("accounts:profile"),
            bool(member.title and member.working_hours),
        ),
        Step(
            "second_factor",
            _("Add a passkey or a code app to your sign-in"),
            reverse("accounts:security"),
            Authenticator.objects.filter(user_id=member.user_id, type__in=SECOND_FACTORS).exists(),
        ),
    ]
    if member.can(Action.MANAGE_SETTINGS):
        steps.append(
            Step(
                "company",
                _("Give the company its logo and country"),
                reverse("accounts:company"),
                bool(member.company.logo and member.company.country),
            )
        )
    if member.can(Action.MANAGE_USERS):
        invited = (
            Membership.objects.visible_to(member).exclude(pk=member.pk).exists() or Invitation.objects.visible_to(member).exists()
        )
        steps.append(Step("invite", _("Invite a colleague"), reverse("accounts:invite"), invited))
    return steps
