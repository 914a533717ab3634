"""Where the mail provider reports what became of mails, and hands over answers.

The address is a secret of this installation: not every provider signs what it sends, and none signs all of it. What a provider does
sign is checked besides.
"""

import logging
from importlib import import_module
from importlib.util import find_spec

from anymail import signals
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponseBadRequest
from django.urls import path, reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.provider import NotTaken

log = logging.getLogger(__name__)
SIGNALS = {"events": signals.tracking, "answers": signals.inbound}
LARGEST = 25 * 1024 * 1024


def address_of(what):
    """The path that the provider is told: "events" or "answers"."""
    return reverse("notifications:mail_hook", args=[secret_of(what), what])


def secret_of(what):
    return salted_hmac("notifications.mail_hook", what, algorithm="sha256").hexdigest()[:40]


@csrf_exempt
@login_not_required
@require_http_methods(["POST", "HEAD"])
def mail_hook(request, secret, what):
    """Hand a call of the provider to its reader in Anymail, which checks its signature and sends the signals that we hear."""
    view = _reader(what) if what in SIGNALS and constant_time_compare(secret, secret_of(what)) else None
    if view is None:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponseBadRequest("Too large.")
    try:
        return view(request)
    except (ImproperlyConfigured, NotTaken):  # ours to mend: the provider tells it again
        raise
    except Exception:  # Anymail's readers raise all sorts of errors at what no provider of theirs would send
        log.info("a call to the mail hook was not understood", exc_info=True)
        return HttpResponseBadRequest("Not understood.")


def _reader(what):
    """Anymail's view for this installation's provider, or None."""
    _, _, name = settings.MAIL_TRANSPORT.removesuffix(".EmailBackend").rpartition("anymail.backends.")
    module = f"anymail.webhooks.{name}"
    if not name or not settings.MAIL_TRANSPORT.startswith("anymail.") or not find_spec(module):
        return None
    for cls in vars(import_module(module)).values():
        if isinstance(cls, type) and issubclass(cls, AnymailCoreWebhookView) and cls.signal is SIGNALS[what]:
            return cls.as_view()
    return None


urlpatterns = [path("mail/hooks/<str:secret>/<str:what>/", mail_hook, name="mail_hook")]
