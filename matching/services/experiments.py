"""Experiments from the first plan to the chosen arm: one function an act."""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.guard import require
from accounts.live import nudge
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Job
from matching import events
from matching.engine import ScoringConfig as Rules
from matching.experiment_stats import sample_size
from matching.models import Experiment, ScoringConfig, ScoringConfigVersion
from matching.services.configs import ConfigRefused, save_config, version_for
from matching.services.features import taxonomy_of

State = Experiment.State
MOST_DAYS = 365
MOST_VERSIONS = 50  # of a job, looked through for rules that are there already
LEAST_DIFFERENCE = 0.005


class ExperimentRefused(Refused):
    """The act is not possible as asked."""


@transaction.atomic
def create_experiment(
    *,
    job,
    actor,
    name,
    body=None,
    version=None,
    metric="interview",
    rate,
    difference,
    interview_days=30,
    hire_days=90,
    ends_on=None,
):
    """A draft: the rules in force against `version`, or against `body`, which is kept as a version that is not in force.

    rate, difference: shares between 0 and 1.
    """
    require(actor, Action.CONFIGURE_SCORING, job)
    name = " ".join(name.split())[:80]
    if not name:
        raise ExperimentRefused(_("Give the experiment a name."), code="required", field="name")
    if job.is_template or job.status == Job.Status.CLOSED:
        raise ExperimentRefused(
            _("Nobody can apply for this job, so there is nothing to compare."), code="job_closed", field="job", conflict=True
        )
    size = size_of(rate, difference)
    for field, days in (("interview_days", interview_days), ("hire_days", hire_days)):
        if not 1 <= days <= MOST_DAYS:
            raise ExperimentRefused(_("1 to %(most)d days.") % {"most": MOST_DAYS}, code="invalid", field=field)
    if ends_on and ends_on <= timezone.localdate():
        raise ExperimentRefused(_("The end lies in the future."), code="invalid", field="ends_on")
    version = version or _keep(job, actor, name, body)
    experiment = Experiment(
        company_id=job.company_id,
        job=job,
        name=name,
        version_b=version,
        metric=metric,
        rate=rate,
        difference=difference,
        interview_days=interview_days,
        hire_days=hire_days,
        ends_on=ends_on,
        needed=size.anytime,
        by=actor,
    )
    _check_they_differ(experiment)
    experiment.save(force_insert=True)
    publish(events.ExperimentCreated(experiment.pk, job.pk), actor=actor, subject=experiment)
    return experiment


def size_of(rate, difference):
    """The sample size of a plan, or a refusal that names the field."""
    if difference < LEAST_DIFFERENCE:
        raise ExperimentRefused(
            _("Half a point is the smallest difference that can be looked for."), code="invalid", field="difference"
        )
    try:
        return sample_size(rate, difference)
    except ValueError as error:
        raise ExperimentRefused(
            _("The expected rate must be above 0 %, and together with the difference below 100 %."), code="invalid", field="rate"
        ) from error


def _keep(job, actor, name, body):
    """Rules as a version of the job's config that is not in force."""
    try:
        rules = Rules.from_dict(body)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ConfigRefused({"rules": str(error)}) from error
    if errors := rules.validate(taxonomy_of(job.company_id)):
        raise ConfigRefused(errors)
    config, _made = ScoringConfig.objects.get_or_create(company_id=job.company_id, job=job)
    config = ScoringConfig.objects.select_for_update().get(pk=config.pk)
    versions = list(config.versions.all()[:MOST_VERSIONS])
    if same := next((one for one in versions if one.pk != config.current_id and one.body == rules.to_dict()), None):
        return same
    last = next(iter(versions), None)
    return ScoringConfigVersion.objects.create(
        config=config,
        number=last.number + 1 if last else 1,
        body=rules.to_dict(),
        by=actor,
        note=_("Not in force: B of the experiment “%(name)s”") % {"name": name},
    )


def _check_they_differ(experiment):
    one, other = (Rules.from_dict(version.body).to_dict() for version in (version_for(experiment.job), experiment.version_b))
    if one == other:
        raise ExperimentRefused(
            _("These rules say the same as the ones in force. Choose or make others for B."), code="same_rules", field="rules"
        )


@transaction.atomic
def begin_shadow(*, experiment, actor):
    """Both sets of rules score everybody who runs and everybody who comes; the ones in force count."""
    experiment = _locked(experiment, actor, State.DRAFT)
    _check_they_differ(experiment)
    experiment.state, experiment.shadow_at = State.SHADOW, timezone.now()
    _save(experiment, "state", "shadow_at")
    publish(events.ExperimentShadowed(experiment.pk, experiment.job_id), actor=actor, subject=experiment)
    return experiment


@transaction.atomic
def start(*, experiment, actor, informed):
    """The split begins: each new application goes to an arm and is scored by its rules. Who applied before stays with the rules in force."""
    experiment = _locked(experiment, actor, State.DRAFT, State.SHADOW)
    if not informed:
        raise ExperimentRefused(
            _("Confirm that applicants are told: in a live split they are treated differently."),
            code="required",
            field="informed",
        )
    if experiment.job.status == Job.Status.CLOSED:
        raise ExperimentRefused(_("This job is closed: nobody can apply."), code="job_closed", conflict=True)
    if experiment.ends_on and experiment.ends_on <= timezone.localdate():
        raise ExperimentRefused(
            _("Its end, %(day)s, has passed. Plan a new one.") % {"day": experiment.ends_on}, code="over", conflict=True
        )
    list(ScoringConfig.objects.select_for_update().filter(job=experiment.job_id))  # nobody saves other rules meanwhile
    _check_they_differ(experiment)
    experiment.version_a = version_for(experiment.job)
    experiment.state, experiment.started_at, experiment.informed = State.RUNNING, timezone.now(), True
    experiment.seed = secrets.token_hex(16)
    _save(experiment, "version_a", "state", "started_at", "informed", "seed")
    publish(events.ExperimentStarted(experiment.pk, experiment.job_id, True), actor=actor, subject=experiment)
    return experiment


@transaction.atomic
def stop(*, experiment, actor):
    """End it without a choice. The counts stay as they are; applications whose days are not over never count."""
    experiment = _locked(experiment, actor, State.DRAFT, State.SHADOW, State.RUNNING)
    experiment.state, experiment.stopped_at = State.STOPPED, timezone.now()
    _save(experiment, "state", "stopped_at")
    publish(events.ExperimentStopped(experiment.pk, experiment.job_id), actor=actor, subject=experiment)
    return experiment


@transaction.atomic
def choose(*, experiment, actor, arm):
    """Choose an arm of a split that ran. A: the rules in force stay. B: its rules become the job's new version, and everybody is scored by it."""
    experiment = _locked(experiment, actor, State.RUNNING, State.STOPPED)
    if arm not in Experiment.Arm.values:
        raise ExperimentRefused(_("Choose A or B."), code="invalid", field="arm")
    if not experiment.started_at:
        raise ExperimentRefused(_("It never ran, so there is no arm to choose."), code="never_ran", conflict=True)
    if experiment.state == State.STOPPED and Experiment.objects.filter(job=experiment.job_id, state=State.RUNNING).exists():
        raise ExperimentRefused(_("Another experiment runs on this job. Stop it first."), code="another_runs", conflict=True)
    now = timezone.now()
    experiment.state, experiment.winner, experiment.decided_at = State.DECIDED, arm, now
    experiment.stopped_at = experiment.stopped_at or now
    _save(experiment, "state", "winner", "decided_at", "stopped_at")
    if arm == "b":
        save_config(
            company=experiment.job.company,
            job=experiment.job,
            actor=actor,
            body=experiment.version_b.body,
            note=_("Experiment “%(name)s”: B chosen") % {"name": experiment.name},
        )
    publish(events.ExperimentDecided(experiment.pk, experiment.job_id, arm), actor=actor, subject=experiment)
    return experiment


def _locked(experiment, actor, *states):
    found = (
        Experiment.objects.select_for_update(of=("self",))
        .select_related("job__company", "version_a", "version_b")
        .get(pk=experiment.pk)
    )
    require(actor, Action.CONFIGURE_SCORING, found.job)
    if found.state not in states:
        raise ExperimentRefused(
            _("This experiment is in the state “%(state)s”, so that is not possible.") % {"state": found.get_state_display()},
            code="wrong_state",
            conflict=True,
        )
    return found


def _save(experiment, *fields):
    try:
        with transaction.atomic():
            experiment.save(update_fields=fields)
    except IntegrityError as error:
        raise ExperimentRefused(
            _("Another experiment is in shadow or runs on this job. Stop it first."), code="another_runs", conflict=True
        ) from error
    nudge(f"job:{experiment.job_id}")
