"""How allauth behaves at the company's door."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.shortcuts import redirect

from accounts.models import Membership, User


class CompanyDoor(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody signs up at allauth's own page: companies do at ours, to which it leads; colleagues by invitation."""
        raise ImmediateHttpResponse(redirect("accounts:sign_up"))

    def confirm_email(self, request, email_address):
        """An address that is another person's stays theirs, even if they opened the link."""
        theirs = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        return not theirs.exists() and super().confirm_email(request, email_address)


class SecondFactors(DefaultMFAAdapter):
    def can_delete_authenticator(self, authenticator):
        """The last second factor stays as long as a company of theirs requires one."""
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds).exclude(pk=authenticator.pk)
        required = Membership.objects.active().filter(user=authenticator.user, company__require_second_factor=True)
        return authenticator.type not in kinds or others.exists() or not required.exists()
