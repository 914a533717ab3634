"""What accounts itself does when something happened: invitations are mailed, open sockets of who is out are closed."""

from functools import partial

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from accounts import happened, live
from accounts.events import subscribe
from accounts.models import Membership
from accounts.tasks import mail_invitation


@subscribe(happened.InvitationCreated, happened.InvitationResent)
def mail_the_invitation(event, row):
    transaction.on_commit(partial(mail_invitation.delay, invitation_id=event.invitation_id))


@subscribe(happened.MemberDeactivated, happened.RoleChanged)
def close_the_member(event, row):
    """They connect again as who they are now, or find that they are out."""
    live.close(f"member:{event.member_id}")


@subscribe(happened.CompanySuspended)
def close_the_company(event, row):
    members = Membership.objects.filter(company_id=event.company_id, deactivated_at=None)
    live.close(*(f"member:{pk}" for pk in members.values_list("pk", flat=True)))


@subscribe(happened.UserBlocked)
def close_the_person(event, row):
    live.close(f"user:{event.user_id}")


@receiver(post_delete, sender=Session)
def close_the_session(instance, **kwargs):
    """Signed out, or thrown out from another device: the pages of that session hear no more."""
    if user := instance.get_decoded().get(SESSION_KEY):
        live.look_again(f"user:{user}")
