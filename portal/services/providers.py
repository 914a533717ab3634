"""Sign-in at the candidate's door with an account elsewhere: OpenID Connect by allauth's parts, with a way back of our own.

allauth's own pages sign in at the company's door; only its client, state and token checks are used here.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from accounts.mail import absolute
from portal.services.signing_in import SignInRefused, by_identity, send_link


class _Adapter(OpenIDConnectOAuth2Adapter):
    def __init__(self, request, provider):
        super().__init__(request, provider.app.provider_id)
        self.provider = provider

    def get_provider(self):
        return self.provider

    def get_callback_url(self, request, app):
        return absolute(reverse("portal:provider_back", args=[app.provider_id]))


class _Provider(OpenIDConnectProvider):
    def get_oauth2_adapter(self, request):
        return _Adapter(request, self)


def offered():
    """[(name, label)] of the providers that have keys."""
    return [(name, told["label"]) for name, told in settings.PORTAL_PROVIDERS.items()]


def _provider(request, name):
    told = settings.PORTAL_PROVIDERS[name]
    more = {key: value for key, value in told.items() if key in ("server_url", "oauth_pkce_enabled")}
    app = SocialApp(
        provider="openid_connect",
        provider_id=name,
        name=told["label"],
        client_id=told["client_id"],
        secret=told["secret"],
        settings=more,
    )
    return _Provider(request, app=app)


def way_out(request, name, next_path):
    """The redirect to the provider, with a state that only this browser's session knows."""
    provider = _provider(request, name)
    try:
        return provider.redirect(request, process=AuthProcess.LOGIN, next_url=next_path)
    except (RequestException, KeyError, ValueError, OAuth2Error) as error:
        raise SignInRefused(
            _("%(provider)s did not answer. Try again, or have a link sent.") % {"provider": provider.app.name},
            code="provider_away",
        ) from error


def way_back(request, name):
    """(User or None, path to go on to). None: a link was mailed to the address, to prove it first."""
    provider = _provider(request, name)
    state = statekit.unstash_state(request, provider_id=provider.sub_id, state_id=request.GET.get("state", ""))
    wrong = SignInRefused(
        _("Signing in with %(provider)s did not work. Try again, or have a link sent.") % {"provider": provider.app.name},
        code="provider",
    )
    if state is None or "code" not in request.GET:
        raise wrong
    adapter = provider.get_oauth2_adapter(request)
    try:
        client = adapter.get_client(request, provider.app)
        answer = adapter.get_access_token_data(request, provider.app, client, pkce_code_verifier=state.get("pkce_code_verifier"))
        login = adapter.complete_login(request, provider.app, adapter.parse_token(answer), response=answer)
        told = login.account.extra_data.get("userinfo") or login.account.extra_data.get("id_token") or {}
        subject, email = str(login.account.uid)[:255], str(told.get("email") or "")
        if user := by_identity(provider=name, subject=subject):
            return user, state.get("next") or ""
        validate_email(email)
    except ValidationError as error:
        raise SignInRefused(
            _("%(provider)s told us no e-mail address. Have a link sent instead.") % {"provider": provider.app.name},
            code="no_address",
        ) from error
    except (
        PermissionDenied,
        OAuth2Error,
        RequestException,
        ProviderException,
        ImmediateHttpResponse,
        KeyError,
        ValueError,
    ) as error:
        raise wrong from error
    send_link(email=email, next_path=state.get("next") or "", name=str(told.get("name") or ""), provider=name, subject=subject)
    return None, email
