"""What a member wants to hear of, how and when; and what they muted."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guard import needs
from jobs.views.replies import said
from notifications.forms.preferences import PreferencesForm
from notifications.models import Inbox, Mute
from notifications.services import notices
from notifications.services import preferences as service
from notifications.services.threads import names_of

MOST_MUTES = 100


@require_http_methods(["GET", "POST"])
@needs()
def preferences(request):
    inbox = Inbox.objects.filter(member=request.member).first() or Inbox(member=request.member)
    form = PreferencesForm(request.POST or None, wishes=service.of(request.member), inbox=inbox)
    if request.method == "POST" and form.is_valid():
        service.save(member=request.member, wishes=form.wishes(), **form.hours())
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:preferences")
    mutes = list(Mute.objects.visible_to(request.member)[:MOST_MUTES])
    context = {"form": form, "mutes": names_of(mutes, request.member), "time_zone": request.user.time_zone}
    return render(request, "notifications/preferences.html", context, status=422 if form.errors else 200)


@require_POST
@needs()
def unmute(request, pk):
    notices.unmute(mute=get_object_or_404(Mute.objects.visible_to(request.member), pk=pk))
    return said(request, _("You hear of it again."), back=reverse("notifications:preferences"), mutes=True)


urlpatterns = [
    path("notifications/preferences/", preferences, name="preferences"),
    path("notifications/mutes/<int:pk>/remove/", unmute, name="unmute"),
]
