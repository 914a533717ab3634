"""How well a job pasted as plain text ranks labelled résumés, beside plain TF-IDF fitted on the same texts.

RANKING_DATA names a folder with jobs.csv (job_id, title, description), resumes.csv (resume_id, text) and labels.csv
(job_id, resume_id, relevance). Printed is the mean nDCG@10 (gain 2^relevance - 1, ties in the worst order).
"""

import csv
import os
import sys
from math import log2
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer

from matching import semantic
from matching.engine import FeatureTable, ScoringConfig, compile, score
from matching.jobtext import read_job
from matching.ranking import row_of
from matching.reading import understand
from matching.reading.open import open_document


def rows_of(path):
    csv.field_size_limit(sys.maxsize)
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ndcg(labels, scores, k=10):
    """Mean over jobs. labels: {job: {résumé: relevance}}; scores: {(job, résumé): number}."""
    sums = []
    for job, wanted in labels.items():
        gains = [2 ** wanted[one] - 1 for one in sorted(wanted, key=lambda one: (-scores[job, one], wanted[one]))]
        ideal = sum(gain / log2(place + 2) for place, gain in enumerate(sorted(gains, reverse=True)[:k]))
        if ideal:
            sums.append(sum(gain / log2(place + 2) for place, gain in enumerate(gains[:k])) / ideal)
    return sum(sums) / len(sums)


def engine_scores(jobs, resumes, text="words"):
    """{(job, résumé): ticks} with the default config and nothing but the job's text."""
    embed = semantic.vector_of if text == "both" else None
    rows = []
    for number, resume in enumerate(resumes):
        document = open_document(resume["text"].encode(), "resume.txt")
        rows.append(row_of(number, document, understand(document), embed=embed))
    table, scores = FeatureTable.build(rows), {}
    for job in jobs:
        asked = f"{job['title']}\n\n{job['description']}"
        demands = read_job(asked).job(asked)
        demands.meaning = embed(asked) if embed else None
        ticks = score(table, compile(ScoringConfig(text=text), demands)).ticks
        scores.update(((job["job_id"], resume["resume_id"]), int(ticks[n])) for n, resume in enumerate(resumes))
    return scores


def tfidf_scores(jobs, resumes):
    texts = [f"{job['title']} {job['description']}" for job in jobs] + [resume["text"] for resume in resumes]
    matrix = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    alike = (matrix[: len(jobs)] @ matrix[len(jobs) :].T).toarray()
    return {
        (job["job_id"], resume["resume_id"]): alike[place, n]
        for place, job in enumerate(jobs)
        for n, resume in enumerate(resumes)
    }


def run():
    folder = os.environ.get("RANKING_DATA")
    if not folder:
        print("   skipped: RANKING_DATA names no folder with jobs.csv, resumes.csv and labels.csv")
        return
    jobs, resumes, rows = (rows_of(Path(folder) / f"{name}.csv") for name in ("jobs", "resumes", "labels"))
    labels = {}
    for row in rows:
        labels.setdefault(row["job_id"], {})[row["resume_id"]] = float(row["relevance"])
    plain, ours = ndcg(labels, tfidf_scores(jobs, resumes)), ndcg(labels, engine_scores(jobs, resumes))
    print(f"   {len(labels)} jobs, {len(resumes)} résumés: nDCG@10 {ours:.3f}, plain TF-IDF {plain:.3f}")
    if semantic.available():
        print(f"   words and meaning: nDCG@10 {ndcg(labels, engine_scores(jobs, resumes, 'both')):.3f}")
