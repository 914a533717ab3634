"""A company's own page about its careers pages, with a look at what is not saved yet."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.answers import add_refusal, done
from accounts.guard import needs
from accounts.models import Company
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.views.settings import nav
from portal.forms.careers import SiteForm
from portal.services import careers
from portal.views.careers import home_context


@needs(Action.MANAGE_SETTINGS)
@require_http_methods(["GET", "POST"])
def site_settings(request):
    """Change the careers pages; act=preview draws them with what the form says and saves nothing."""
    company = Company.objects.select_related("careers_site").get(pk=request.member.company_id)
    site = careers.settings_of(company)
    form = SiteForm(request.POST if request.method == "POST" else None, instance=site)
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("act") == "preview":
                careers.change(site, form.values())
                return _preview(request, careers.Site(company, site, f"/careers/{company.slug}"))
            careers.save_site(company=company, actor=request.member, **form.values())
        except Refused as refusal:
            add_refusal(form, refusal)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                form.add_error(field if field in form.fields else None, messages)
        else:
            return done(request, reverse("portal:careers_settings"), _("The careers pages are saved."))
    context = {
        "form": form,
        "address": careers.address_of(company),
        "site": site,
        "tabs": nav("careers"),
        "standard_consent": careers.consent_text(careers.CareersSite(company=company)),
    }
    return render(request, "portal/site_settings.html", context, status=422 if form.is_bound and form.errors else 200)


def _preview(request, site):
    response = render(request, "portal/careers.html", {**home_context(request, site), "preview": True})
    response.headers["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [path("company/careers/", site_settings, name="careers_settings")]
