"""The team's figures: the page, the rows behind a number, what a number means, its files, the leaderboard."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.guard import needs
from accounts.models import Membership
from accounts.paging import page_of
from accounts.permissions import Action
from analytics.forms import PeriodForm
from analytics.services import leaderboard as board
from analytics.services.files import as_csv, as_pdf, file_name, week_name
from analytics.services.metrics import IN_CHART, INTERVIEWER, METRICS, RECRUITER, listed
from analytics.services.team import team
from analytics.services.words import note, said
from jobs import blind
from jobs.views.replies import dialog

NEWEST = {"newest": ("-happened", "-pk")}


@require_safe
@needs(Action.VIEW_ANALYTICS)
def home(request):
    form = PeriodForm(request.GET, company=request.member.company)
    wrong = not form.is_valid()
    found = team(request.member, form.period)
    context = {
        "form": form,
        "period": form.period,
        "empty": found.empty,
        "own": not request.member.sees_all_candidates,
        "groups": [_group(found, RECRUITER, _("Recruiters")), _group(found, INTERVIEWER, _("Interviewers"))],
        "load": _load(found),
        "load_metric": METRICS["running"],
        "chart": _chart(found),
        "weeks": found.weeks,
        "week_names": [week_name(key) for key in IN_CHART],
        "board": board.is_shown(request.member),
    }
    return render(request, "analytics/home.html", context, status=422 if wrong else 200)


def _group(found, name, title):
    """One table: its heads, a line for each person, and one for all of them together where there are several."""
    people = found.group(name)
    lines = [(one.member, [_cell(figure, found.period, one.member) for figure in one.of(name)]) for one in people]
    together = [_cell(figure, found.period, None) for figure in found.together.of(name)] if len(people) > 1 else None
    return {
        "key": name,
        "title": title,
        "metrics": [one for one in METRICS.values() if one.group == name],
        "lines": lines,
        "together": together,
    }


def _cell(figure, period, member):
    return {
        "metric": figure.metric,
        "text": said(figure.metric, figure.value),
        "note": note(figure),
        "url": _rows_url(figure, period, member),
    }


def _rows_url(figure, period, member):
    """Where the figure opens to its rows; nowhere if there are none."""
    if not figure.n:
        return None
    return f"{reverse('analytics:rows', args=[figure.metric.key])}?{period.query}" + (f"&member={member.pk}" if member else "")


def _load(found):
    most = max((one.figures["running"].n for one in found.load), default=0) or 1
    return [
        {"member": one.member, "n": one.figures["running"].n, "share": round(100 * one.figures["running"].n / most, 2),
         "url": _rows_url(one.figures["running"], found.period, one.member)}
        for one in found.load
    ]  # fmt: skip


def _chart(found):
    """The plan of static/js/charts.js."""
    series = [{"label": week_name(key), "data": [counts[key] for _monday, counts in found.weeks]} for key in IN_CHART]
    return {
        "type": "line" if len(found.weeks) > 1 else "bar",
        "labels": [date_format(monday, "j M") for monday, _counts in found.weeks],
        "series": series,
    }


@require_safe
@needs(Action.VIEW_ANALYTICS)
def rows(request, key):
    """The applications, interviews and scorecards behind a figure."""
    metric = _metric(key)
    form = PeriodForm(request.GET, company=request.member.company)
    wrong = not form.is_valid()
    whom = _whom(request)
    page = page_of(listed(metric, request.member, form.period, whom and whom.pk), request, orders=NEWEST)
    for row in page.rows:
        row["candidate_name"] = blind.name_of(row["candidate_ref"], row["candidate_name"])
        row["text"] = said(metric, metric.in_unit(row["value"])) if metric.averaged else ""
    context = {"metric": metric, "page": page, "whom": whom, "form": form, "period": form.period}
    return render(request, "analytics/rows.html", context, status=422 if wrong else 200)


def _metric(key):
    if key not in METRICS:
        raise Http404
    return METRICS[key]


def _whom(request):
    """The member whose rows are asked for; who sees their own figures alone finds nobody else."""
    asked = request.GET.get("member")
    if not asked:
        return None
    seen = Membership.objects.visible_to(request.member).select_related("user")
    if not request.member.sees_all_candidates:
        seen = seen.filter(pk=request.member.pk)
    try:
        return get_object_or_404(seen, pk=asked)
    except (ValueError, TypeError) as error:  # not an id
        raise Http404 from error


@require_safe
@needs(Action.VIEW_ANALYTICS)
def metrics(request):
    return render(request, "analytics/metrics.html", {"metrics": METRICS.values()})


@require_safe
@needs(Action.VIEW_ANALYTICS)
def metric(request, key):
    """What one figure means, for the dialog."""
    one = _metric(key)
    return dialog(request, "analytics/metric.html", title=one.name, metric=one)


@require_safe
@needs(Action.VIEW_ANALYTICS)
def team_file(request, ending):
    """What the page shows, as CSV or PDF."""
    form = PeriodForm(request.GET, company=request.member.company)
    if not form.is_valid():
        return home(request)
    return file_answer(team(request.member, form.period), request.member.company, ending)


def file_answer(found, company, ending):
    """The file as a download."""
    answer = (
        HttpResponse(as_csv(found), "text/csv; charset=utf-8")
        if ending == "csv"
        else HttpResponse(as_pdf(found, company), "application/pdf")
    )
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found.period, ending)}"'
    return answer


@require_safe
@needs(Action.VIEW_ANALYTICS)
def leaderboard(request):
    """A panel of the page; not there unless the company turned it on."""
    if not board.is_shown(request.member):
        raise Http404
    month, boards = board.leaderboard(request.member)
    boards = [(week_name(one.key), one, places) for one, places in boards]
    return render(
        request, "analytics/_leaderboard.html", {"month": month, "boards": boards, "any": any(places for *_one, places in boards)}
    )


urlpatterns = [
    path("analytics/", home, name="home"),
    path("analytics/metrics/", metrics, name="metrics"),
    path("analytics/metrics/<slug:key>/", metric, name="metric"),
    path("analytics/metrics/<slug:key>/rows/", rows, name="rows"),
    path("analytics/team.csv", team_file, {"ending": "csv"}, name="team_csv"),
    path("analytics/team.pdf", team_file, {"ending": "pdf"}, name="team_pdf"),
    path("analytics/leaderboard/", leaderboard, name="leaderboard"),
]
