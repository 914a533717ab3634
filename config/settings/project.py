"""What the project consists of."""

from pathlib import Path

from config.settings.environment import BASE_DIR, EMBEDDED, PRODUCTION, STATE_DIR, env

__all__ = [
    "ASGI_APPLICATION", "AUTH_USER_MODEL", "BASE_DIR", "DEBUG", "DEFAULT_AUTO_FIELD", "EMBEDDED", "FORM_RENDERER", "INSTALLED_APPS",
    "FORMAT_MODULE_PATH", "LANGUAGES", "LANGUAGE_CODE", "LOCALE_PATHS", "MEDIA_ROOT", "MEDIA_URL", "MIDDLEWARE", "PRODUCTION",
    "ROOT_URLCONF", "SITE_URL", "STATICFILES_DIRS", "STATIC_ROOT", "STATIC_URL", "STATE_DIR", "STORAGES",
    "TEMPLATES", "TIME_ZONE", "USE_I18N", "USE_TZ", "WHITENOISE_AUTOREFRESH",
    "WHITENOISE_USE_FINDERS", "WSGI_APPLICATION",
]  # fmt: skip

DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

# A provider without keys answers with a server error when asked to sign somebody in: it has no routes and no button.
SIGN_IN_WITH = [
    *(["allauth.socialaccount.providers.google"] if env("GOOGLE_CLIENT_ID", default="") else []),
    *(["allauth.socialaccount.providers.openid_connect"] if env("LINKEDIN_CLIENT_ID", default="") else []),
]

INSTALLED_APPS = [
    "config",
    "accounts",
    "billing",
    "jobs",
    "matching",
    "collaboration",
    "notifications",
    "integrations",
    "analytics",
    "portal",
    "accounts.admin_app.Config",  # Django's admin, open to a company's own admins too
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its widget templates, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *SIGN_IN_WITH,
    "allauth.usersessions",
    "anymail",
    "auditlog",
    "channels",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_prometheus",
    "django_structlog",
    "djstripe",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "encrypted_fields",
    "guardian",
    "rest_framework",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.hosts.OwnDomain",
    "csp.middleware.CSPMiddleware",
    "accounts.doors.TwoDoors",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.errors.NoNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.MemberMiddleware",
    "accounts.api.limits.RateLimitMiddleware",
    "accounts.api.idempotency.IdempotencyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.project",
            ],
            "builtins": ["config.look"],
        },
    }
]

FORM_RENDERER = "config.look.FormLook"

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["config.formats"]
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"  # never served as such: a view asks for permission first
MEDIA_ROOT = env("MEDIA_ROOT", default=str(STATE_DIR / "media"))
# Production serves what `collectstatic` gathered, under hashed names; embedded serves the sources as they are.
HASHED_STATIC = env.bool("HASHED_STATIC", default=PRODUCTION)
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles" if HASHED_STATIC else STATE_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.static.HashedStatic" if HASHED_STATIC else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
