"""Invitations: an offer of a membership by mail. Only the hash of the token is ever kept.

The token is made when the mail is written, by the task that sends it: a mail that is sent again carries a new token, and
the one before it dies.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import happened, mail
from accounts.events import publish
from accounts.guard import require
from accounts.models import Company, Invitation, Membership, User
from accounts.permissions import Action, Role
from accounts.refusal import Refused
from accounts.services.handles import suggest_handle
from accounts.services.people import keep_address

VALID_FOR = timedelta(days=7)
BETWEEN_MAILS = timedelta(minutes=1)
LEASE = timedelta(minutes=2)
MOST_MAILS = 8
MOST_OPEN = 2000  # a company's open invitations: more is a mistake or a mass mailing


class InvitationRefused(Refused):
    """The invitation cannot be made or taken."""


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def unknown_hash():
    """A hash whose token nobody has: until the mail is written there is none."""
    return hash_of(secrets.token_urlsafe(32))


@transaction.atomic
def invite(*, company, email, role, actor):
    """Offer a membership to an address; the mail follows after the commit."""
    require(actor, Action.MANAGE_USERS, company)
    Company.objects.select_for_update().get(pk=company.pk)
    email = checked_address(company, email, role)
    Invitation.objects.of(company).pending().filter(email__iexact=email).update(revoked_at=timezone.now())  # it ran out
    invitation = Invitation.objects.create(
        company=company,
        email=email,
        role=Role(role).value,
        token_hash=unknown_hash(),
        invited_by=actor if isinstance(actor, Membership) else None,
        expires_at=timezone.now() + VALID_FOR,
    )
    publish(happened.InvitationCreated(invitation.pk, invitation.role), actor=actor, subject=invitation)
    return invitation


def checked_address(company, email, role):
    """The address as it is kept, if it can be invited to that role now; else a refusal with its field."""
    email = str(email).strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvitationRefused(_("That is no e-mail address."), code="bad_email", field="email") from error
    if role not in set(Role):
        raise InvitationRefused(
            _("There is no such role. Use: %(roles)s.") % {"roles": ", ".join(Role)}, code="unknown_role", field="role"
        )
    member = Membership.objects.of(company).filter(user__email__iexact=email).first()
    if member is not None and member.deactivated_at:
        raise InvitationRefused(_("That member is deactivated. Reactivate them."), code="deactivated", field="email")
    if member is not None:
        raise InvitationRefused(_("That address is a member already."), code="already_member", field="email")
    open_ones = Invitation.objects.of(company).open()
    if open_ones.filter(email__iexact=email).exists():
        raise InvitationRefused(_("That address is invited already."), code="already_invited", field="email")
    if open_ones.count() >= MOST_OPEN:
        raise InvitationRefused(_("Too many invitations are open."), code="too_many_open", field="email")
    return email


@transaction.atomic
def resend(*, invitation, actor):
    """Mail a pending invitation again, with a new token and a new date."""
    require(actor, Action.MANAGE_USERS, invitation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationRefused(_("That invitation is closed."), code="closed")
    if invitation.mailed_at and timezone.now() - invitation.mailed_at < BETWEEN_MAILS:
        raise InvitationRefused(_("That mail left less than a minute ago. Give it a moment."), code="just_sent")
    invitation.token_hash, invitation.expires_at = unknown_hash(), timezone.now() + VALID_FOR
    invitation.mailed_at = invitation.mail_leased_until = None
    invitation.mail_attempts = 0
    invitation.save(update_fields=["token_hash", "expires_at", "mailed_at", "mail_leased_until", "mail_attempts"])
    publish(happened.InvitationResent(invitation.pk), actor=actor, subject=invitation)
    return invitation


@transaction.atomic
def revoke(*, invitation, actor):
    """Take an invitation back; its link is dead at once."""
    require(actor, Action.MANAGE_USERS, invitation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise InvitationRefused(_("That invitation was accepted already."), code="closed")
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        publish(happened.InvitationRevoked(invitation.pk), actor=actor, subject=invitation)
    return invitation


def by_token(token):
    """The open invitation that a link belongs to, or None: used, revoked, run out and unknown are told apart to nobody."""
    return (
        Invitation.objects.open()
        .filter(token_hash=hash_of(token), company__suspended_at=None)
        .select_related("company", "invited_by__user")
        .first()
    )


@transaction.atomic
def accept(*, token, user=None, name="", password=None, time_zone="UTC"):
    """Become a member: as `user`, who must have the invited address, or as a new person with `name` and `password`."""
    found = by_token(token)
    if found is None:
        raise InvitationRefused(_("This invitation is no longer valid. Ask for a new one."), code="invalid_invitation")
    Company.objects.select_for_update().get(pk=found.company_id)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not invitation.open or invitation.token_hash != hash_of(token):
        raise InvitationRefused(_("This invitation is no longer valid. Ask for a new one."), code="invalid_invitation")
    user = user or _new_person(invitation, name, password, time_zone)
    if user.email.lower() != invitation.email.lower():
        raise InvitationRefused(_("This invitation is for another address."), code="other_address")
    keep_address(user)
    if Membership.objects.filter(company=invitation.company_id, user=user).exists():
        raise InvitationRefused(_("You are a member already."), code="already_member")
    member = Membership.objects.create(
        company=found.company,
        user=user,
        role=invitation.role,
        handle=suggest_handle(company=found.company, name=user.name, email=user.email),
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    publish(happened.InvitationAccepted(invitation.pk, member.pk), actor=member, subject=invitation)
    publish(happened.MemberJoined(member.pk, member.role), actor=member, subject=member)
    return member


def _new_person(invitation, name, password, time_zone):
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationRefused(_("That address has an account. Sign in to accept."), code="sign_in_first")
    return User.objects.create_user(email=invitation.email, password=password, name=name.strip(), time_zone=time_zone)


def mail_once(*, invitation_id):
    """Mail an invitation unless that was done or another task is at it. A failure is tried again, MOST_MAILS times at most."""
    now = timezone.now()
    token = secrets.token_urlsafe(32)
    claimed = (
        Invitation.objects.to_mail(now)
        .filter(pk=invitation_id, mail_attempts__lt=MOST_MAILS)
        .update(token_hash=hash_of(token), mail_leased_until=now + LEASE)
    )
    if not claimed:
        return False
    invitation = Invitation.objects.select_related("company", "invited_by__user").get(pk=invitation_id)
    mine = Invitation.objects.filter(pk=invitation_id, token_hash=hash_of(token))
    try:
        mail.send(
            "invitation",
            to=invitation.email,
            subject=_("Join %(company)s on IntelliMatch") % {"company": invitation.company.name},
            company=invitation.company,
            invitation=invitation,
            link=mail.absolute(reverse("accounts:invitation", args=[token])),
        )
    except OSError:  # smtplib's errors too: the mail server is away or said no
        mine.update(mail_attempts=invitation.mail_attempts + 1, mail_leased_until=now + LEASE * 2**invitation.mail_attempts)
        raise
    mine.update(mailed_at=timezone.now(), mail_leased_until=None)
    return True


def waiting():
    """Ids of invitations whose mail a crash or a failing server left behind."""
    return list(
        Invitation.objects.to_mail()
        .filter(mail_attempts__lt=MOST_MAILS)
        .order_by("created_at")
        .values_list("pk", flat=True)[:500]
    )
