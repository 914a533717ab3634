"""Being left alone by one kind of mail, without signing in (RFC 8058)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.services import unsubscribe as service


@csrf_exempt  # a mail program posts here by itself; the token is the permission
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request, token):
    """GET asks (mail scanners open links), POST does it; once more changes nothing."""
    message = service.by_token(token)
    if message is None:
        raise Http404
    if request.method == "POST":
        service.unsubscribe(message)
    return render(request, "notifications/unsubscribe.html", {"message": message, "done": request.method == "POST"})


urlpatterns = [path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe")]
