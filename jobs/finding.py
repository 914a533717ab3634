"""The first steps that this app asks for, and what the command palette finds of it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import checklist, palette
from accounts.permissions import Action
from jobs.models import Candidate, Job


@checklist.register
def first_steps(member):
    """Two queries."""
    if not member.can(Action.CREATE_JOB):
        return []
    jobs, people = Job.objects.visible_to(member), Candidate.objects.visible_to(member)
    return [
        checklist.Step("job", _("Create a job: paste its description"), reverse("jobs:create"), jobs.exists()),
        checklist.Step("resumes", _("Drop résumés on it and watch them being read"), reverse("jobs:upload"), people.exists()),
    ]


@palette.register
def pages(member, text):
    """The pages of this app, by their names."""
    known = [
        (None, _("Home"), "home", "house"),
        (Action.VIEW_JOBS, _("Jobs"), "jobs:list", "briefcase"),
        (Action.VIEW_CANDIDATES, _("Candidates"), "jobs:candidates", "users"),
        (Action.VIEW_CANDIDATES, _("Talent pools"), "jobs:pools", "users-round"),
        (Action.VIEW_JOBS, _("Applications"), "jobs:applications", "inbox"),
        (Action.VIEW_CANDIDATES, _("Offers"), "jobs:offers", "handshake"),
        (Action.APPROVE, _("Approvals"), "jobs:approvals", "clipboard-check"),
        (Action.MOVE_APPLICATION, _("Drafted rejections"), "jobs:rejections", "send"),
        (Action.ADD_CANDIDATE, _("Imports"), "jobs:imports", "file-up"),
        (Action.ADD_CANDIDATE, _("Duplicates"), "jobs:duplicates", "git-merge"),
        (Action.MANAGE_SETTINGS, _("Pipelines"), "jobs:plans", "workflow"),
        (Action.MANAGE_SETTINGS, _("Approval rules"), "jobs:approval_rules", "list-checks"),
        (Action.MANAGE_SETTINGS, _("Custom fields"), "jobs:custom_fields", "list"),
        (Action.MANAGE_SETTINGS, _("Tracking links"), "jobs:links", "link"),
    ]
    return [
        palette.entry(title, reverse(name), icon=icon, group=_("Go to"))
        for action, title, name, icon in known
        if (action is None or member.can(action)) and text.casefold() in title.casefold()
    ]


@palette.register
def jobs(member, text):
    """Jobs by title."""
    if len(text) < palette.SHORTEST:
        return []
    found = Job.objects.visible_to(member).filter(title__icontains=text, is_template=False).order_by("-created_at", "-pk")
    return [
        palette.entry(
            job.title, reverse("jobs:job", args=[job.pk]), subtitle=job.get_status_display(), icon="briefcase", group=_("Jobs")
        )
        for job in found[: palette.MOST_PER_SOURCE]
    ]


@palette.register
def people(member, text):
    """Candidates by the words of their name, skills or résumé."""
    if len(text) < palette.SHORTEST:
        return []
    found = Candidate.objects.visible_to(member).search(text).order_by("-created_at", "-pk")
    return [
        palette.entry(
            one.name, reverse("jobs:candidate", args=[one.pk]), subtitle=one.headline, icon="user", group=_("Candidates")
        )
        for one in found[: palette.MOST_PER_SOURCE]
    ]
