"""What a member was told: the page, the bell's last ten, and what is new since the last one that a page knows."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from jobs.views.replies import said
from notifications.models import Notification, Type
from notifications.services import notices
from notifications.services.words import as_lines

IN_BELL = 10
MOST_COUNTED = 99  # more than that is "99+", and is not counted further
MOST_TOASTS = 3
ORDERS = {"newest": ("-number",)}
CHANGED = "notices:changed"  # what the page asks again for


class FilterForm(forms.Form):
    """What of it to show."""

    type = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", gettext_lazy("Everything")), *Type.choices]
    )
    unread = forms.BooleanField(label=gettext_lazy("Unread only"), required=False)


def shown_to(member):
    """The member's notices that belong in the application, ready to be put in words."""
    return Notification.objects.visible_to(member).in_app().with_sight(member).with_what_is_shown()


def unread_of(member):
    """How many are unread, as text: "" for none, "99+" where it is more than that."""
    rows = Notification.objects.visible_to(member).unread().order_by()
    count = len(rows.values_list("number")[: MOST_COUNTED + 1])
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


@require_GET
@needs()
def notice_list(request):
    """All of them, newest first."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = shown_to(request.member)
    rows = rows.filter(type=asked["type"]) if asked.get("type") else rows
    rows = rows.unread() if asked.get("unread") else rows
    page = page_of(rows, request, orders=ORDERS, size=30)
    lines = as_lines(page.rows, request.member)
    context = {
        "page": page,
        "lines": lines,
        "type": asked.get("type", ""),
        "unread": asked.get("unread", False),
        "types": Type.choices,
        "newest": max((line.number for line in lines), default=0),
        "any_unread": any(line.read_at is None for line in lines),
    }
    return render(request, "notifications/notices.html", context)


@require_GET
@needs()
def bell(request):
    """The last ten, for the menu of the bell."""
    lines = as_lines(list(shown_to(request.member).order_by("-number")[:IN_BELL]), request.member)
    context = {"lines": lines, "newest": lines[0].number if lines else 0, "any_unread": any(not line.read_at for line in lines)}
    return render(request, "notifications/_bell.html", context)


@require_GET
@needs()
def news(request):
    """How many are unread, and those that came after the last one that the page knows (`after`, a number), for its toasts."""
    after = request.GET.get("after", "")
    rows = Notification.objects.visible_to(request.member).in_app()
    answer = {"unread": unread_of(request.member), "last": 0, "count": 0, "news": []}
    if not (after.isascii() and after.isdigit() and len(after) < 18):  # a browser that knows none yet: what was is no news
        answer["last"] = rows.order_by("-number").values_list("number", flat=True).first() or 0
        return JsonResponse(answer)
    new = list(rows.filter(number__gt=int(after)).order_by("-number").values_list("number", "read_at")[: MOST_COUNTED + 1])
    unread = [number for number, read_at in new if read_at is None]
    answer |= {"last": new[0][0] if new else int(after), "count": len(unread)}
    if 0 < len(unread) <= MOST_TOASTS:
        lines = as_lines(shown_to(request.member).filter(number__in=unread).order_by("number"), request.member)
        answer["news"] = [_toast(line) for line in lines if line.sight]
    return JsonResponse(answer)


def _toast(line):
    read = reverse("notifications:read", args=[line.id])
    return {"text": line.title, "more": line.message, "url": line.url, "icon": line.icon, "read": read}


@require_POST
@needs()
def read(request, pk):
    notice = get_object_or_404(Notification.objects.visible_to(request.member), pk=pk)
    notices.read(member=request.member, notice=notice)
    if request.headers.get("HX-Request") or "text/html" not in request.headers.get("Accept", ""):  # the mark says it itself
        return HttpResponse(status=204, headers={"HX-Trigger": CHANGED})
    return said(request, _("It is marked as read."), back=reverse("notifications:list"))


@require_POST
@needs()
def read_all(request):
    """All that the page showed; what came meanwhile stays unread."""
    form = FilterForm(request.POST)
    type_ = form.cleaned_data["type"] if form.is_valid() else ""
    newest = request.POST.get("newest", "")
    up_to = int(newest) if newest.isascii() and newest.isdigit() and len(newest) < 18 else None
    notices.read_all(member=request.member, type=type_, up_to=up_to)
    return said(request, _("All are marked as read."), back=reverse("notifications:list"), **{CHANGED: True})


@require_POST
@needs()
def mute(request, pk):
    """No more of the thread that a notice belongs to."""
    notice = get_object_or_404(Notification.objects.visible_to(request.member).with_sight(request.member), pk=pk, sight=True)
    if not notice.thread:
        return said(request, _("There is nothing to mute about this one."), level="error", back=reverse("notifications:list"))
    notices.mute(member=request.member, thread=notice.thread)
    words = _("You hear no more of this. What is yours to do, or calls you by name, still reaches you.")
    return said(request, words, back=reverse("notifications:list"))


urlpatterns = [
    path("notifications/", notice_list, name="list"),
    path("notifications/bell/", bell, name="bell"),
    path("notifications/news/", news, name="news"),
    path("notifications/read/", read_all, name="read_all"),
    path("notifications/<uuid:pk>/read/", read, name="read"),
    path("notifications/<uuid:pk>/mute/", mute, name="mute"),
]
