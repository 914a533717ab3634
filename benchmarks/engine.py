"""The scorer at 10,000 to 1,000,000 rows, as ratios.

Against the bare weighted sum over the same skill columns ("product"), against the shortest NumPy for the same criteria
("plain") and against a Python loop over dicts.

CPU seconds of this process, best of several rounds; the ratios are what counts.
"""

import time

import numpy as np

from matching.engine import FeatureTable, Job, Knockout, ScoringConfig, SkillWish, compile, explain, score, similarity, top
from matching.engine.score import BLOCK
from matching.engine.table import COLUMNS, NOT_READ, STATED, WIDE
from matching.taxonomy import taxonomy
from matching.taxonomy.texts import text_model

SIZES = (10_000, 100_000, 1_000_000)
JOB_SKILLS = 24
TEXT = "Backend developer. Build and run web services in Python with PostgreSQL and Docker, write tests, mentor."


def made_up(rows, keys, seed=7):
    """A table of `rows` candidates with some 30 of the given skills in hundred, straight from arrays (no résumés are
    read).
    """
    pick = np.random.default_rng(seed)
    model = text_model()
    arrays = {name: np.zeros((rows, WIDE[name]) if name in WIDE else rows, kind) for name, kind in COLUMNS.items()}
    arrays["ids"][:] = np.arange(rows)
    arrays["months"][:] = np.where(pick.random(rows) < 0.05, NOT_READ, pick.integers(0, 300, rows))
    arrays["tier"][:] = pick.integers(0, 6, rows)
    arrays["field"][:] = pick.integers(0, 8, rows)
    arrays["flags"][:] = pick.integers(0, 8, rows)
    arrays["read"][:] = 15 + 16 * (arrays["tier"] > 0) - 4 * (arrays["months"] == NOT_READ)
    for name, top_id in (("word", len(model.terms)), ("work", len(model.titles))):
        arrays[f"{name}_ids"][:] = pick.integers(0, top_id, arrays[f"{name}_ids"].shape, dtype=np.uint16)
        arrays[f"{name}_weights"][:] = pick.integers(0, 8000, arrays[f"{name}_weights"].shape, dtype=np.uint16)
    has, strengths = [], []
    for _ in keys:
        own = np.flatnonzero(pick.random(rows) < 0.3).astype(np.uint32)
        has.append(own)
        strengths.append(pick.choice(np.array([STATED, STATED, 127, 76], np.uint8), len(own)))
    start = np.concatenate([[0], np.cumsum([len(own) for own in has])]).astype(np.int64)
    return FeatureTable(1, list(keys), arrays, start, np.concatenate(has), np.concatenate(strengths))


def plain_product(columns, weights):
    """What any scorer pays at least: the weighted sum over the job's uint8 columns, column by column, in blocks that
    fit the cache.
    """
    rows = columns.shape[1]
    out = np.zeros(rows, np.float32)
    scratch = np.empty(BLOCK, np.float32)
    for start in range(0, rows, BLOCK):
        here = out[start : start + BLOCK]
        part = scratch[: len(here)]
        for column, weight in zip(columns, weights, strict=True):
            np.multiply(column[start : start + BLOCK], weight, out=part, dtype=np.float32, casting="unsafe")
            here += part
    return out


def plain_scorer(table, columns, weights, rules):
    """The shortest NumPy that scores the same criteria: skills, years, education, three bonuses, two knockouts; no
    unread parts, no reasons.
    """
    rows = columns.shape[1]
    out = np.empty(rows, np.float32)
    tiers = np.array([0, 0, 40, 60, 80, 100], np.float32) / 100
    weights = (60 / weights.sum() * weights).astype(np.float32)
    for start in range(0, rows, BLOCK):
        here = slice(start, start + BLOCK)
        total = np.zeros(len(out[here]), np.float32)
        for column, weight in zip(columns, weights, strict=True):
            total += np.multiply(column[here], weight, dtype=np.float32, casting="unsafe")
        months = table.months[here]
        total += 25 * np.minimum(months / np.float32(96), np.float32(1))
        total += 15 * tiers[table.tier[here]]
        flags = table.flags[here]
        for bit, points in ((1, 5), (2, 10), (4, 5)):
            total += points * ((flags & bit) > 0)
        out[here] = np.where((rules[0][here] < 127) | (months < 12), 0, np.minimum(total, 100))
    return out


def python_loop(people, wishes, ideal):
    """The same idea with dicts in memory: skills, years and nothing else."""
    scores = []
    for skills, years in people:
        got = sum(stars for key, stars in wishes.items() if key in skills) / sum(wishes.values())
        scores.append(60 * got + 25 * min(1.0, years / ideal))
    return scores


def cpu(task, rounds=7):
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        task()
        best = min(best, time.process_time() - start)
    return best * 1000


def measured(rows, keys, config, job):
    """CPU milliseconds of every step for a table of `rows` candidates: {step: ms}."""
    table, compiled = made_up(rows, keys), compile(config, job)
    ms = {"columns": cpu(lambda: table.columns(compiled.keys, compiled.worth), 1)}
    alike = similarity(table, compiled)
    ms["texts"] = cpu(lambda: similarity(table, compiled), 1)
    ms["score"] = cpu(lambda: score(table, compiled, alike))
    scores = score(table, compiled, alike)
    ms["top 50"] = cpu(lambda: top(scores, 50))
    columns, needed = table.columns(compiled.keys, compiled.worth), table.columns(compiled.needed)
    ms["product"] = cpu(lambda: plain_product(columns, compiled.weights))
    ms["plain"] = cpu(lambda: plain_scorer(table, columns, compiled.weights, needed))
    sample = min(rows, 100_000)
    block = table.columns(keys)[:, :sample]
    people = [({keys[place] for place in np.flatnonzero(block[:, row])}, 5.0) for row in range(sample)]
    wishes = {wish.skill: wish.importance for wish in config.required_skills}
    ms["loop"] = cpu(lambda: python_loop(people, wishes, 8), 1) * rows / sample
    best = int(top(scores, 1)[0])
    ms["explain"] = cpu(lambda: explain(table, best, compiled, alike), 3)
    return ms


def run(sizes=SIZES):
    keys = list(taxonomy().skills)[:JOB_SKILLS]
    config = ScoringConfig(
        required_skills=[SkillWish(key, 1 + place % 5) for place, key in enumerate(keys)],
        min_years=3,
        ideal_years=8,
        education="bachelor",
        knockouts=[Knockout("skill", keys[0]), Knockout("minimum_years", 1)],
    )
    job = Job("Backend developer", TEXT)
    compile(config, job)
    print(f"   compile a config: {cpu(lambda: compile(config, job)):.2f} ms; all figures are ms CPU")
    print("        rows    score   top 50  product   ratio    plain   ratio     loop  ratio    texts  columns  explain")
    for rows in sizes:
        ms = measured(rows, keys, config, job)
        kernel = ms["score"]
        print(
            f"   {rows:>9,} {kernel:>8.2f} {ms['top 50']:>8.2f} {ms['product']:>8.2f} {kernel / ms['product']:>7.2f}"
            f" {ms['plain']:>8.2f} {kernel / ms['plain']:>7.2f} {ms['loop']:>8.1f} {ms['loop'] / kernel:>5.0f}x"
            f" {ms['texts']:>8.1f} {ms['columns']:>8.1f} {ms['explain']:>8.2f}"
        )
