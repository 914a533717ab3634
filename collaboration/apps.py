from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "collaboration"
    verbose_name = "Collaboration"

    def ready(self):
        from accounts.live import topics
        from accounts.querysets import not_to_see
        from collaboration import finding, handlers, moving  # noqa: F401  (registers palette pages, listeners, merges)

        not_to_see.append(_of_hidden_things)
        topics["interview"] = _sees_interview
        topics["times"] = _looks_for_times
        topics["presence_boards"] = topics["applications"]
        for kind in ("job", "application"):  # who may see the thing may see who looks at it
            topics[f"presence_{kind}"] = topics[kind]


def _of_hidden_things(member):
    """Tasks and comments that the member may not see: what happened to them is not for them either."""
    from collaboration.models import Comment, Task

    hidden = {}
    for rows in (Task.objects.of(member.company), Comment.objects.of(member.company).filter(private=True)):
        model = rows.model
        hidden[model._meta.label_lower] = rows.exclude(pk__in=model.objects.visible_to(member).values("pk"))
    return hidden


def _sees_interview(member, pk):
    from django.core.exceptions import ValidationError

    from collaboration.models import Interview

    try:
        return Interview.objects.visible_to(member).filter(pk=pk).exists()
    except (ValueError, ValidationError):  # not an id
        return False


def _looks_for_times(member, pk):
    """That a colleague's time changed: for who may schedule interviews, and sees those times on the page that finds some."""
    from django.core.exceptions import ValidationError

    from accounts.models import Membership
    from accounts.permissions import Action

    try:
        return member.can(Action.SCHEDULE_INTERVIEW) and Membership.objects.visible_to(member).filter(pk=pk).exists()
    except (ValueError, ValidationError):  # not an id
        return False
