"""Every refusal of the API as `application/problem+json` (RFC 9457) with a stable `code`."""

import re

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404, JsonResponse
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

PROBLEM_TYPE = "application/problem+json"
PLACEHOLDER = re.compile(r' "?\{\w+\}"?')  # REST framework fills it in for the detail alone


class ProblemRenderer(JSONRenderer):
    media_type = PROBLEM_TYPE
    format = "problem"


class Conflict(exceptions.APIException):
    """What was asked for is understood and allowed, but the present state refuses it; `detail` is meant for people."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "The present state does not allow that."
    default_code = "conflict"

    def __init__(self, detail=None, code=None, more=None):
        """more: fields that the problem carries beside the usual ones."""
        super().__init__(detail, code)
        self.more = more or {}


def field_errors(detail, path=""):
    """Flatten what serializers report into `[{"field", "code", "message"}]`; `field` is a dotted path."""
    if isinstance(detail, dict):
        return [error for name, inner in detail.items() for error in field_errors(inner, f"{path}.{name}" if path else str(name))]
    if isinstance(detail, list):
        return [
            error
            for position, inner in enumerate(detail)
            for error in field_errors(inner, path if not isinstance(inner, dict) else f"{path}.{position}".lstrip("."))
        ]
    return [{"field": path or None, "code": getattr(detail, "code", "invalid"), "message": str(detail)}]


class FieldToMend(exceptions.APIException):
    """A service refused what one field asks for."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "A field has to be mended."
    default_code = "invalid"


def is_refusal(error):
    """Whether a service said no: its exceptions are called …Refused and carry `code` and `field`."""
    return type(error).__name__.endswith("Refused") and hasattr(error, "code") and hasattr(error, "field")


def of_refusal(error):
    """A service's refusal as the API says it: not there 404, the state forbids it 409, else a field to mend 422."""
    conflict = getattr(error, "conflict", not error.field)
    kind = exceptions.NotFound if error.code == "not_found" else Conflict if conflict else FieldToMend
    return kind(detail=str(error), code=error.code)


def plain_problem(status, code, title, detail="", errors=()):
    """A problem as a plain Django answer, for what is refused outside of REST framework."""
    body = {
        "type": "about:blank",
        "status": status,
        "code": code,
        "title": title,
        "detail": detail or title,
        "errors": list(errors),
    }
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE)


def refusal_problem(refusal):
    """A service's refusal as such an answer."""
    error = of_refusal(refusal)
    named = said(error)
    errors = [{"field": refusal.field, "code": named["code"], "message": named["detail"]}] if refusal.field else []
    return plain_problem(error.status_code, named["code"], named["title"], named["detail"], errors)


def problem_response(error, context):
    """REST framework's exception handler: a Response for what it knows, None for what is our own fault."""
    field = getattr(error, "field", None) if is_refusal(error) else None
    if is_refusal(error):
        error = of_refusal(error)
    elif isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(detail=str(error) or None, code="role_lacks_permission" if str(error) else None)
    elif isinstance(error, ModelValidationError):
        error = exceptions.ValidationError(getattr(error, "message_dict", None) or error.messages)
    if not isinstance(error, exceptions.APIException):
        return None
    problem = {"type": "about:blank", "status": error.status_code, **said(error), **getattr(error, "more", {})}
    if field:
        problem["errors"] = [{"field": field, "code": problem["code"], "message": problem["detail"]}]
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    set_rollback()
    return Response(problem, status=error.status_code, headers=headers, content_type=PROBLEM_TYPE)


def said(error):
    """`code`, `title`, `detail` and, for a validation error, `errors` of an APIException."""
    title = PLACEHOLDER.sub("", str(error.default_detail))
    if isinstance(error, exceptions.ValidationError):
        return {"code": "invalid", "title": title, "detail": title, "errors": field_errors(error.detail)}
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else error.default_code
    return {"code": code, "title": title, "detail": str(error.detail), "errors": []}
