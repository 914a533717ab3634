"""Where a request comes from."""

from allauth.account.adapter import get_adapter


def client_address(group, request):
    """The address, past the proxies that the settings trust; as a key of django-ratelimit."""
    return get_adapter(request).get_client_ip(request) or "unknown"
