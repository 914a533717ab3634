"""Django's admin with two kinds of visitors: platform staff see across companies, a company's admins see their own rows."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Action


def is_platform_staff(request):
    return request.user.is_active and request.user.is_staff


def is_company_admin(request):
    member = getattr(request, "member", None)
    return member is not None and member.can(Action.MANAGE_SETTINGS)


class Site(admin.AdminSite):
    """One sign-in for all: the admin has no form of its own, so that second factors and rate limits hold here too."""

    site_header = "IntelliMatch"
    site_title = "IntelliMatch"
    index_title = _("Administration")

    def has_permission(self, request):
        return request.user.is_active and (is_platform_staff(request) or is_company_admin(request))

    def login(self, request, extra_context=None):
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next", "/admin/"))
        if self.has_permission(request):
            return redirect("admin:index")
        raise PermissionDenied(_("Only admins of a company may open the administration."))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
