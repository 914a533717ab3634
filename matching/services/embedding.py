"""Vectors for résumés that were read before the extra `semantic` was there."""

from jobs.models import Resume
from matching import semantic
from matching.engine.meaning import MODEL
from matching.models import Reading
from matching.services import meaning
from matching.services.scoring import score_candidates

PIECE = 50  # résumés: some five seconds of work between two looks at the database


def embed_company(company_id):
    """Give every read résumé of a company its vector and score again whom that changes. Returns how many got one.

    Safe to run twice and to be cut off: what has its vector is left out the next time.
    """
    if not semantic.available():
        return 0
    rows = Reading.objects.filter(resume__company=company_id, resume__state=Resume.State.READ, resume__candidate__isnull=False)
    rows = rows.exclude(scoring_text="").exclude(meaning__startswith=f"{MODEL}:").order_by("pk")
    done, after = 0, None
    while piece := list(
        (rows.filter(pk__gt=after) if after else rows).values_list("pk", "scoring_text", "resume__candidate")[:PIECE]
    ):
        after, people = piece[-1][0], set()
        for pk, text, candidate in piece:
            vector = meaning.of_resume(text)  # outside any transaction: it takes its time
            if vector and Reading.objects.filter(pk=pk, scoring_text=text).update(meaning=vector):
                people.add(candidate)
                done += 1
        score_candidates(people)
    return done
