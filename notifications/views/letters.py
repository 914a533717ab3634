"""A company's letters: all of them, each to write, to look at, to try and to take back; and the logo that mails show."""

import io

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image

from accounts.models import Company
from notifications.services import branding


@login_not_required
@cache_control(public=True, max_age=30 * 24 * 3600)
@require_safe
def logo(request, pk, mark):
    """A company's logo, for mail programs: it is on its public pages too, and the mark is of the picture itself."""
    company = get_object_or_404(Company.objects.filter(suspended_at=None), pk=pk)
    if not company.logo or mark != branding.logo_mark(company):
        raise Http404
    try:
        with company.logo.open("rb") as file, Image.open(file) as drawn:
            shown = io.BytesIO()
            drawn.save(shown, "PNG")  # some mail programs read no WebP
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(shown.getvalue(), content_type="image/png")


urlpatterns = [path("letters/logo/<uuid:pk>/<slug:mark>/", logo, name="letter_logo")]
