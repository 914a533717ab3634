"""How a page answers an act: a toast beside a piece of the page, a way back for those without scripts."""

import json
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme


def with_toast(response, text, *, level="success", undo="", **more):
    """Let the page show a toast with this answer; `more` are further events (name=True)."""
    notice = {"text": str(text), "level": level, **({"undo": undo} if undo else {})}
    response.headers["HX-Trigger"] = json.dumps({"toast": notice, **more})
    return response


def said(request, text, *, level="success", back="/", undo="", **more):
    """The answer to an act that changes more than a piece: htmx gets a toast and events, others a page with the message."""
    if request.headers.get("HX-Request"):
        return with_toast(HttpResponse(status=204), text, level=level, undo=undo, **more)
    getattr(messages, level if level != "info" else "info")(request, text)
    return redirect(way_back(request, back))


def saved(request, text, to):
    """After a form in a dialog or on a page of its own: say it there and go on to `to`."""
    messages.success(request, text)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return redirect(to)


def dialog(request, template, *, title, status=200, **context):
    """A fragment for the page's dialog, or the same as a page of its own for those without scripts."""
    by_htmx = bool(request.headers.get("HX-Request"))
    frame = "components/dialog.html" if by_htmx else "jobs/dialog_as_page.html"
    context = {"frame": frame, "title": title, "action": request.get_full_path(), **context}
    return render(request, template, context, status=status)


def way_back(request, default):
    """Where the person came from, if it is a page of ours and not the form that this answers."""
    target = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    if ours and urlsplit(target).path != request.path:
        return target
    return default


def refuse(form, refusal):
    """Put a service's refusal at the field that it names."""
    shown = refusal.field in form.fields and not form.fields[refusal.field].widget.is_hidden
    form.add_error(refusal.field if shown else None, str(refusal))
    return form


def refuse_invalid(form, error):
    """Put what a model's own checks found at its fields."""
    for field, problems in getattr(error, "message_dict", {"__all__": error.messages}).items():
        for problem in problems:
            form.add_error(field if field in form.fields else None, problem)
    return form
