"""What is mailed when, and to whom: the company's rules on one page."""

from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.views.replies import dialog, refuse, saved
from jobs.views.settings import nav
from notifications.forms.letters import DELAYS, RuleForm
from notifications.services import branding, rules


@needs(Action.MANAGE_SETTINGS)
@require_safe
def rule_list(request):
    company, waits = request.member.company, dict(DELAYS)
    rows = list(rules.rules_of(company).values())
    for rule in rows:
        rule.waits = waits.get(rule.delay) or _("after %(count)d minutes") % {"count": rule.delay}
    context = {"rules": rows, "language": branding.head_of(company).language, "tabs": nav("mail_rules")}
    return render(request, "notifications/rules.html", context)


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SETTINGS)
def rule_edit(request, cause, stage=""):
    """One rule, in a dialog."""
    company = request.member.company
    rule = rules.rules_of(company).get((cause, stage))
    if rule is None:
        raise Http404
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    if form.is_bound and form.is_valid():
        try:
            rules.save_rule(company=company, cause=cause, stage_type=stage, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("The rule is saved."), reverse("notifications:rules"))
    title = f"{rule.get_cause_display()}: {rule.get_stage_type_display()}" if stage else rule.get_cause_display()
    status = 422 if form.is_bound else 200
    return dialog(request, "jobs/dialog_form.html", title=title, form=form, verb=_("Save"), status=status)


urlpatterns = [
    path("settings/mail-rules/", rule_list, name="rules"),
    path("settings/mail-rules/<slug:cause>/", rule_edit, name="rule"),
    path("settings/mail-rules/<slug:cause>/<slug:stage>/", rule_edit, name="rule_of_stage"),
]
