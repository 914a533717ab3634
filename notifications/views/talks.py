"""Beside an application and an interview: the letters about them, what calendars answered, the file for one's own calendar."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.models import Interview
from collaboration.services import booking
from jobs.models import Application
from jobs.views.replies import said
from notifications.models import Attendance, Message
from notifications.services import calendar, outbox
from notifications.services.calendar import CANDIDATE, PANEL

MOST = 12


@require_GET
@needs()
def application_mails(request, pk):
    """What was written to the candidate about this application, and what is about to leave."""
    application = get_object_or_404(Application.objects.visible_to(request.member), pk=pk)
    rows = Message.objects.visible_to(request.member).filter(application=application, member=None)
    mails, now = list(rows.defer("text", "html").order_by("-created_at", "-pk")[:MOST]), timezone.now()
    for mail in mails:
        in_time = mail.not_before is not None and mail.not_before > now
        mail.waits = in_time and mail.state in (Message.State.QUEUED, Message.State.KEPT)
        mail.may_go = in_time and mail.state == Message.State.CALLED_BACK
    context = {"application": application, "mails": mails, "may": request.member.can(Action.MOVE_APPLICATION)}
    return render(request, "notifications/_application_mails.html", context)


@require_POST
@needs(Action.MOVE_APPLICATION)
def mail_call_back(request, pk):
    """Take a letter back that has not left, or (undo=1) let it go after all."""
    mails = Message.objects.visible_to(request.member).filter(application__isnull=False, member=None)
    message = get_object_or_404(mails.select_related("company"), pk=pk)
    undo = request.POST.get("undo") == "1"
    try:
        (outbox.release if undo else outbox.cancel)(message=message, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", **{"mails:changed": True})
    words = _("It leaves as planned.") if undo else _("Called back: it will not leave.")
    return said(request, words, **{"mails:changed": True})


def _get_interview(request, pk):
    rows = Interview.objects.visible_to(request.member)
    return get_object_or_404(
        rows.select_related("company", "kit", "application__candidate", "application__job", "application__stage"), pk=pk
    )


@require_GET
@needs()
def interview_answers(request, pk):
    """What the candidate's and the panel's calendars answered, and the file to take along."""
    interview = _get_interview(request, pk)
    names = {str(seat.member_id): seat.member.name for seat in interview.panel.select_related("member__user")}
    names[CANDIDATE] = interview.application.candidate.name
    rows = Attendance.objects.filter(interview=interview).order_by("pk")
    answers = [
        {"name": names[row.whom], "said": row.get_state_display(), "state": row.state} for row in rows if row.whom in names
    ]
    return render(request, "notifications/_interview_answers.html", {"interview": interview, "answers": answers})


@require_safe
@never_cache
@needs()
def interview_file(request, pk):
    """The interview for one's own calendar."""
    return _file(_get_interview(request, pk), PANEL)


@require_safe
@never_cache
@login_not_required
def booking_file(request, token):
    """The same for the candidate, by their booking link."""
    interview = booking.by_token(token)
    if interview is None:
        raise Http404
    return _file(interview, CANDIDATE)


def _file(interview, to):
    if interview.starts_at is None:
        raise Http404
    data = calendar.download(interview=interview, to=to)
    headers = {"Content-Disposition": 'attachment; filename="interview.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)


urlpatterns = [
    path("applications/<uuid:pk>/mails/", application_mails, name="application_mails"),
    path("mail/<uuid:pk>/call-back/", mail_call_back, name="mail_call_back"),
    path("interviews/<uuid:pk>/answers/", interview_answers, name="interview_answers"),
    path("interviews/<uuid:pk>/interview.ics", interview_file, name="interview_file"),
    path("book/<str:token>/interview.ics", booking_file, name="booking_file"),
]
