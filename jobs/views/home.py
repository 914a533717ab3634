"""The first page: what needs this person now."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.checklist import steps_for
from accounts.guard import needs
from accounts.permissions import Action
from jobs.models import Application, Intake, Job, Opening, Resume
from jobs.views.jobs import add_figures

FEW_JOBS = 4  # below that a company is still beginning
MOST = 100  # counts stop here ("100+"): a queue longer than that is simply long


@needs()
def home(request):
    """Overdue answers, new applicants, unreadable résumés, running imports, jobs to fill; first steps while there is nothing."""
    member, now = request.member, timezone.now()
    mine = list(
        Job.objects.visible_to(member)
        .filter(is_template=False, status__in=["open", "on_hold"])
        .filter(Exists(Opening.objects.filter(job=OuterRef("pk"), status=Opening.Status.OPEN)))
        .select_related("department")
        .order_by("-created_at", "-pk")[:8]
    )
    add_figures(mine, member)
    applications = Application.objects.visible_to(member)
    overdue = applications.active().filter(answer_due_at__lt=now)
    new = applications.filter(applied_at__gte=now - timedelta(days=1))
    context = {
        "jobs": mine,
        "late": list(overdue.select_related("candidate", "job", "stage").order_by("answer_due_at", "pk")[:6]),
        "new": list(new.select_related("candidate", "job").order_by("-applied_at", "-pk")[:6]),
    }
    intakes = []
    if member.can(Action.ADD_CANDIDATE):
        running = Intake.objects.visible_to(member).filter(state__in=["running", "checking"]).select_related("job")
        intakes = list(running.order_by("-created_at")[:5])
    empty = not (mine or context["late"] or context["new"] or intakes)
    context |= {"intakes": intakes, "empty": empty}
    if len(mine) < FEW_JOBS:
        context["steps_url"] = reverse("first_steps")
    if not empty:
        context["figures"] = _figures(member, overdue, new, mine)
    return render(request, "jobs/home.html", context)


@needs()
def first_steps(request):
    """The checklist of somebody who has just begun, a piece of the first page; nothing once all of it is done."""
    steps = steps_for(request.member)
    done = sum(step.done for step in steps)
    context = {"steps": steps if done < len(steps) else [], "steps_done": done}
    return render(request, "jobs/_first_steps.html", context)


def _figures(member, overdue, new, jobs):
    """The counts at the top: label, value, note, address."""
    late, fresh = _count(overdue), _count(new)
    figures = [
        {
            "label": _("Answers overdue"),
            "value": late,
            "url": f"{reverse('jobs:applications')}?overdue=true",
            "note": _("People who were promised an answer by now"),
        },
        {
            "label": _("New applicants"),
            "value": fresh,
            "url": f"{reverse('jobs:applications')}?sort=-applied",
            "note": _("In the last 24 hours"),
        },
        {
            "label": _("Seats to fill"),
            "value": sum(job.seats - job.filled for job in jobs),
            "url": reverse("jobs:list"),
            "note": _("In the jobs below"),
        },
    ]
    if member.can(Action.ADD_CANDIDATE):
        unread = _count(Resume.objects.visible_to(member).filter(state=Resume.State.UNREADABLE, candidate=None))
        figures.append(
            {
                "label": _("Résumés not readable"),
                "value": unread,
                "url": reverse("jobs:imports"),
                "note": _("Kept for a person to look at"),
            }
        )
    return figures


def _count(rows):
    """How many, up to MOST: the database stops counting there."""
    count = rows.order_by()[: MOST + 1].aggregate(count=Count("pk"))["count"]
    return f"{MOST}+" if count > MOST else count
