"""Answers to what is refused before a view could, or fails in one: pages to people, problems to callers of the API."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults
from django_ratelimit.exceptions import Ratelimited

from accounts.api.problems import plain_problem

NUL = "\0"  # PostgreSQL has no place for it in a text


class NoNul:
    """Middleware: an address or a form that holds a NUL is answered with 400, wherever it would have gone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        sent = [request.GET] if of_api(request) else [request.GET, request.POST]
        if any(NUL in text for fields in sent for name, values in fields.lists() for text in (name, *values)):
            raise BadRequest("NUL")


def of_api(request):
    return request.path_info.startswith("/api/")


def not_understood(request, exception):
    """400"""
    if of_api(request):
        return plain_problem(400, "bad_request", "The request could not be understood.")
    return defaults.bad_request(request, exception)


def refused(request, exception=None):
    """403, or 429 with Retry-After where it came too often."""
    if not isinstance(exception, Ratelimited):
        return defaults.permission_denied(request, exception)
    return HttpResponse(render_to_string("429.html", request=request), status=429, headers={"Retry-After": "60"})


def missing(request, exception):
    """404"""
    return (
        plain_problem(404, "not_found", "Nothing is at this address.")
        if of_api(request)
        else defaults.page_not_found(request, exception)
    )


def broken(request):
    """500"""
    if of_api(request):
        return plain_problem(500, "error", "Something broke on our side. It was written down.")
    return defaults.server_error(request)
