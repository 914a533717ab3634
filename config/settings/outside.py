"""What talks to the world outside: mail and payments. Nothing set, nothing sent."""

from config.settings.environment import env

__all__ = [
    "ANYMAIL", "BILLING_ENABLED", "DEFAULT_FROM_EMAIL", "DJSTRIPE_FOREIGN_KEY_TO_FIELD", "DJSTRIPE_SUBSCRIBER_MODEL", "DJSTRIPE_SUBSCRIBER_MODEL_MIGRATION_DEPENDENCY",
    "DJSTRIPE_USE_NATIVE_JSONFIELD", "EMAIL_BACKEND",
    "EMAIL_HOST", "EMAIL_HOST_PASSWORD", "EMAIL_HOST_USER", "EMAIL_PORT", "EMAIL_TIMEOUT", "EMAIL_USE_SSL",
    "EMAIL_USE_TLS", "INBOUND_DOMAIN", "MAIL_PER_SECOND", "MAIL_TRANSPORT", "SERVER_EMAIL", "STRIPE_LIVE_MODE", "STRIPE_LIVE_SECRET_KEY", "STRIPE_TEST_SECRET_KEY",
]  # fmt: skip

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="IntelliMatch <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = "localhost", 25, "", ""
EMAIL_USE_TLS = EMAIL_USE_SSL = False
ANYMAIL = {}

# Django's own mail (sign-in, invitations) goes to our outbox like any other; what takes it from there is MAIL_TRANSPORT.
EMAIL_BACKEND = "notifications.mail_backend.Outbox"
MAIL_TRANSPORT = ""  # mail is kept in the outbox, for people to read there
_provider = env("ANYMAIL_PROVIDER", default="")
if _provider:
    MAIL_TRANSPORT = f"anymail.backends.{_provider}.EmailBackend"
    ANYMAIL = env.dict("ANYMAIL", default={})
elif env("EMAIL_URL", default=""):
    _mail = env.email_url("EMAIL_URL")
    MAIL_TRANSPORT = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)

MAIL_PER_SECOND = env.int("MAIL_PER_SECOND", default=0)  # what the provider allows; 0: no limit
INBOUND_DOMAIN = env("INBOUND_DOMAIN", default="")  # whose mail the provider hands to us: answers come by mail

STRIPE_LIVE_MODE = env.bool("STRIPE_LIVE_MODE", default=False)
STRIPE_LIVE_SECRET_KEY = env("STRIPE_LIVE_SECRET_KEY", default="")
STRIPE_TEST_SECRET_KEY = env("STRIPE_TEST_SECRET_KEY", default="")
DJSTRIPE_FOREIGN_KEY_TO_FIELD = "id"
DJSTRIPE_SUBSCRIBER_MODEL = "accounts.Company"  # the company pays, not the person
DJSTRIPE_SUBSCRIBER_MODEL_MIGRATION_DEPENDENCY = "__first__"
DJSTRIPE_USE_NATIVE_JSONFIELD = True
# Without the key of its mode there is nobody to pay: every plan's limits are lifted.
BILLING_ENABLED = bool(STRIPE_LIVE_SECRET_KEY if STRIPE_LIVE_MODE else STRIPE_TEST_SECRET_KEY)
