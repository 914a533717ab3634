"""Approvals: beside the job, on the first page, one to decide, and the company's rules."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.forms.offers import DecideForm, StepRow, approvers
from jobs.forms.rows import Rows
from jobs.models import Approval, ApprovalRule
from jobs.services import approvals, offers
from jobs.views.jobs import get_job
from jobs.views.offers import dressed
from jobs.views.replies import refuse, said, saved
from jobs.views.settings import nav

FEW = 6


def waiting_for(member):
    """What waits for this member, oldest first; what an admin may step in for is on the page of each."""
    rows = Approval.objects.of(member.company_id).waiting().filter(member=member).exclude(asked_by=member)
    return rows.for_list().order_by("asked_at", "pk")


@require_GET
@needs()
def home_approvals(request):
    """What waits for the member's word, and whom closed jobs left to answer: pieces of the first page."""
    from jobs.models import RejectionDraft

    rows = list(waiting_for(request.member)[: FEW + 1]) if request.member.can(Action.APPROVE) else []
    drafts = 0
    if request.member.can(Action.MOVE_APPLICATION):
        drafts = RejectionDraft.objects.visible_to(request.member).waiting().order_by()[:101].count()
    return render(request, "jobs/_home_approvals.html", {"rows": rows[:FEW], "more": len(rows) > FEW, "drafts": drafts})


@require_GET
@needs(Action.APPROVE)
def approval_list(request):
    """What waits for the member, and what they decided."""
    done = request.GET.get("done") == "true"
    if done:
        rows = Approval.objects.of(request.member.company_id).filter(decided_by=request.member).for_list()
        page = page_of(rows, request, orders={"-done": ("-decided_at", "-pk")})
    else:
        page = page_of(waiting_for(request.member), request, orders={"old": ("asked_at", "pk")})
    return render(request, "jobs/approvals.html", {"page": page, "done": done})


@require_http_methods(["GET", "POST"])
@needs(Action.APPROVE)
def approval(request, pk):
    """What is asked for, with everything that one decides on, and the two answers."""
    rows = (
        Approval.objects.visible_to(request.member)
        .for_list()
        .select_related(
            "offer__application__company",
            "offer__application__candidate",
            "offer__application__job",
            "job__department",
            "member__company",
        )
    )
    row = get_object_or_404(rows, pk=pk)
    form, status = DecideForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = 422
    if form.is_bound and form.is_valid():
        approved = form.cleaned_data["decision"] == "approve"
        try:
            approvals.decide(approval=row, actor=request.member, approved=approved, note=form.cleaned_data["note"])
        except Refused as refusal:
            refuse(form, refusal)
            status = 409 if refusal.conflict else 422
        else:
            words = _("Approved.") if approved else _("Not approved. Whoever asked reads your note.")
            return saved(request, words, reverse("jobs:approvals"))
    about = row.offer or row.job
    context = {
        "approval": row,
        "offer": dressed(row.offer) if row.offer else None,
        "job": row.job or row.offer.application.job,
        "form": form,
        "chain": [one for one in approvals.rounds(about) if one.round == row.round],
        "may": approvals.may_decide(row, request.member),
        "own": row.asked_by_id == request.member.pk,
        "letter": offers.shown_letter(row.offer) if row.offer else "",
        "openings": row.job.openings.exclude(status="closed").count() if row.job else 0,
    }
    return render(request, "jobs/approval.html", context, status=status)


@require_GET
@needs(Action.VIEW_JOBS)
def job_panel(request, pk):
    """Who has to agree to a job, and what they said; nothing where the company asks for no approval."""
    job = get_job(request, pk)
    chain = approvals.rounds(job)
    last = [one for one in chain if one.round == chain[0].round]
    approved = bool(last) and all(one.state == "approved" for one in last)
    waiting = any(one.state == "waiting" for one in last)
    asked = bool(approvals.steps_of(job.company_id, "job"))
    context = {
        "job": job,
        "chain": last,
        "earlier": chain[len(last) :],
        "asked": asked and not job.is_template,
        "approved": approved,
        "waiting": waiting,
        "topic": f"job:{pk}",
        "turn": next((one for one in last if approvals.may_decide(one, request.member)), None),
    }
    return render(request, "jobs/_job_approvals.html", context)


@require_POST
@needs(Action.EDIT_JOB)
def job_ask(request, pk):
    job, to = get_job(request, pk), reverse("jobs:job_details", args=[pk])
    try:
        approvals.ask_for_job(job=job, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=to)
    return saved(request, _("Sent round for approval."), to)


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SETTINGS)
def rules(request, subject="job"):
    """The chains for jobs and for offers, each on its own half of the page."""
    if subject not in ApprovalRule.Subject.values:
        raise Http404
    people, halves, status = approvers(request.member), [], 200
    kept = {
        rule.subject: rule for rule in ApprovalRule.objects.visible_to(request.member).prefetch_related("steps__member__user")
    }
    for kind, label in ApprovalRule.Subject.choices:
        mine = request.method == "POST" and kind == subject
        steps = kept[kind].steps.all() if kind in kept else []
        initial = [{"who": str(step.member_id) if step.member_id else StepRow.MANAGER} for step in steps]
        rows, problem = Rows(StepRow, f"{kind}", data=request.POST if mine else None, initial=initial, people=people), ""
        if mine and rows.is_valid():
            try:
                approvals.save_rule(
                    company=request.member.company, subject=kind, steps=[form.step for form in rows.forms], actor=request.member
                )
            except Refused as refusal:
                problem, status = str(refusal), 422
            else:
                words = _("Saved. What is under way keeps the chain it was asked with.")
                return saved(request, words, reverse("jobs:approval_rules"))
        elif mine:
            status = 422
        halves.append(
            {
                "kind": kind,
                "label": label,
                "rows": rows,
                "problem": problem,
                "url": reverse("jobs:approval_rules_save", args=[kind]),
            }
        )
    return render(request, "jobs/settings_approvals.html", {"halves": halves, "tabs": nav("approvals")}, status=status)


urlpatterns = [
    path("approvals/", approval_list, name="approvals"),
    path("approvals/<uuid:pk>/", approval, name="approval"),
    path("home/approvals/", home_approvals, name="home_approvals"),
    path("jobs/<uuid:pk>/approvals/", job_panel, name="job_approvals"),
    path("jobs/<uuid:pk>/approvals/ask/", job_ask, name="job_ask"),
    path("settings/approvals/", rules, name="approval_rules"),
    path("settings/approvals/<slug:subject>/", rules, name="approval_rules_save"),
]
