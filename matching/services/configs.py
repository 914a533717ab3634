"""Which scoring rules hold for a job: its own version, else the company's default."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.events import publish
from matching import events
from matching.engine import ScoringConfig as Rules
from matching.models import Experiment, ScoringConfig, ScoringConfigVersion
from matching.services import meaning
from matching.services.features import taxonomy_of
from matching.services.versions import revision_of


class ConfigRefused(Exception):
    """The rules don't hold together; `errors` says what is wrong with which field."""

    code = "invalid"

    def __init__(self, errors):
        self.errors = errors
        self.field, message = next(iter(errors.items()))
        super().__init__(message)


class ChangedMeanwhile(ConfigRefused):
    """Somebody saved other rules since these were looked at. version: what is in force now; seen: what was, None where that is unknown."""

    code, conflict = "changed_meanwhile", True

    def __init__(self, version, seen):
        self.version, self.seen = version, seen
        super().__init__(
            {
                "version": _("Somebody saved version %(number)d meanwhile. Look at it, then save again.")
                % {"number": version.number}
            }
        )


def default_config(company):
    """The company's default config with its current version; made with the product's defaults where there is none."""
    config = ScoringConfig.objects.filter(company=company, job=None).select_related("current").first()
    if config is not None and config.current_id:
        return config
    try:
        with transaction.atomic():
            config = config or ScoringConfig.objects.create(company=company)
            config.current = ScoringConfigVersion.objects.create(
                config=config, number=1, body=Rules().to_dict(), note=_("Defaults")
            )
            config.save(update_fields=["current"])
    except IntegrityError:  # somebody else was quicker
        return ScoringConfig.objects.select_related("current").get(company=company, job=None)
    return config


class RunningRefused(ConfigRefused):
    """An experiment runs on the job: what it compares must not change under it."""

    code, conflict = "experiment_running", True


def version_for(job):
    """The version that scores this job now; while an experiment runs, the one that it began with."""
    if running := Experiment.objects.filter(job=job, state=Experiment.State.RUNNING).select_related("version_a__config").first():
        return running.version_a
    own = ScoringConfig.objects.filter(job=job).select_related("current").first()
    return _named(own) if own and own.current_id else _named(default_config(job.company))


def _named(config):
    """The config's current version, which knows its config without asking again."""
    config.current.config = config
    return config.current


def rules_of(job):
    """The version that scores this job now, for looking: nothing is written where nothing was ever saved."""
    if running := Experiment.objects.filter(job=job, state=Experiment.State.RUNNING).select_related("version_a__config").first():
        return running.version_a
    rows = ScoringConfig.objects.filter(Q(job=job) | Q(job=None), company=job.company_id, current__isnull=False).select_related(
        "current"
    )
    found = sorted(rows, key=lambda config: config.job_id is None)
    return _named(found[0]) if found else ScoringConfigVersion(number=1, body=Rules().to_dict())


def in_force(company, job=None):
    return version_for(job) if job else _named(default_config(company))


def _refuse_while_running(job):
    if job and (running := Experiment.objects.filter(job=job, state=Experiment.State.RUNNING).first()):
        raise RunningRefused(
            {"version": _("The experiment “%(name)s” runs on this job. Stop it or choose an arm first.") % {"name": running.name}}
        )


def checked(body, known):
    """The rules that a body says, if they hold together."""
    try:
        rules = Rules.from_dict(body)
    except (ValueError, TypeError) as error:
        raise ConfigRefused({"body": str(error)}) from error
    if errors := rules.validate(known) | meaning.refusal(body):
        raise ConfigRefused(errors)
    return rules


@transaction.atomic
def save_config(*, company, actor, body, job=None, note="", seen=None):
    """A new version of the company's default or of a job's config; matches made before keep theirs.

    seen: the revision (`versions.revision_of`) that the rules were changed from; ChangedMeanwhile where another is in force now.
    """
    rules = checked(body, taxonomy_of(company.pk))
    config = _locked(company, job, seen) or ScoringConfig.objects.create(company=company, job=job)
    last = config.versions.first()
    config.current = ScoringConfigVersion.objects.create(
        config=config, number=last.number + 1 if last else 1, body=rules.to_dict(), note=note[:200], by=actor
    )
    config.save(update_fields=["current"])
    publish(events.ScoringChanged(config.pk, job.pk if job else "", config.current.number), actor=actor, subject=config)
    return config.current


def _locked(company, job, seen):
    """The config to write to, None where there is none yet; nobody else writes any of the company until the transaction ends."""
    default_config(company)  # version 1 of a company is always the product's own defaults
    rows = ScoringConfig.objects.select_for_update().filter(company=company)
    list(rows.filter(job=None))  # the lock: who gives a job rules of its own also waits for who changes those that it followed
    config = rows.filter(job=job).first()
    _refuse_while_running(job)  # a start locks the config too
    now = in_force(company, job)
    if seen is not None and seen != revision_of(now, job):
        raise ChangedMeanwhile(now, _seen_version(company, job, seen))
    return config


def _seen_version(company, job, seen):
    """The version that a revision names; None where there is none."""
    kind, _dash, number = seen.partition("-")
    of = {"own": job, "company": None}
    if kind not in of or not number.isdigit() or len(number) > 8 or (kind == "own" and job is None):
        return None
    return ScoringConfigVersion.objects.filter(config__company=company, config__job=of[kind], number=int(number)).first()


@transaction.atomic
def follow_company(*, job, actor, seen=None):
    """The job's own rules rest, their versions stay; the company's default scores it again from now on."""
    config = _locked(job.company, job, seen)
    version = _named(default_config(job.company))
    if config is None or not config.current_id:
        return version
    config.current = None
    config.save(update_fields=["current"])
    publish(events.ScoringChanged(config.pk, job.pk, version.number), actor=actor, subject=config)
    return version
