"""Whom an event concerns: each function takes events of one name and yields (row, members, what it is about)."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from accounts.models import Event, Membership
from collaboration.models import Assignment, Comment, Interview, Panelist, Task
from jobs.models import Application, Approval, Intake, Offer, TeamMember
from matching.models import Backtest

RUNS_JOBS = [TeamMember.Part.HIRING_MANAGER, TeamMember.Part.RECRUITER]
RISE = Decimal(5)  # points from which a rise is worth a word


def _ids(rows, name):
    return {UUID(row.facts[name]) for row in rows if row.facts.get(name)}


def teams(jobs):
    """{job: members who run it}: its hiring managers and recruiters."""
    found = defaultdict(set)
    for job, member in TeamMember.objects.filter(job__in=jobs, part__in=RUNS_JOBS).values_list("job_id", "member_id"):
        found[job].add(member)
    return found


def _about_application(application):
    return {"application": application.pk, "candidate": application.candidate_id, "job": application.job_id}


def _applications(ids):
    rows = Application.objects.filter(pk__in=ids, candidate__merged_into=None)
    return rows.only("pk", "candidate_id", "job_id", "assignee_id").in_bulk()


def of_applications(rows):
    """Who looks after an application, and who runs its job."""
    found = _applications(_ids(rows, "application_id"))
    running = teams({one.job_id for one in found.values()})
    for row in rows:
        one = found.get(UUID(row.facts["application_id"]))
        if one:
            yield row, running[one.job_id] | {one.assignee_id}, _about_application(one) | {"thread": f"application:{one.pk}"}


def who_applied_themselves(rows):
    return of_applications([row for row in rows if row.actor_kind == Event.ActorKind.PERSON])


def of_jobs(rows):
    running = teams(_ids(rows, "job_id"))
    for row in rows:
        job = UUID(row.facts["job_id"])
        yield row, running[job], {"job": job, "thread": f"job:{job}"}


def _matches(rows):
    """For the team of the job alone: a score is no news about an application that somebody looks after already."""
    for row, _members, about in of_applications([row for row in rows if row.facts.get("application_id")]):
        yield row, about


def _of_matches(rows):
    found = list(_matches(rows))
    running = teams({about["job"] for _row, about in found})
    for row, about in found:
        yield row, running[about["job"]], about | {"thread": f"job:{about['job']}"}


def new_matches(rows):
    """Who enters the first twenty as somebody new; a whole list that is scored anew says nothing."""
    return _of_matches([row for row in rows if row.facts.get("rank") and row.facts.get("cause") in ("application", "merge", "")])


def new_leaders(rows):
    """Somebody known takes the lead; of somebody new match.created tells."""
    return _of_matches([row for row in rows if row.facts.get("cause") in ("profile", "waiver")])


def risen(rows):
    def worth(facts):
        rose = Decimal(facts["score"]) - Decimal(facts["before"])
        return (facts.get("rank") or 0) >= 2 and facts.get("cause") == "profile" and rose >= RISE  # the first one: match.best

    return _of_matches([row for row in rows if worth(row.facts)])


def of_intakes(rows):
    found = Intake.objects.in_bulk(_ids(rows, "intake_id"))
    for row in rows:
        one = found.get(UUID(row.facts["intake_id"]))
        if one:
            yield row, {one.by_id}, {"job": one.job_id}


def of_backtests(rows):
    found = Backtest.objects.only("by_id", "job_id").in_bulk(_ids(rows, "backtest_id"))
    for row in rows:
        one = found.get(UUID(row.facts["backtest_id"]))
        if one:
            yield row, {one.by_id}, {"job": one.job_id}


def of_assignments(rows):
    """Who has it now and who had it before."""
    found = _applications(_ids(rows, "application_id"))
    for row in rows:
        one = found.get(UUID(row.facts["application_id"])) if row.facts.get("application_id") else None
        about = _about_application(one) if one else {"candidate": UUID(row.facts["candidate_id"])}
        kind, pk = ("application", one.pk) if one else ("candidate", about["candidate"])
        members = {UUID(row.facts[name]) for name in ("member_id", "before_id") if row.facts.get(name)}
        yield row, members, about | {"thread": f"{kind}:{pk}"}


def of_tasks(rows):
    found = Task.objects.only("member_id", "application_id", "candidate_id", "job_id").in_bulk(_ids(rows, "task_id"))
    for row in rows:
        one = found.get(UUID(row.facts["task_id"]))
        if one:
            about = {"application": one.application_id, "candidate": one.candidate_id, "job": one.job_id}
            yield row, {UUID(row.facts["member_id"])}, about


def of_tasks_given(rows):
    return of_tasks([row for row in rows if "member" in row.facts["fields"]])


def _comments(rows):
    ids = _ids(rows, "comment_id")
    related = ["application", "interview__application"]
    found = {one.pk: one for one in Comment.objects.filter(pk__in=ids, deleted_at=None).select_related(*related)}
    for row in rows:
        one = found.get(UUID(row.facts["comment_id"]))
        if one:
            run = one.application or (one.interview and one.interview.application)
            about = _about_application(run) if run else {one.entity_type: one.entity_id}
            yield row, one, run, about | {"thread": f"comment:{one.parent_id or one.pk}"}


def mentioned(rows):
    for row, comment, _run, about in _comments(rows):
        yield row, who_may_read(comment, {UUID(one) for one in row.facts["mentioned"]}), about


def in_the_thread(rows):
    """Who said something in it or was called in it; beneath nothing, who looks after the application."""
    for row, comment, run, about in _comments(rows):
        members = {run.assignee_id} if run else set()
        if comment.parent_id:
            thread = Comment.objects.filter(pk=comment.parent_id) | Comment.objects.filter(parent=comment.parent_id)
            for author, called in thread.values_list("author_id", "mentioned"):
                members |= {author, called}
        yield row, who_may_read(comment, members - {None}), about


def who_may_read(comment, members):
    """Of a private thread those who are in it; `visible_to` of what it is about is asked of everybody later."""
    if not comment.private:
        return members
    people = Membership.objects.filter(pk__in=members).select_related("company")
    return {one.pk for one in people if Comment.objects.visible_to(one).filter(pk=comment.pk).exists()}


def _interviews(rows):
    found = Interview.objects.select_related("application").in_bulk(_ids(rows, "interview_id"))
    panels = defaultdict(set)
    for interview, member in Panelist.objects.filter(interview__in=found).values_list("interview_id", "member_id"):
        panels[interview].add(member)
    for row in rows:
        one = found.get(UUID(row.facts["interview_id"]))
        if one and one.application:
            about = _about_application(one.application) | {"thread": f"application:{one.application_id}"}
            yield row, one, panels[one.pk], about


def of_interviews(rows):
    for row, one, panel, about in _interviews(rows):
        yield row, panel | {one.application.assignee_id}, about


def of_panels(rows):
    for row, _one, panel, about in _interviews(rows):
        yield row, panel, about


def of_timed_interviews(rows):
    return of_interviews([row for row in rows if row.facts["was_scheduled"]])


def of_changed_interviews(rows):
    """Who is new on the panel or off it hears so; the others, of another place or link."""
    for row, one, panel, about in _interviews(rows):
        if one.state == Interview.State.SCHEDULED:
            touched = {UUID(pk) for pk in row.facts["added"] + row.facts["removed"]}
            others = panel if {"place", "link", "minutes", "kind"} & set(row.facts["fields"]) else set()
            yield row, touched | others, about


def of_planners(rows):
    for row, one, _panel, about in _interviews(rows):
        yield row, {one.created_by_id, one.application.assignee_id}, about


def of_scorecards(rows):
    for row, _one, _panel, about in _interviews(rows):
        yield row, {UUID(row.facts["member_id"])}, about


def of_offers(rows):
    makers = dict(Offer.objects.filter(pk__in=_ids(rows, "offer_id")).values_list("pk", "created_by_id"))
    for row, members, about in of_applications(rows):
        yield row, members | {makers.get(UUID(row.facts["offer_id"]))}, about


def _approvals(rows):
    found = Approval.objects.select_related("offer__application").in_bulk(_ids(rows, "approval_id"))
    for row in rows:
        one = found.get(UUID(row.facts["approval_id"]))
        if one:
            yield row, one, _about_application(one.offer.application) if one.offer_id else {"job": one.job_id}


def of_approvals_asked(rows):
    for row, _one, about in _approvals(rows):
        yield row, {UUID(row.facts["member_id"])}, about


def of_approvals_decided(rows):
    for row, one, about in _approvals(rows):
        yield row, {one.asked_by_id}, about


def admins(rows):
    found = defaultdict(set)
    companies = {row.company_id for row in rows}
    for company, member in Membership.objects.admins().filter(company__in=companies).values_list("company_id", "pk"):
        found[company].add(member)
    for row in rows:
        yield row, found[row.company_id] - {UUID(row.facts["member_id"])}, {}


def of_members(rows):
    for row in rows:
        yield row, {UUID(row.facts["member_id"])}, {}


def of_mails(rows):
    """Mails that belong to an application, or to a person whom somebody looks after."""
    yield from of_applications([row for row in rows if row.facts.get("application_id")])
    rest = [row for row in rows if not row.facts.get("application_id") and row.facts.get("candidate_id")]
    running = Assignment.objects.running().filter(candidate__in=_ids(rest, "candidate_id"))
    keepers = defaultdict(set)
    for candidate, member in running.values_list("candidate_id", "member_id"):
        keepers[candidate].add(member)
    for row in rest:
        candidate = UUID(row.facts["candidate_id"])
        yield row, keepers[candidate], {"candidate": candidate, "thread": f"candidate:{candidate}"}
