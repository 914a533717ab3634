"""Routes of the API: no trailing slash, and resources of which there is just one."""

from django.urls import path
from rest_framework.routers import SimpleRouter

READ_AND_CHANGE = {"get": "retrieve", "patch": "partial_update"}


class Router(SimpleRouter):
    """`register()` as usual; `single("me", MeViewSet)` for a resource without a list and without ids."""

    def __init__(self):
        super().__init__(trailing_slash=False)
        self.singles = []

    def single(self, prefix, viewset, methods=None, name=None):
        """One address; `methods` maps HTTP methods to the viewset's functions (read and change by default)."""
        self.singles.append(path(prefix, viewset.as_view(methods or READ_AND_CHANGE), name=name or prefix.replace("/", "-")))

    def get_urls(self):
        return [*self.singles, *super().get_urls()]
