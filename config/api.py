"""`/api/v1/`: every app's router (`<app>.api.urls.router`), the schema and its two readers."""

from importlib import import_module
from importlib.util import find_spec

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

APPS = ["accounts", "billing", "jobs", "matching", "collaboration", "notifications", "integrations", "analytics", "portal"]


def routers():
    """The routers of those apps that have an API."""
    for app in APPS:
        if find_spec(f"{app}.api") and find_spec(f"{app}.api.urls"):
            yield import_module(f"{app}.api.urls").router


docs = SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api/docs.html")
redoc = SpectacularRedocView.as_view(url_name="api:schema", template_name="api/redoc.html")
# ReDoc draws by writing style elements, which the page's policy has to allow it; its script is our own file all the same.
redoc = csp_replace({"style-src": [SELF, UNSAFE_INLINE]})(redoc)

urlpatterns = [
    path("schema", login_not_required(SpectacularAPIView.as_view()), name="schema"),
    path("docs", login_not_required(docs), name="docs"),
    path("redoc", login_not_required(redoc), name="redoc"),
    *(path("", include(router.urls)) for router in routers()),
]
