"""How views answer both kinds of request: a whole page, and a piece that htmx swaps in."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect


def by_htmx(request):
    """Whether a piece was asked for, not a page."""
    return request.headers.get("HX-Request") == "true"


def done(request, url, message=""):
    """After an act: go to `url` and say what happened there."""
    if message:
        messages.success(request, message)
    if by_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": str(url)})
    return redirect(url)


def with_toast(response, text, level="success", **more):
    """Let the page say `text` as a toast beside the swapped piece."""
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": str(text), "level": level, **more}})
    return response


def add_refusal(form, refusal):
    """Show a service's refusal at the field it names, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
