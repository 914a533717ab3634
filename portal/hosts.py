"""Careers pages under a company's own domain: CAREERS_HOSTS says which host shows whose pages, and shows nothing else."""

from django.conf import settings

EVERYWHERE = ("/static/", "/health/", "/ready/")


class OwnDomain:
    """Middleware: on such a host every path lies below the company's careers pages; there is no sign-in, admin or API."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        slug = settings.CAREERS_HOSTS.get(request.get_host().partition(":")[0].lower()) if settings.CAREERS_HOSTS else None
        request.careers_base = None
        if slug and not request.path_info.startswith(EVERYWHERE):
            request.careers_base = ""
            request.path_info = f"/careers/{slug}{request.path_info}"
        return self.get_response(request)
