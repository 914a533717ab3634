"""The library of scoring rules: cards to begin from, and the company's own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from jobs.views.jobs import get_job
from jobs.views.replies import dialog, saved
from matching import forms
from matching.engine import Job as Demands
from matching.engine import ScoringConfig as Rules
from matching.engine import compile
from matching.models import ScoringTemplate
from matching.services import configs, templates
from matching.services.features import taxonomy_of
from matching.views.desk import curve_picture, weights_of


@require_GET
@needs(Action.VIEW_JOBS)
def job_scoring_templates(request, pk):
    return _library(request, get_job(request, pk))


@require_GET
@needs(Action.VIEW_JOBS)
def scoring_templates(request):
    return _library(request, None)


def _library(request, job):
    known = taxonomy_of(request.member.company_id)
    cards = [{"card": card, **_preview(card.body, known)} for card in templates.cards(request.member)]
    back = reverse("matching:job_scoring", args=[job.pk]) if job else reverse("matching:scoring")
    context = {"job": job, "cards": cards, "back": back, "can_save": request.member.can(Action.CONFIGURE_SCORING)}
    return render(request, "matching/config_templates.html", context)


def _preview(body, known):
    """What a card shows of rules."""
    wishes = [*body["required_skills"], *body["preferred_skills"]]
    return {
        "weights": weights_of(body),
        "curve": curve_picture(compile(Rules.from_dict(body), Demands(), known)),
        "tier": dict(forms.TIERS).get(body["education"]),
        "least": body["min_years"],
        "ideal": body["ideal_years"],
        "skills": [known[wish["skill"]].name for wish in wishes if wish["skill"] in known][:5],
    }


@require_POST
@needs(Action.CONFIGURE_SCORING)
def scoring_template_save(request):
    """Keep the form as it stands as the company's own template; `back` says where one came from."""
    draft = forms.read(request.POST, taxonomy_of(request.member.company_id))
    try:
        if draft.errors:
            raise configs.ConfigRefused(draft.errors)
        row = templates.save_template(
            company=request.member.company,
            actor=request.member,
            body=draft.body,
            name=request.POST.get("template_name", ""),
            text=request.POST.get("template_text", ""),
        )
    except configs.ConfigRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(request))
    messages.success(request, _("“%(name)s” is in the library.") % {"name": row.name})
    return redirect(_back(request))


@require_http_methods(["GET", "POST"])
@needs(Action.CONFIGURE_SCORING)
def scoring_template_delete(request, pk):
    row = get_object_or_404(ScoringTemplate.objects.visible_to(request.member), pk=pk)
    if request.method == "POST":
        templates.delete_template(template=row, actor=request.member)
        return saved(
            request, _("“%(name)s” is deleted. Rules begun from it stay as they are.") % {"name": row.name}, _back(request)
        )
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Delete “%(name)s”?") % {"name": row.name},
        verb=_("Delete"),
        danger=True,
        text=_("Rules that were begun from this template stay as they are."),
        hidden=[("back", [request.GET.get("back", "")])],
    )


def _back(request):
    asked = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("matching:scoring_templates")


urlpatterns = [
    path("jobs/<uuid:pk>/scoring/templates/", job_scoring_templates, name="job_scoring_templates"),
    path("settings/scoring/templates/", scoring_templates, name="scoring_templates"),
    path("settings/scoring/templates/save/", scoring_template_save, name="scoring_template_save"),
    path("settings/scoring/templates/<uuid:pk>/delete/", scoring_template_delete, name="scoring_template_delete"),
]
