"""How often a caller may ask the API, and the `RateLimit-*` headers that say so on every answer."""

from django.conf import settings
from django_ratelimit.core import get_usage

from accounts.addresses import client_address
from accounts.api.problems import plain_problem


class RateLimitMiddleware:
    """Counts in fixed windows by member, or by address where nobody is signed in; beyond `API_RATE` the answer is 429."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/api/v1/"):
            return self.get_response(request)
        usage = get_usage(request, group="accounts.api", key=caller, rate=settings.API_RATE, increment=True)
        if usage is None:  # no limit is set
            return self.get_response(request)
        answer = too_many(usage) if usage["should_limit"] else self.get_response(request)
        answer["RateLimit-Limit"] = usage["limit"]
        answer["RateLimit-Remaining"] = max(0, usage["limit"] - usage["count"])
        answer["RateLimit-Reset"] = usage["time_left"]
        return answer


def caller(group, request):
    return f"member:{request.member.pk}" if request.member else f"address:{client_address(group, request)}"


def too_many(usage):
    problem = plain_problem(429, "throttled", "Too many requests. Wait for as many seconds as Retry-After says.")
    problem["Retry-After"] = max(1, usage["time_left"])
    return problem
