"""Two doors into one installation: the company's, and the candidate's under /me/. Each has a session of its own.

A person may be a member here and a candidate there, in one browser at once. Whoever came in at the candidate's door, perhaps
with nothing but a link from a mail, is nobody on the company's pages, the API, the admin and the account pages; and the
other way round. So no second factor, role or company is ever got round through the easier door.
"""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.middleware import SessionMiddleware

PORTAL = "/me/"
MARK = "portal"  # in a session that was begun at the candidate's door
SECONDS = 7 * 24 * 3600  # how long a candidate stays signed in


class TwoDoors(SessionMiddleware):
    """Django's sessions, kept under another cookie for addresses of the portal."""

    def process_request(self, request):
        request.at_portal = request.path_info.startswith(PORTAL)
        if request.at_portal:
            cookies = dict(request.COOKIES)
            cookies.pop(settings.SESSION_COOKIE_NAME, None)
            if kept := cookies.get(settings.PORTAL_COOKIE_NAME):
                cookies[settings.SESSION_COOKIE_NAME] = kept
            request.COOKIES = cookies
        super().process_request(request)
        if at_the_wrong_door(request.session, request.at_portal):
            request.session = self.SessionStore()

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if getattr(request, "at_portal", False) and settings.SESSION_COOKIE_NAME in response.cookies:
            morsel = response.cookies.pop(settings.SESSION_COOKIE_NAME)
            morsel.set(settings.PORTAL_COOKIE_NAME, morsel.value, morsel.coded_value)
            response.cookies[settings.PORTAL_COOKIE_NAME] = morsel
        return response


def at_the_wrong_door(session, at_portal):
    """Whether a session was begun at the other door: its key may have been copied from one cookie to the other."""
    if session.session_key is None:
        return False
    return SESSION_KEY in session and not session.get(MARK) if at_portal else bool(session.get(MARK))
