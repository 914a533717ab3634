"""Every address of the project: each app's own `urls.py`, the sign-in pages, the admin, the API, the health checks."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from djstripe.views import ProcessWebhookView

from config import api, health

APPS = ["accounts", "jobs", "matching", "collaboration", "notifications", "integrations", "analytics", "billing", "portal"]

# Stripe signs what it sends; dj-stripe checks it against the endpoint's secret before it reads a word.
stripe_calls = [path("webhook/<uuid:uuid>/", login_not_required(ProcessWebhookView.as_view()), name="djstripe_webhook_by_uuid")]

urlpatterns = [
    path("health/", health.live, name="health"),
    path("ready/", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("stripe/", include((stripe_calls, "djstripe"))),
    *(path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")),
]

handler400 = "config.errors.not_understood"
handler403 = "config.errors.refused"
handler404 = "config.errors.missing"
handler500 = "config.errors.broken"

if settings.DEBUG:
    urlpatterns.append(path("design/", include("config.design")))
