"""Who looks after an application or a person, and what there is to do about them."""

from django.forms import Form
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.forms.tasks import AssignForm, TaskForm
from collaboration.models import Interview, Panelist, Task
from collaboration.services import assignments, scorecards, tasks
from jobs.models import Application, Candidate
from jobs.views.applications import chosen_applications
from jobs.views.replies import dialog, refuse, said

ORDERS = {"due": ("due_at", "pk"), "-done": ("-done_at", "-pk")}


def _subject(request, kind, pk):
    """{"application": row} or {"candidate": row} that the member may see, or 404."""
    model = {"application": Application, "candidate": Candidate}[kind]
    rows = model.objects.visible_to(request.member)
    if kind == "application":
        rows = rows.select_related("candidate", "job")
    return {kind: get_object_or_404(rows, pk=pk)}


@require_GET
@needs()
def panel(request, kind, pk):
    """The assignee and the open tasks, beside an application or a person."""
    about = _subject(request, kind, pk)
    rows = Task.objects.visible_to(request.member).filter(**about).to_do().select_related("member__user", "job")[:20]
    context = {
        "kind": kind,
        "about": about[kind],
        "topic": f"{kind}:{pk}",
        "row": assignments.running(**about),
        "tasks": rows,
        "now": timezone.now(),
        "assign_url": reverse(f"collaboration:{kind}_assign", args=[pk]),
        "task_url": f"{reverse('collaboration:task_create')}?{kind}={pk}",
    }
    return render(request, "collaboration/_people.html", context)


@require_http_methods(["GET", "POST"])
@needs(Action.EDIT_CANDIDATE)
def assign(request, kind, pk):
    """Choose who looks after it, in a dialog; nobody is a choice too."""
    about = _subject(request, kind, pk)
    now = assignments.running(**about)
    form = AssignForm(request.POST or None, member=request.member, initial={"member": now and now.member_id})
    name = (about.get("candidate") or about["application"].candidate).name
    if request.method == "POST" and form.is_valid():
        member = form.cleaned_data["member"]
        try:
            if member:
                assignments.assign(actor=request.member, member=member, **about)
            else:
                assignments.unassign(actor=request.member, **about)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            words = (
                _("%(name)s is with %(who)s now.") % {"name": name, "who": member.name}
                if member
                else _("Nobody looks after %(name)s now.") % {"name": name}
            )
            return _done(request, words, reverse(f"jobs:{kind}", args=[pk]))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Who looks after %(name)s?") % {"name": name},
        form=form,
        verb=_("Assign"),
        status=422 if form.is_bound else 200,
    )


def _done(request, words, back):
    events = {"dialog:close": True, "people:changed": True, "applications:changed": True}
    return said(request, words, back=back, **events)


@require_POST
@needs(Action.EDIT_CANDIDATE)
def assign_many(request):
    """Give the chosen applications to one member: the first POST shows the dialog, the second names them."""
    back = f"{reverse('jobs:applications')}?{request.GET.urlencode()}"
    form = AssignForm(request.POST if "member" in request.POST else None, member=request.member)
    if form.is_bound and form.is_valid() and form.cleaned_data["member"]:
        member = form.cleaned_data["member"]
        rows = chosen_applications(request).select_related("candidate", "job")[:1000]
        changed, refused = assignments.assign_many(applications=rows, member=member, actor=request.member)
        if refused and not changed:
            return said(request, str(refused[0][1]), level="error", back=back)
        words = ngettext("%(count)d application is with %(who)s now.", "%(count)d applications are with %(who)s now.", changed)
        return _done(request, words % {"count": changed, "who": member.name}, back)
    if form.is_bound and form.is_valid():
        form.add_error("member", _("Choose who is to look after them."))
    hidden = [("row", request.POST.getlist("row")[:1000]), ("all", request.POST.getlist("all"))]
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Assign applications"),
        form=form,
        hidden=hidden,
        verb=_("Assign"),
        status=422 if form.is_bound else 200,
    )


@require_GET
@needs()
def home_panel(request):
    """Today's interviews, scorecards to write, what the member has to do and whom they look after, for the first page."""
    now = timezone.now()
    end_of_day = timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=0)
    whom = "interview__application__candidate", "interview__application__job"
    sits = Panelist.objects.filter(member=request.member).select_related(*whom)
    mine = Task.objects.of(request.member.company).filter(member=request.member).to_do()
    today = sits.filter(
        interview__state=Interview.State.SCHEDULED, interview__ends_at__gte=now, interview__starts_at__lte=end_of_day
    )
    people = Application.objects.visible_to(request.member).active().filter(assignee=request.member)
    context = {
        "tasks": mine.select_related("member__user", "candidate", "job")[:6],
        "now": now,
        "today": [seat.interview for seat in today.order_by("interview__starts_at")[:6]],
        "cards": [
            seat.interview for seat in scorecards.owed(request.member).select_related(*whom).order_by("interview__ends_at")[:6]
        ],
        "people": people.select_related("candidate", "job", "stage")
        .only("pk", "match_score", "answer_due_at", "candidate__name", "job__title", "stage__name")
        .order_by("answer_due_at", "pk")[:6],
    }
    return render(request, "collaboration/_home.html", context)


@require_GET
@needs()
def task_list(request):
    """Tasks: one's own that are open, or done, or what colleagues have."""
    whose = "all" if request.GET.get("whose") == "all" else "mine"
    done = request.GET.get("done") == "true"
    rows = Task.objects.visible_to(request.member).filter(done_at__isnull=not done)
    rows = rows.filter(member=request.member) if whose == "mine" else rows
    order = {"-done": ORDERS["-done"]} if done else {"due": ORDERS["due"]}
    page = page_of(rows.select_related("member__user", "candidate", "job"), request, orders=order)
    return render(request, "collaboration/tasks.html", {"page": page, "whose": whose, "done": done, "now": timezone.now()})


def _own_task(request, pk):
    return get_object_or_404(Task.objects.visible_to(request.member).select_related("member__user"), pk=pk)


@require_http_methods(["GET", "POST"])
@needs(Action.COMMENT)
def task_create(request):
    """Write a task down, about an application or a person if the address names one."""
    about = next(
        (_subject(request, kind, request.GET[kind]) for kind in ("application", "candidate") if request.GET.get(kind)), {}
    )
    form = TaskForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            tasks.create_task(actor=request.member, **form.cleaned_data, **about)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(request, _("Written down."), reverse("collaboration:tasks"))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("New task"),
        form=form,
        verb=_("Write down"),
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@needs(Action.COMMENT)
def task_edit(request, pk):
    task = _own_task(request, pk)
    form = TaskForm(
        request.POST or None,
        member=request.member,
        initial={"text": task.text, "member": task.member_id, "due_at": task.due_at and timezone.localtime(task.due_at)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            tasks.change_task(task=task, actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(request, _("Changed."), reverse("collaboration:tasks"))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Change the task"),
        form=form,
        verb=_("Save"),
        status=422 if form.is_bound else 200,
    )


@require_POST
@needs(Action.COMMENT)
def task_done(request, pk):
    """Tick off, or take the tick back (done=false)."""
    task = _own_task(request, pk)
    done = request.POST.get("done") != "false"
    tasks.finish_task(task=task, actor=request.member, done=done)
    undo = f"{reverse('collaboration:task_undo', args=[pk])}" if done else ""
    return said(
        request,
        _("Done: %(text)s") % {"text": task.text} if done else _("Open again: %(text)s") % {"text": task.text},
        back=reverse("collaboration:tasks"),
        undo=undo,
        **{"people:changed": True},
    )


@require_POST
@needs(Action.COMMENT)
def task_undo(request, pk):
    """Take the tick back: what a toast offers."""
    task = _own_task(request, pk)
    tasks.finish_task(task=task, actor=request.member, done=False)
    return said(
        request, _("Open again: %(text)s") % {"text": task.text}, back=reverse("collaboration:tasks"), **{"people:changed": True}
    )


@require_http_methods(["GET", "POST"])
@needs(Action.COMMENT)
def task_delete(request, pk):
    """Ask, then delete."""
    task = _own_task(request, pk)
    if request.method == "POST":
        tasks.delete_task(task=task, actor=request.member)
        return _done(request, _("The task is gone."), reverse("collaboration:tasks"))
    return dialog(
        request, "jobs/dialog_form.html", title=_("Delete the task?"), form=Form(), text=task.text, verb=_("Delete"), danger=True
    )


urlpatterns = [
    path("applications/<uuid:pk>/people/", panel, {"kind": "application"}, name="application_people"),
    path("candidates/<uuid:pk>/people/", panel, {"kind": "candidate"}, name="candidate_people"),
    path("applications/<uuid:pk>/assign/", assign, {"kind": "application"}, name="application_assign"),
    path("candidates/<uuid:pk>/assign/", assign, {"kind": "candidate"}, name="candidate_assign"),
    path("applications/assign/", assign_many, name="applications_assign"),
    path("home/mine/", home_panel, name="home_panel"),
    path("tasks/", task_list, name="tasks"),
    path("tasks/new/", task_create, name="task_create"),
    path("tasks/<uuid:pk>/edit/", task_edit, name="task_edit"),
    path("tasks/<uuid:pk>/done/", task_done, name="task_done"),
    path("tasks/<uuid:pk>/undo/", task_undo, name="task_undo"),
    path("tasks/<uuid:pk>/delete/", task_delete, name="task_delete"),
]
