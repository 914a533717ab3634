"""The company's settings and its activity log, the palette."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import palette as commands
from accounts.activity import as_lines
from accounts.answers import add_refusal, done
from accounts.forms import ActivityFilter, CompanyForm
from accounts.guard import needs
from accounts.models import Company, Event
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from accounts.services.companies import change_company


@needs(Action.MANAGE_SETTINGS)
@require_http_methods(["GET", "POST"])
def company(request):
    """Name, place, look and sign-in rules of the company."""
    form = CompanyForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        instance=Company.objects.get(pk=request.member.company_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_company(company=request.member.company, actor=request.member, **form.changes())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return done(request, request.path, _("The settings are saved."))
    return render(request, "accounts/company.html", {"form": form}, status=422 if form.is_bound and form.errors else 200)


@needs(Action.MANAGE_SETTINGS)
@require_safe
def activity(request):
    """Everything that happened in the company, newest first."""
    form = ActivityFilter(request.GET or None, member=request.member)
    rows = form.filtered(Event.objects.visible_to(request.member).select_related("member__user", "person"))
    page = page_of(rows, request, orders={"newest": ("-at", "-pk")}, size=100)
    context = {
        "page": page,
        "form": form,
        "lines": as_lines(page.rows, request.member),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "accounts/activity.html", context)


@needs()
@require_safe
def palette(request):
    """What the command palette finds, as JSON."""
    return JsonResponse({"results": commands.search(request.member, request.GET.get("q", ""))})
