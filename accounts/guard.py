"""The door of every page: which act of the permission table it is, stated on the view and checked before it runs."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.permissions import Action, Role, allowed


def needs(*actions):
    """Let only members in whom the table lets do every one of `actions`; with none, any member of a company.

    Signed out: to the sign-in page. Signed in without a company: a page that says so (403). The role lacks the act: 403
    with the reason. Rows are the view's own business: `get_object_or_404` on `visible_to(request.member)`, so that what is
    another company's reads as not there. Works on functions and on view classes; `view.needs` names the acts.
    """
    actions = tuple(Action(action) for action in actions)

    def guard(view):
        if isinstance(view, type):
            return method_decorator(needs(*actions), name="dispatch")(view)

        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.member is None:
                return render(request, "accounts/no_company.html", status=403)
            for action in actions:
                if not request.member.can(action):
                    raise PermissionDenied(reason(request.member, action))
            return view(request, *args, **kwargs)

        guarded.needs = actions
        return guarded

    return guard


def reason(member, action):
    """Why the table says no, for the person who asked."""
    who = ", ".join(str(role_name(role)) for role in Role if allowed(role, action))
    return _("Your role here is %(role)s. This takes: %(who)s.") % {"role": member.get_role_display(), "who": who}


def role_name(role):
    """The role as people read it."""
    from accounts.models import ROLE_CHOICES

    return dict(ROLE_CHOICES)[str(role)]


def require(actor, action, obj=None):
    """The table once more, inside a service: a member who may not is refused whatever door they came through.

    The system and platform staff act by other rights, which their doors check.
    """
    from accounts.models import Membership

    if isinstance(actor, Membership) and not actor.can(action, obj):
        raise PermissionDenied(reason(actor, action))
