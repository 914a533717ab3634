"""The company's side: what candidates read instead of its own stages."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.views.settings import nav
from portal.models import Step
from portal.services import public_stages as service


@needs(Action.MANAGE_SETTINGS)
@require_http_methods(["GET", "POST"])
def public_stages(request):
    rows, refused = service.stages_of(request.member.company), None
    if request.method == "POST":
        said = {
            name: (request.POST.get(f"step-{place}", str(step)), request.POST.get(f"words-{place}", words))
            for place, (name, step, words, _default) in enumerate(rows)
        }
        try:
            service.save_stages(company=request.member.company, actor=request.member, said=said)
        except Refused as refusal:
            refused = refusal
            rows = [(name, *said[name], default) for name, _step, _words, default in rows]
        else:
            messages.success(request, _("Saved. Candidates read it from now on."))
            return redirect("portal:public_stages")
    context = {"rows": rows, "steps": Step.choices, "tabs": nav("public_stages"), "refused": refused}
    return render(request, "portal/public_stages.html", context, status=422 if refused else 200)


urlpatterns = [path("settings/what-candidates-see/", public_stages, name="public_stages")]
