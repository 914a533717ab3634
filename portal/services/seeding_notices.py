"""What happened last at the demo's first company: the few things that its people have not read yet."""

from datetime import timedelta

from accounts.events import handed_on_together
from collaboration.services import assignments, comments, tasks
from jobs.models import Application
from notifications.models import Notification
from notifications.services import notices

HOURS_BACK = (2, 3, 5, 21, 26)


def seed_notices(company, team, now):
    """Of a year of history nobody was told; of these they are. The older two have been read."""
    admin, recruiter, interviewer = team["admin"][0], team["recruiter"][0], (team.get("interviewer") or team["admin"])[0]
    running = Application.objects.filter(company=company, status="active", job__status="open").select_related("candidate", "job")
    runs = list(running.order_by("-stage__position", "-match_score", "pk")[:3])
    if not runs:  # a demo of a handful of people
        return
    first, second, third = (runs * 3)[:3]
    with handed_on_together():
        _say(third, recruiter, f"References are in, both of them glowing. @{admin.handle}, shall we go on to an offer?")
        tasks.create_task(actor=admin, member=recruiter, text="Ask when they could start", application=third)
        assignments.assign(actor=admin, member=recruiter, application=second)
        tasks.create_task(
            actor=recruiter, text="Send the tasks for Thursday’s talk", due_at=now - timedelta(hours=1), application=first
        )
        tasks.tell_what_is_due(now)
        _say(
            first,
            admin,
            f"@{recruiter.handle} could you find an hour for the three of us this week? @{interviewer.handle} is in from Tuesday.",
        )
    for member in (admin, recruiter, interviewer):
        _set_back(member, now)


def _say(application, author, text):
    comments.add_comment(entity_type="application", entity=application, author=author, text=text)


def _set_back(member, now):
    rows = Notification.objects.filter(member=member).order_by("-number")
    for notice, hours in zip(rows, HOURS_BACK, strict=False):
        Notification.objects.filter(pk=notice.pk).update(at=now - timedelta(hours=hours))
        if hours > 20:
            notices.read(member=member, notice=notice)
