"""Which page is being read just now: models ask it when what they show depends on who reads."""

from contextlib import contextmanager
from contextvars import ContextVar

SAFE = {"GET", "HEAD"}
_request = ContextVar("the request that is being answered", default=None)


@contextmanager
def read_by(request):
    """While the request is answered. The admin shows rows as they are, since its forms write back what they show."""
    reads = request.method in SAFE and not request.path.startswith("/admin/")
    token = _request.set(request if reads else None)
    try:
        yield
    finally:
        _request.reset(token)


def reader():
    """The request of a member who reads; None in acts, tasks, commands and for nobody."""
    request = _request.get()
    return request if request is not None and getattr(request, "member", None) is not None else None
