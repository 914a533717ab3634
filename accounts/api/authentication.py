"""Who calls the API."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication


class BrowserSession(SessionAuthentication):
    """The session of somebody signed in on the pages; without one the answer is 401, not 403."""

    def authenticate_header(self, request):
        return "Session"


class BrowserSessionScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = "accounts.api.authentication.BrowserSession"
    name = "session"

    def get_security_definition(self, auto_schema):
        from django.conf import settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
