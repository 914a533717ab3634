"""Who signs in, and how (django-allauth)."""

from config.settings.environment import env

__all__ = [
    "ACCOUNT_CHANGE_EMAIL", "ACCOUNT_EMAIL_NOTIFICATIONS", "ACCOUNT_ADAPTER", "MFA_ADAPTER", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL", "ACCOUNT_EMAIL_VERIFICATION", "ACCOUNT_LOGIN_METHODS", "ACCOUNT_PREVENT_ENUMERATION",
    "ACCOUNT_REAUTHENTICATION_REQUIRED", "ACCOUNT_SIGNUP_FIELDS", "ACCOUNT_UNIQUE_EMAIL", "ACCOUNT_USER_MODEL_EMAIL_FIELD",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD", "AUTHENTICATION_BACKENDS", "LOGIN_REDIRECT_URL", "LOGIN_URL", "LOGOUT_REDIRECT_URL",
    "MFA_PASSKEY_LOGIN_ENABLED", "MFA_SUPPORTED_TYPES", "MFA_TOTP_ISSUER", "PORTAL_PROVIDERS", "SOCIALACCOUNT_ONLY", "SOCIALACCOUNT_PROVIDERS",
    "USERSESSIONS_TRACK_ACTIVITY", "GUARDIAN_RAISE_403", "ANONYMOUS_USER_NAME",
]  # fmt: skip

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend", "guardian.backends.ObjectPermissionBackend"]
ANONYMOUS_USER_NAME = None  # nobody signed in is nobody: no row stands for them
GUARDIAN_RAISE_403 = False

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "accounts.adapter.CompanyDoor"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person: the new one takes over once it is proven
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when the password, the address or a second factor changes
ACCOUNT_EMAIL_VERIFICATION = env("EMAIL_VERIFICATION", default="optional")
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = env("SITE_URL", default="http://127.0.0.1:8000").partition(":")[0]
USERSESSIONS_TRACK_ACTIVITY = False  # a page view writes nothing

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "accounts.adapter.SecondFactors"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ACCOUNT_DEFAULT_HTTP_PROTOCOL == "http"  # browsers give passkeys to http://localhost only
MFA_TOTP_ISSUER = "IntelliMatch"

SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {
    "google": {
        "SCOPE": ["profile", "email"],
        "APPS": [
            {
                "client_id": env("GOOGLE_CLIENT_ID", default=""),
                "secret": env("GOOGLE_CLIENT_SECRET", default=""),
                "settings": {"hidden": False},
            }
        ],
    },
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "linkedin",
                "name": "LinkedIn",
                "client_id": env("LINKEDIN_CLIENT_ID", default=""),
                "secret": env("LINKEDIN_CLIENT_SECRET", default=""),
                "settings": {"server_url": "https://www.linkedin.com/oauth"},
            }
        ]
    },
}

# The candidate's door: OpenID Connect providers that have keys. Each name is kept with who signed in by it: don't rename one.
PORTAL_PROVIDERS = {
    name: {
        "label": label,
        "client_id": env(f"{name.upper()}_CLIENT_ID"),
        "secret": env(f"{name.upper()}_CLIENT_SECRET", default=""),
        **more,
    }
    for name, label, more in (
        ("google", "Google", {"server_url": "https://accounts.google.com", "oauth_pkce_enabled": True}),
        ("linkedin", "LinkedIn", {"server_url": "https://www.linkedin.com/oauth"}),
    )
    if env(f"{name.upper()}_CLIENT_ID", default="")
}
