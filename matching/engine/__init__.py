"""One scorer for one candidate and for a million: pure NumPy over column arrays.

table = FeatureTable.build(rows)     # or FeatureTable.load(folder)
compiled = compile(config, job)
alike = similarity(table, compiled)  # once per job; no slider changes it
best = top(score(table, compiled, alike), 50)
explain(table, best[0], compiled, alike)
"""

from matching.engine.compiled import Compiled, Job, compile
from matching.engine.config import BONUSES, CURVES, KNOCKOUTS, TIERS, Knockout, ScoringConfig, SkillWish
from matching.engine.explain import Explanation, Line, explain
from matching.engine.score import Scores, Similarity, score, similarity, top
from matching.engine.table import FeatureTable, Row

ENGINE_VERSION = "3"  # raised whenever equal input may give another number

__all__ = [
    "BONUSES",
    "CURVES",
    "ENGINE_VERSION",
    "KNOCKOUTS",
    "TIERS",
    "Compiled",
    "Explanation",
    "FeatureTable",
    "Job",
    "Knockout",
    "Line",
    "Row",
    "Scores",
    "ScoringConfig",
    "Similarity",
    "SkillWish",
    "compile",
    "explain",
    "score",
    "similarity",
    "top",
]
