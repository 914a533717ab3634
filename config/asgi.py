"""Pages, API and sockets for an ASGI server."""

import os
from importlib import import_module
from importlib.util import find_spec

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()  # before anything that imports models

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from config.body_limit import BodyLimit  # noqa: E402

APPS = ["accounts", "collaboration", "notifications"]


def socket_routes():
    """What the apps list as `websocket_urlpatterns` in their `consumers.py`."""
    for app in APPS:
        if find_spec(f"{app}.consumers"):
            yield from import_module(f"{app}.consumers").websocket_urlpatterns


application = ProtocolTypeRouter(
    {"http": BodyLimit(pages), "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(list(socket_routes()))))}
)
