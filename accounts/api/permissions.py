"""The permission table at the API's door."""

from django.core.exceptions import ImproperlyConfigured
from rest_framework.permissions import BasePermission

from accounts.guard import reason


class MemberCan(BasePermission):
    """Only members whose role may do what the operation is: `view.actions_needed = {"list": Action.X, "create": …}`.

    The value None means that any member may. An operation that the view doesn't name is a mistake in the view, and is refused
    loudly. Rows: `get_queryset` of the view starts from `visible_to(self.request.member)`.
    """

    def has_permission(self, request, view):
        if not request.user or not request.user.is_authenticated:
            return False  # answered as "not signed in"
        member = getattr(request, "member", None)
        if member is None:
            self.message = "You are signed in, but belong to no company."
            self.code = "no_company"
            return False
        operation = getattr(view, "action", None) or request.method.lower()
        if operation in {"metadata", "options"} or (hasattr(view, "action") and view.action is None):
            return True  # describes itself, or is about to answer "method not allowed"
        if operation not in getattr(view, "actions_needed", {}):
            raise ImproperlyConfigured(f"{type(view).__name__}.actions_needed says nothing about {operation!r}.")
        action = view.actions_needed[operation]
        if action is None or member.can(action):
            return True
        self.message = reason(member, action)
        self.code = "role_lacks_permission"
        return False
