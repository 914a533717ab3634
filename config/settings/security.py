"""Keys, cookies, transport, content security policy."""

from csp.constants import NONCE, NONE, SELF

from config.settings.environment import PRODUCTION, env, kept_secret

__all__ = [
    "ALLAUTH_TRUSTED_PROXY_COUNT", "ALLOWED_HOSTS", "AUTH_PASSWORD_VALIDATORS", "CAREERS_HOSTS", "CONTENT_SECURITY_POLICY", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS", "DATA_UPLOAD_MAX_MEMORY_SIZE",
    "DATA_UPLOAD_MAX_NUMBER_FILES", "FILE_UPLOAD_HANDLERS", "METRICS_TOKEN", "PASSWORD_HASHERS", "PORTAL_COOKIE_NAME",
    "SALT_KEY", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SECURE_CONTENT_TYPE_NOSNIFF", "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER",
    "SECURE_REDIRECT_EXEMPT", "SECURE_REFERRER_POLICY", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_AGE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_SECURE", "X_FRAME_OPTIONS",
]  # fmt: skip

SECRET_KEY = env("SECRET_KEY", default="") or kept_secret("secret_key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Salts of the encrypted columns, newest first: what an older one wrote stays readable.
SALT_KEY = env.list("SALT_KEY", default=[]) or [kept_secret("salt_key")]

_site = env.url("SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname] if _site.hostname else [])
ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]  # health checks ask from the machine itself
# Careers pages under domains of the companies' own: "jobs.example.com=their-slug,…" (portal/hosts.py).
CAREERS_HOSTS = {host.lower(): slug for host, slug in env.dict("CAREERS_HOSTS", default={}).items()}
ALLOWED_HOSTS += CAREERS_HOSTS
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Without a token /metrics answers this machine alone.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

HTTPS = env.bool("HTTPS", default=PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$", r"^metrics$"]  # asked from inside, without TLS
# Behind a proxy that sets them, X-Forwarded-Proto and the last of X-Forwarded-For are believed.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # browsers of today read frame-ancestors below instead, where our own pages are allowed

# The __Host- prefix makes browsers refuse the cookie unless it came by HTTPS, for this very host and for all paths.
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}sessionid"
PORTAL_COOKIE_NAME = f"{_prefix}me"  # the candidate's door has a session of its own (accounts/doors.py)
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=14 * 24 * 3600)
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False  # scripts put it into the X-CSRFToken header
CSRF_COOKIE_SAMESITE = "Lax"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # form fields and JSON; files have their own limits
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # of one form; dropped files come one by one
FILE_UPLOAD_HANDLERS = [
    "jobs.uploads.UpToTheLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.AtMost"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],  # the nonce is for the import map alone
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}
