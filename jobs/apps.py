from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self):
        from accounts.live import topics
        from accounts.querysets import not_to_see
        from jobs import finding, handlers  # noqa: F401  (registers palette sources, first steps and listeners)
        from jobs.models import Application, Candidate, Intake, Job, Resume, TalentPool

        for prefix, model in {
            "job": Job,
            "candidate": Candidate,
            "application": Application,
            "intake": Intake,
            "resume": Resume,
            "pool": TalentPool,
        }.items():
            topics[prefix] = _visible(model)
        topics["applications"] = _of_company
        not_to_see.append(_of_hidden_jobs)


def _visible(model):
    """Who may see the row may hear that it changed."""

    def rule(member, pk):
        from django.core.exceptions import ValidationError

        try:
            return model.objects.visible_to(member).filter(pk=pk).exists()
        except (ValueError, ValidationError):  # not an id
            return False

    return rule


def _of_company(member, pk):
    """That something happened to some application of the company: pages across jobs ask what they may see of it."""
    from accounts.permissions import Action

    return str(member.company_id) == pk and member.can(Action.VIEW_JOBS)


def _of_hidden_jobs(member):
    """Confidential jobs off whose team the member is, and what belongs to them; nothing where there are none."""
    from jobs.models import Application, Intake, Job, Resume
    from jobs.querysets import open_or_team

    hidden = Job.objects.of(member.company).exclude(open_or_team(member, job=""))
    if not hidden.exists():
        return {}
    belonging = {model._meta.label_lower: model.objects.filter(job__in=hidden) for model in (Application, Intake, Resume)}
    return {Job._meta.label_lower: hidden, **belonging}
