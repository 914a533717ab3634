"""Coming in at the candidate's door: by a link in a mail, by password, or by an account elsewhere.

Every way answers a stranger alike, whether an address is known or not: anybody may have a link mailed to their own address,
and whoever opens it gets an account there and then if there was none. An account elsewhere (Google, LinkedIn) opens the
portal only once its address has been proven by such a link; the address that a provider tells links nothing by itself.
"""

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mail import absolute
from accounts.models import User
from accounts.refusal import Refused
from accounts.services.people import keep_address
from portal.models import Identity, MagicLink, Profile
from portal.services import mails
from portal.services.claims import claim_all

VALID = timedelta(minutes=15)
MOST_OPEN = 3  # links of one address at once; the oldest dies


class SignInRefused(Refused):
    """The message is meant for the person and says nothing of who is known."""


def safe_next(path):
    """A path inside the portal to go on to, else the dashboard."""
    home = reverse("portal:home")
    return path if path and path.startswith(home) and "\\" not in path and "//" not in path and len(path) <= 300 else home


def send_link(*, email, next_path="", name="", provider="", subject=""):
    """Mail a link to the address, whoever it belongs to."""
    email, now, token = email.strip().lower(), timezone.now(), secrets.token_urlsafe(32)
    with transaction.atomic():
        keep = MagicLink.objects.open(now).filter(email=email).order_by("-created_at")[: MOST_OPEN - 1]
        MagicLink.objects.open(now).filter(email=email).exclude(pk__in=[one.pk for one in keep]).update(
            expires_at=now, used_at=now
        )
        MagicLink.objects.create(
            email=email,
            token_hash=digest(token),
            next=safe_next(next_path),
            name=name[:120],
            provider=provider,
            subject=subject,
            expires_at=now + VALID,
        )
    mails.send(
        "sign_in",
        kind="magic_link",
        to=email,
        subject=_("Your link to sign in"),
        link=absolute(reverse("portal:link", args=[token])),
    )


def digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token):
    """The link that may still be used, or None; looking changes nothing, so that mail scanners may look."""
    return MagicLink.objects.open().filter(token_hash=digest(token)).first()


@transaction.atomic
def use_link(token):
    """(User, path to go on to) for a link that is used now, for the first and only time."""
    now = timezone.now()
    if not MagicLink.objects.open(now).filter(token_hash=digest(token)).update(used_at=now):
        raise SignInRefused(_("This link has been used or has run out. Have another sent."), code="link_over")
    link = MagicLink.objects.get(token_hash=digest(token))
    MagicLink.objects.filter(email=link.email, used_at=None).update(used_at=now)
    user = User.objects.filter(email__iexact=link.email).first()
    if user is None:
        name = link.name or link.email.partition("@")[0]
        user = User.objects.create_user(email=link.email, password=None, name=name)
    if not user.is_active:
        raise SignInRefused(_("This account is closed. Write to the company that you applied to."), code="closed")
    keep_address(user)
    if link.provider:
        _link_identity(user, link.provider, link.subject)
    welcome(user)
    return user, link.next


def _link_identity(user, provider, subject):
    try:
        with transaction.atomic():
            Identity.objects.create(user=user, provider=provider, subject=subject)
    except IntegrityError:  # linked before: to whom it was linked it stays
        return


@transaction.atomic
def welcome(user):
    """What everybody has who is in: a profile, and the candidates that are theirs."""
    Profile.objects.get_or_create(user=user)
    claim_all(user=user)


def by_password(request, *, email, password):
    """The person, or a refusal that says the same for every reason. With a second factor set a password alone opens nothing."""
    user = authenticate(request, email=email.strip().lower(), password=password)
    if user is None or not user.is_active or Authenticator.objects.filter(user=user).exists():
        raise SignInRefused(
            _("That did not work. Check both, or have a link sent: that always works."), code="not_known", field="password"
        )
    welcome(user)
    return user


def by_identity(*, provider, subject):
    """The person whom this account elsewhere opens the portal for, or None: its address is to be proven first."""
    found = Identity.objects.filter(provider=provider, subject=subject, user__is_active=True).select_related("user").first()
    if found:
        welcome(found.user)
    return found.user if found else None


def forget_old_links():
    """A link that is over says who asked and when: nobody needs to know that the day after."""
    MagicLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()
