from django.apps import AppConfig
from django.db.models import Q
from django.db.models.signals import pre_delete


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matching"

    def ready(self):
        from accounts.live import topics
        from accounts.querysets import not_to_see
        from matching import handlers, moving  # noqa: F401  (registers this app's listeners)

        topics["backtest"] = _may_see_backtest

        not_to_see.append(_of_hidden_jobs)
        topics["audit"] = _may_hear_of_audit
        topics["scoring"] = lambda member, company_id: str(member.company_id) == company_id
        pre_delete.connect(_let_the_record_go, sender="accounts.Company")


def _let_the_record_go(sender, instance, **kwargs):
    """A company that is deleted takes its decision record along; nothing else may cut it."""
    from matching.models import DecisionChain

    DecisionChain.objects.filter(company=instance).update(closing=True)


def _of_hidden_jobs(member):
    """The rules, scores and audits of jobs that the member may not see."""
    from jobs.models import Job
    from jobs.querysets import open_or_team
    from matching.models import Audit, Backtest, Experiment, Match, ScoringConfig

    hidden = Job.objects.of(member.company).exclude(open_or_team(member, job=""))
    if not hidden.exists():
        return {}
    kept = {model._meta.label_lower: model.objects.filter(job__in=hidden) for model in (Audit, ScoringConfig, Match, Experiment)}
    return kept | {Backtest._meta.label_lower: Backtest.objects.filter(Q(job__in=hidden) | Q(jobs__in=hidden))}


def _may_see_backtest(member, pk):
    """Who may see a backtest may hear how far it is."""
    from django.core.exceptions import ValidationError

    from matching.models import Backtest

    try:
        return Backtest.objects.visible_to(member).filter(pk=pk).exists()
    except (ValueError, ValidationError):  # not an id
        return False


def _may_hear_of_audit(member, pk):
    from django.core.exceptions import ValidationError

    from matching.models import Audit

    try:
        return Audit.objects.visible_to(member).filter(pk=pk).exists()
    except (ValueError, ValidationError):  # not an id
        return False
