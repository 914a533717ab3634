"""Activity: of the company as a page, of a person and a job as a piece of theirs; live."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.guard import needs
from accounts.models import Membership
from accounts.paging import page_of
from accounts.permissions import Action
from collaboration.services import feed
from jobs.models import Candidate, Job


class FeedForm(forms.Form):
    """What of it to show."""

    group = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *feed.GROUPS.items()])
    by = forms.ModelChoiceField(Membership.objects.none(), label=_("By whom"), required=False, empty_label=_("Anybody"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = Membership.objects.visible_to(member).select_related("user").order_by("user__name")
        self.fields["by"].label_from_instance = lambda one: one.name


def _show(request, template, topic, size=50, **about):
    form = FeedForm(request.GET or None, member=request.member)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = feed.happened(request.member, group=asked.get("group", ""), by=asked.get("by"), **about)
    page = page_of(rows, request, orders={"newest": ("-at", "-pk")}, size=size)
    context = {
        "page": page,
        "lines": feed.as_lines(page.rows, request.member),
        "form": form,
        "topic": topic,
        "filtered": any(asked.values()),
        **about,
    }
    return render(request, template, context)


@require_GET
@needs()
def company(request):
    """Everything that the member may know of, newest first."""
    return _show(request, "collaboration/activity.html", f"member:{request.member.pk}")


@require_GET
@needs()
def candidate(request, pk):
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    return _show(request, "collaboration/_feed.html", f"candidate:{pk}", size=20, candidate=row)


@require_GET
@needs(Action.VIEW_JOBS)
def job(request, pk):
    row = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    return _show(request, "collaboration/_feed.html", f"job:{pk}", size=20, job=row)


urlpatterns = [
    path("activity/", company, name="activity"),
    path("candidates/<uuid:pk>/activity/", candidate, name="candidate_activity"),
    path("jobs/<uuid:pk>/feed/", job, name="job_feed"),
]
