"""The admin of the portal: a company's careers pages. Drafts of applicants are nobody's to look at."""

from django.contrib import admin

from accounts.admin import CompanyScopedAdmin
from portal.models import CareersSite


@admin.register(CareersSite)
class CareersSiteAdmin(CompanyScopedAdmin):
    """Seen here, changed on the company's own page, which cleans what is written."""

    company_may = frozenset({"view"})
    list_display = ["company", "published", "headline", "changed_at"]
    readonly_fields = [field.name for field in CareersSite._meta.fields]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
