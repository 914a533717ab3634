"""People who can sign in, whatever company they belong to."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import happened
from accounts.events import publish
from accounts.models import User


def keep_address(user):
    """Write down that the person's address is theirs: they opened a mail sent to it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email.lower(), defaults={"verified": True, "primary": True})


@transaction.atomic
def block_user(*, user, actor=None):
    """Shut a person out of the installation: no sign-in, and every session of theirs ends at its next request."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        publish(happened.UserBlocked(user.pk), actor=actor, subject=user)
    return user


@transaction.atomic
def unblock_user(*, user, actor=None):
    """Let a blocked person sign in again."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        publish(happened.UserUnblocked(user.pk), actor=actor, subject=user)
    return user
