"""The list of jobs, and the pages of one job."""

from datetime import timedelta

from django.db.models import Count, Min, Q
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from jobs.filters import ApplicationFilter, JobFilter
from jobs.models import Application, Job, Opening
from jobs.services import answer_rate, history
from jobs.services.custom_fields import fields_of
from jobs.views.lists import add_stages, list_context

ORDERS = {
    "-created": ("-created_at", "-pk"),
    "created": ("created_at", "pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
    "closes": ("closes_on", "pk"),
    "-closes": ("-closes_on", "-pk"),
}
SORTS = {"title": ("title", "-title"), "created": ("-created", "created"), "closes": ("closes", "-closes")}
APPLICANT_ORDERS = {
    "-score": ("-match_score", "pk"),
    "score": ("match_score", "pk"),
    "name": ("candidate__name", "pk"),
    "-applied": ("-applied_at", "-pk"),
    "applied": ("applied_at", "pk"),
    "due": ("answer_due_at", "pk"),
}
APPLICANT_SORTS = {
    "score": ("-score", "score"),
    "name": ("name", "name"),
    "applied": ("-applied", "applied"),
    "due": ("due", "due"),
}
ACTIVE = Q(status=Application.Status.ACTIVE)
BADGES = {"open": "active", "draft": "", "on_hold": "waiting", "closed": "closed"}


@needs(Action.VIEW_JOBS)
def job_list(request):
    """Every job that the member may see, or the company's templates with ?templates=1."""
    templates = request.GET.get("templates") == "1"
    rows = Job.objects.visible_to(request.member).filter(is_template=templates)
    narrowed = JobFilter(request.GET, queryset=rows, request=request)
    page = page_of(narrowed.qs.select_related("department"), request, orders=ORDERS)
    add_figures(page.rows, request.member)
    context = list_context(request, narrowed, page, sorts=SORTS, view_page="jobs") | {"templates": templates}
    context["keep"] += [("templates", "1")] if templates else []
    return render(request, "jobs/list.html", context)


def add_figures(jobs, member):
    """Put what the list shows of each job, as far as the member sees its people, on the job: a few queries, for these jobs only.

    `running`: who is in the pipeline, of a closed job all who applied; `new`: who applied in the last seven days.
    """
    now, ids = timezone.now(), [job.pk for job in jobs]
    seen = Application.objects.filter(job__in=ids).by_people_seen_by(member).order_by()
    running = {
        row["job"]: row
        for row in seen.values("job").annotate(
            all=Count("*"), running=Count("pk", filter=ACTIVE), due=Min("answer_due_at", filter=ACTIVE)
        )
    }
    new = dict(seen.filter(applied_at__gte=now - timedelta(days=7)).values_list("job").annotate(count=Count("*")))
    seats = {
        row["job"]: row
        for row in Opening.objects.filter(job__in=ids)
        .exclude(status="closed", close_reason="")
        .order_by()
        .values("job")
        .annotate(all=Count("*"), filled=Count("status", filter=Q(status="filled")))
    }
    for job in jobs:
        job.running = running.get(job.pk, {}).get("all" if job.status == Job.Status.CLOSED else "running", 0)
        job.next_due = running.get(job.pk, {}).get("due")
        job.overdue = bool(job.next_due and job.next_due < now)
        job.new = new.get(job.pk, 0)
        job.seats, job.filled = seats.get(job.pk, {}).get("all", 0), seats.get(job.pk, {}).get("filled", 0)
        job.badge = BADGES[job.status]
        since = job.opened_at or job.created_at
        job.days = ((job.closed_at or now) - since).days if job.opened_at else None


def get_job(request, pk, queryset=None):
    """The visible job with that id, or 404."""
    rows = Job.objects.visible_to(request.member) if queryset is None else queryset
    return get_object_or_404(rows.select_related("department", "company", "created_by__user"), pk=pk)


def address(name, *args):
    """The address of that name, or None where the app that has it is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def job_frame(request, job, tab):
    """Context of every page of a job: its figures, its tabs, which one is open."""
    add_figures([job], request.member)
    pages = [
        ("job", _("Applicants")),
        ("job_pipeline", _("Pipeline")),
        ("job_details", _("Details")),
        ("job_posts", _("Posts")),
        ("job_team", _("Team")),
        ("job_activity", _("Activity")),
    ]
    tabs = [
        {
            "label": label,
            "url": reverse(f"jobs:{name}", args=[job.pk]),
            "current": name == tab,
            "count": job.running if name == "job" else None,
        }
        for name, label in pages
    ]
    neighbours = [  # (before which tab, name here, address, label): shown where that app is there
        ("job_pipeline", "board", "collaboration:board", _("Board")),
        ("job_details", "scoring", "matching:job_scoring", _("Scoring")),
        ("job_details", "interviews", "collaboration:job_interviews", _("Interviews")),
    ]
    for before, name, route, label in neighbours:
        if url := address(route, job.pk):
            place = next(place for place, one in enumerate(tabs) if one["url"] == reverse(f"jobs:{before}", args=[job.pk]))
            tabs.insert(place, {"label": label, "url": url, "current": name == tab, "count": None})
    return {"job": job, "tabs": tabs, "tab": tab}


@needs(Action.VIEW_JOBS)
def facts(request, pk):
    """The line above the tabs, for a page that heard of a change."""
    row = get_job(request, pk)
    add_figures([row], request.member)
    return render(request, "jobs/_job_facts.html", {"job": row})


@needs(Action.VIEW_JOBS)
def job(request, pk):
    """The applicants: the ranked panel of matching where there is one, else (or with ?view=list) our own list."""
    row = get_job(request, pk)
    as_list = request.GET.get("view") == "list"
    context = job_frame(request, row, "job") | {"as_list": as_list}
    if as_list or address("matching:job_ranking", row.pk) is None:
        context |= _applicants(request, row)
    return render(request, "jobs/job.html", context)


def _applicants(request, row):
    """What our own list of a job's applicants shows."""
    asked = request.GET.copy()
    if row.status != Job.Status.CLOSED:  # of a closed one all are shown: who was hired, and who was not
        asked.setdefault("status", Application.Status.ACTIVE)
    rows = Application.objects.visible_to(request.member).filter(job=row)
    narrowed = ApplicationFilter(asked, queryset=rows, request=request)
    found = narrowed.qs
    del narrowed.form.fields["job"]
    page = page_of(found.for_list(), request, orders=APPLICANT_ORDERS)
    stages = list(row.stages.all())
    add_stages(page.rows, stages)
    context = list_context(request, narrowed, page, sorts=APPLICANT_SORTS, view_page="applications")
    return context | {
        "stages": stages,
        "one_job": True,
        "job_id": str(row.pk),
        "bulk_query": f"{context['query']}&job={row.pk}",
        "keep": [(name, request.GET[name]) for name in ("view", "sort") if request.GET.get(name)],
    }


@needs(Action.VIEW_JOBS)
def pipeline(request, pk):
    """How many got how far, and how long the stages promise."""
    row = get_job(request, pk)
    return render(
        request,
        "jobs/job_pipeline.html",
        job_frame(request, row, "job_pipeline") | {"funnel": history.funnel(row, request.member)},
    )


@needs(Action.VIEW_JOBS)
def details(request, pk):
    row = get_job(request, pk)
    context = job_frame(request, row, "job_details") | {
        "skills": list(row.skills.all()),
        "openings": list(row.openings.select_related("application__candidate")),
        "custom": custom_values(row, "job"),
        "rate": answer_rate.of_member(request.member, job=row),
    }
    return render(request, "jobs/job_details.html", context)


def custom_values(row, entity):
    """(name, value) of the company's fields that the row has a value in."""
    words = {True: _("Yes"), False: _("No")}
    values = [(field.name, row.custom.get(field.key)) for field in fields_of(row.company, entity)]
    return [(name, words[value] if isinstance(value, bool) else value) for name, value in values if value is not None]


@needs(Action.VIEW_JOBS)
def posts(request, pk):
    row = get_job(request, pk)
    context = job_frame(request, row, "job_posts") | {"posts": row.posts.prefetch_related("questions")}
    return render(request, "jobs/job_posts.html", context)


@needs(Action.VIEW_JOBS)
def team(request, pk):
    row = get_job(request, pk)
    people = row.team.select_related("member__user")
    return render(request, "jobs/job_team.html", job_frame(request, row, "job_team") | {"team": people})


@needs(Action.VIEW_JOBS)
def activity(request, pk):
    row = get_job(request, pk)
    return render(request, "jobs/job_activity.html", job_frame(request, row, "job_activity"))
