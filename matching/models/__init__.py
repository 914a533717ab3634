"""What was read, what counts, and how well it fits. File bytes stay in jobs; no application moves from here."""

from matching.models import self_reports as _apart  # noqa: F401  (read by services/self_reports.py alone, so not offered here)
from matching.models.audits import Audit, FairnessSettings
from matching.models.backtests import Backtest, Replay
from matching.models.configs import ScoringConfig, ScoringConfigVersion, ScoringTemplate
from matching.models.decisions import GENESIS, Decision, DecisionChain, ScoredDemands, ScoredFeatures
from matching.models.experiments import Enrolment, Experiment
from matching.models.facts import CompanySkill, Fact, Reading
from matching.models.matches import CandidateFeatures, Match
from matching.models.rescoring import Rescoring
from matching.models.waivers import KnockoutWaiver

__all__ = [
    "Audit",
    "Backtest",
    "GENESIS",
    "CandidateFeatures",
    "CompanySkill",
    "Decision",
    "DecisionChain",
    "Enrolment",
    "Experiment",
    "Fact",
    "FairnessSettings",
    "KnockoutWaiver",
    "Match",
    "Reading",
    "Rescoring",
    "Replay",
    "ScoredDemands",
    "ScoredFeatures",
    "ScoringConfig",
    "ScoringConfigVersion",
    "ScoringTemplate",
]
