"""A job's applicants best first, each with what the score is made of, and the whole sum of one."""

from datetime import timedelta

from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from jobs.models import Application, Job, Resume
from jobs.views.replies import dialog, said
from matching import sights
from matching.engine.explain import PARTLY
from matching.jobtext import read_job
from matching.models import Fact, KnockoutWaiver, Match
from matching.services import rescoring
from matching.services.arms import part_of
from matching.services.candidate_words import words_for
from matching.services.features import taxonomy_of
from matching.services.people import demands_for
from matching.services.scoring import explain_match
from matching.taxonomy.texts import text_model

ORDERS = {
    "ranked": {"-score": ("-match_score", "pk")},
    "review": {"near": ("missed_by", "pk"), "waiting": ("moved_at", "pk"), "newest": ("-applied_at", "-pk")},
}
LANE_SORTS = (
    ("near", gettext_lazy("Nearest first")),
    ("waiting", gettext_lazy("Longest waiting")),
    ("newest", gettext_lazy("Newest")),
)
LONGEST_JOB = 60_000  # characters of a pasted description
SUGGESTED_BY = " suggested by"
OCCUPATIONS = 5  # of a position's title, the nearest
PARTS = ("skills", "experience", "education", "text", "bonuses")
TIERS = {"associate": "associate", "bachelor": "bachelor", "master": "master", "phd": "doctorate"}
SENIORITY = {"junior": "junior", "senior": "senior", "lead": "lead", "director": "executive", "executive": "executive"}
PERIODS = {"hour": "hour", "hr": "hour", "stunde": "hour", "month": "month", "monat": "month"}


@require_GET
@needs(Action.VIEW_JOBS)
def job_ranking(request, pk):
    """The running applicants of a job (of a closed one: all), ranked; those that a knockout caught are in the review lane (?lane=review)."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    lane = "review" if request.GET.get("lane") == "review" else "ranked"
    people = Application.objects.visible_to(request.member).filter(job=job)
    people = people if job.status == Job.Status.CLOSED else people.active()
    rows = people.filter(knocked_out=lane == "review")
    page = page_of(rows.select_related("candidate", "stage"), request, orders=ORDERS[lane], size=50)
    matches = {
        match.candidate_id: match
        for match in Match.objects.filter(job=job, candidate__in=[one.candidate_id for one in page.rows]).only(
            "candidate_id", "components", "knockouts", "score", "earned", "version"
        )
    }
    sights.note(request.member, matches.values())
    let_in = waivers_of(page.rows) if lane == "ranked" else {}
    now, stages = timezone.now(), list(job.stages.all())
    for one in page.rows:
        one.match, one.job, one.let_in = matches.get(one.candidate_id), job, let_in.get(one.pk)
        one.waiting = (now - one.moved_at).days
        one.overdue = bool(one.answer_due_at and one.answer_due_at < now)
        one.due_soon = bool(one.answer_due_at and not one.overdue and one.answer_due_at < now + timedelta(days=1))
    knocked = people.filter(knocked_out=True)[:1000].count()
    unscored = [one.candidate_id for one in page.rows if one.match_score is None]
    soon = Q(state__in=("queued", "reading")) | Q(read_at__gt=now - timedelta(minutes=2))
    being_read = set(Resume.objects.filter(soon, candidate__in=unscored).values_list("candidate_id", flat=True))
    context = {
        "job": job,
        "page": page,
        "stages": stages,
        "lane": lane,
        "knocked": knocked,
        "being_read": being_read,
        "sorts": LANE_SORTS,
        "rescoring": rescoring.progress(request.member, job),
    }
    return render(request, "matching/_job_ranking.html", context)


@require_GET
@needs()
def explanation(request, pk):
    """Every line of an application's score: what was asked, what was found where, what it gave, what would change it."""
    rows = Application.objects.visible_to(request.member).select_related("candidate", "job")
    application = get_object_or_404(rows, pk=pk)
    match = Match.objects.filter(job=application.job, candidate=application.candidate).select_related("config_version").first()
    context = {
        "application": application,
        "match": match,
        "folded": request.GET.get("row") == "1",
        "let_in": waivers_of([application]).get(application.pk),
    }
    if not match:
        states = set(Resume.objects.filter(candidate=application.candidate_id).values_list("state", flat=True))
        context["without"] = "no_resume" if not states else "unreadable" if states == {"unreadable"} else "waiting"
    else:
        sights.note(request.member, [match])
        told = explain_match(match)
        context |= {
            "told": told,
            "lines": with_evidence(told, application),
            "changes": [line for line in told.lines if line.change][:5],
            "part": part_of(match),
        }
    return render(request, "matching/_explanation.html", context)


@require_GET
@needs()
def words(request, pk):
    """What the candidate would read about this score, in the page's dialog."""
    rows = Application.objects.visible_to(request.member).select_related("candidate", "job", "company")
    application = get_object_or_404(rows, pk=pk)
    found = words_for(application)
    if found is None:
        return said(request, _("There is no score to explain yet."), level="info", back=reverse("jobs:application", args=[pk]))
    title = _("What %(name)s would read") % {"name": application.candidate.name}
    return dialog(request, "matching/candidate_words.html", title=title, words=found)


def waivers_of(applications):
    """{application id: the last standing waiver}: who let them back in."""
    rows = KnockoutWaiver.objects.standing().filter(application__in=[one.pk for one in applications]).select_related("by__user")
    return {row.application_id: row for row in rows}


def with_evidence(told, run):
    """[(line, [facts that speak for it])]: skills by their keys, positions by the kinds of work that the job asks for, the
    other lines by the kind of fact that they read.

    run: an application or a match. Where the facts themselves name what suggests a skill, the line's words leave it to them (`line.shown`).
    """
    facts = Fact.objects.standing().filter(
        candidate=run.candidate_id, kind__in=("skill", "certification", "experience", "education", "leadership")
    )
    by_key, by_kind = {}, {}
    for fact in facts:
        by_key.setdefault(fact.key, []).append(fact)
        by_kind.setdefault(fact.kind, []).append(fact)
    kinds = {
        "years": "experience",
        "education": "education",
        "bonus:leadership": "leadership",
        "bonus:certifications": "certification",
    }
    alike = _of_that_work(run.job, by_kind.get("experience", []))
    found = []
    for line in told.lines:
        line.shown, own = line.detail, []
        if line.criterion.startswith("skill:"):
            own = [fact for key in line.evidence for fact in by_key.get(key, [])]
            if own and line.state == PARTLY:
                line.shown = f"{line.detail.partition(SUGGESTED_BY)[0]}{SUGGESTED_BY}"
        elif line.points:
            own = by_kind.get(kinds.get(line.criterion), [])
            if line.criterion == "work":
                own = alike
            elif line.criterion == "bonus:recent_project":
                own = sorted(alike, key=lambda fact: _ended(fact.value), reverse=True)[:1]
        found.append((line, own[:3]))
    return found


def _of_that_work(job, positions):
    """Those of the positions whose titles name a kind of work that the job asks for."""
    model, demands = text_model(), demands_for(job)
    asked = set(model.work_of_job(demands.title, demands.text)[0])
    return [one for one in positions if asked & set(model.work_of_job(one.value.get("title") or "", "", OCCUPATIONS)[0])]


def _ended(position):
    """Sorts by when it ended: what goes on comes last, what has no end first."""
    end = position.get("end") or ""
    return (end == "present", end)


@require_POST
@needs(Action.CREATE_JOB)
def read_job_text(request):
    """A pasted job description → what it seems to ask for, as JSON for the form: every value with the words it was read from."""
    text = request.POST.get("text", "")[:LONGEST_JOB]
    known = taxonomy_of(request.member.company_id)
    fields, skills = suggestions(read_job(text, known), text, known)
    return JsonResponse({"fields": fields, "skills": skills})


def suggestions(facts, text, known):
    """({job field: {"value", "words"}}, [{"name", "required", "importance", "words"}]) from what was read in `text`."""
    said = {}
    for field, fact, turn in (
        ("title", facts.title, str),
        ("min_years", facts.min_years, lambda years: f"{years:g}"),
        ("location", facts.location, str),
        ("education", facts.education, TIERS.get),
        ("seniority", facts.seniority, SENIORITY.get),
        ("remote", facts.remote, str),
        ("employment", facts.employment_type, str),
    ):
        value = turn(fact.value) if fact else None
        if value:
            said[field] = {"value": value, "words": text[fact.start : fact.end][:200]}
    if facts.salary:
        said |= _salary(facts.salary, text)
    skills = [
        {
            "name": known[skill.value].name,
            "required": required,
            "importance": skill.importance or 3,
            "words": text[skill.start : skill.end],
        }
        for required, group in ((True, facts.required), (False, facts.preferred))
        for skill in group
    ]
    return said, skills


def _salary(fact, text):
    pay = fact.value
    words = text[fact.start : fact.end][:200]
    found = {
        "salary_min": pay.get("low"),
        "salary_max": pay.get("high"),
        "currency": pay.get("currency"),
        "salary_period": PERIODS.get(pay.get("per") or "", "year"),
    }
    return {name: {"value": str(value), "words": words} for name, value in found.items() if value}


urlpatterns = [
    path("jobs/<uuid:pk>/ranking/", job_ranking, name="job_ranking"),
    path("jobs/read/", read_job_text, name="read_job"),
    path("applications/<uuid:pk>/explanation/", explanation, name="explanation"),
    path("applications/<uuid:pk>/explanation/words/", words, name="candidate_words"),
]
