"""What happens to scores. Names and fields are a contract with webhooks (docs/api.md): fields are added, never renamed.

`cause` says what set the scoring off: "application" (somebody new), "profile" (facts of the person), "merge", "job" (what it asks
for), "rules" (a new version of them), "waiver" (a person let somebody in or took it back), "again" (asked for by hand).
`rank` is the place among the job's running applicants, 1 to 20; null below, and while a whole list is scored anew.
"""

from dataclasses import dataclass, field

from accounts.events import event


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a score was made of, by ids: the decision record keeps it. `version` rises with each change of these."""

    match_id: str = ""
    version: int = 0
    config_version_id: int | None = None
    engine: str = ""
    feature_version: int = 0
    features_id: str = ""
    demands_id: str = ""
    waived: list = field(default_factory=list)  # the rules that a person had excused them from


@event("match.created")
class MatchCreated(Made):
    """Somebody has a score for a job for the first time."""

    job_id: str
    candidate_id: str
    score: str
    application_id: str = ""
    rank: int | None = None
    cause: str = ""


@event("match.changed")
class MatchChanged(Made):
    """A score is another one, up or down."""

    job_id: str
    candidate_id: str
    before: str
    score: str
    application_id: str = ""
    rank: int | None = None
    cause: str = ""


@event("match.confirmed")
class MatchConfirmed(Made):
    """The same number as before, made by other rules, another engine or of other facts."""

    job_id: str
    candidate_id: str
    score: str
    application_id: str = ""
    cause: str = ""


@event("match.improved")
class MatchImproved:
    """A score rose; stands beside match.changed for those who want to hear of nothing else."""

    job_id: str
    candidate_id: str
    before: str
    score: str
    application_id: str = ""
    rank: int | None = None
    cause: str = ""


@event("match.best")
class MatchBest:
    """Another running applicant leads the job's list now. `before_id`: the application that led it, "" where nobody did."""

    job_id: str
    candidate_id: str
    application_id: str
    score: str
    before_id: str = ""
    cause: str = ""


@event("match.knocked_out")
class MatchKnockedOut:
    """A rule sent somebody to the review lane. `codes` name the rules (minimum_years, skill:python, …): no words of the person."""

    job_id: str
    candidate_id: str
    application_id: str
    codes: list
    config_version_id: int
    cause: str = ""


@event("match.unknocked")
class MatchUnknocked:
    """No rule holds somebody in the review lane any more. `codes`: the rules that did."""

    job_id: str
    candidate_id: str
    application_id: str
    codes: list
    config_version_id: int
    cause: str = ""


@event("knockout.waived")
class KnockoutWaived:
    """A person let somebody back in: the named rules, and only these, knock them out no more."""

    waiver_id: str
    application_id: str
    job_id: str
    candidate_id: str
    codes: list


@event("knockout.restored")
class KnockoutRestored:
    """A person took that back: the rules hold again."""

    waiver_id: str
    application_id: str
    job_id: str
    candidate_id: str
    codes: list


@event("fact.corrected")
class FactCorrected:
    """A person changed, added or took out something that is known of a candidate."""

    fact_id: str
    candidate_id: str
    kind: str
    what: str  # corrected, added, removed, restored


@event("scoring.changed")
class ScoringChanged:
    """A new version of a company's default (job_id empty) or of a job's config is in force."""

    config_id: str
    job_id: str
    version: int


@event("backtest.started")
class BacktestStarted:
    backtest_id: str
    job_id: str


@event("backtest.finished")
class BacktestFinished:
    """The numbers are there, or (state failed) they will not be."""

    backtest_id: str
    job_id: str
    state: str


@event("experiment.created")
class ExperimentCreated:
    experiment_id: str
    job_id: str


@event("experiment.shadowed")
class ExperimentShadowed:
    """Both sets of rules score from now on; the ones in force count."""

    experiment_id: str
    job_id: str


@event("experiment.started")
class ExperimentStarted:
    """Each new application is scored by the rules of its arm. `informed`: who started it said that applicants are told."""

    experiment_id: str
    job_id: str
    informed: bool


@event("experiment.assigned")
class ExperimentAssigned:
    """An application got its arm, for good. The subject is the application."""

    experiment_id: str
    application_id: str
    arm: str


@event("experiment.found")
class ExperimentFound:
    """The counts settle it for the first time: "a" or "b" is better, or "same"."""

    experiment_id: str
    job_id: str
    found: str


@event("experiment.stopped")
class ExperimentStopped:
    """Nobody is assigned or counted any more; the rules in force score everybody again."""

    experiment_id: str
    job_id: str


@event("experiment.decided")
class ExperimentDecided:
    """An arm was chosen; where it is B, its rules became the job's (scoring.changed)."""

    experiment_id: str
    job_id: str
    winner: str


@event("decisions.exported")
class DecisionsExported:
    """Somebody took the decision record of a candidate or a job (`about`) out as a file."""

    about: str
    count: int


@event("self_report.given")
class SelfReportsGiven:
    """Voluntary answers came in. Whose, and what they say, is in no log."""

    count: int
    via: str


@event("self_report.withdrawn")
class SelfReportWithdrawn:
    """Somebody took their voluntary answers back."""


@event("fairness.changed")
class FairnessChanged:
    """What people are asked about themselves, or how audits are made, changed."""


@event("audit.asked")
class AuditAsked:
    """An adverse-impact audit was asked for; it is made right after."""

    audit_id: str
    job_id: str


@event("audit.published")
class AuditPublished:
    """Everybody in the company may read this audit now (published), or no longer (not)."""

    audit_id: str
    published: bool


@event("scoring.looked_at")
class RulesAudited:
    """Somebody looked what rules would mean for groups, before saving them or after."""

    job_id: str
