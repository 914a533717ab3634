"""Full text search behind one function: FTS5 on SQLite, tsvector and trigrams on PostgreSQL."""

import re

from django.db.models.expressions import RawSQL

from jobs.models.folded import folded

WORD = re.compile(r"[^\W_]+(?:[+#]+)?", re.UNICODE)
MOST_WORDS = 8


def words_of(text):
    """At most eight plain words of a query: nothing of the search engines' own syntax gets through."""
    return WORD.findall(folded(text or ""))[:MOST_WORDS]


def matching_ids(text, vendor):
    """A subquery of the candidate ids whose name, skills or text hold every word; the last one as a prefix."""
    words = words_of(text)
    if not words:
        return []
    if vendor == "postgresql":
        query = " & ".join(f"'{word}'" for word in words) + ":*"
        return RawSQL(  # the words are parameters
            "SELECT candidate_id FROM jobs_candidatesearch WHERE "
            "to_tsvector('simple', name || ' ' || skills || ' ' || text) @@ to_tsquery('simple', %s)",
            [query],
        )
    query = " ".join(f'"{word}"' for word in words) + "*"
    return RawSQL(
        "SELECT s.candidate_id FROM jobs_candidatesearch s JOIN jobs_search_index f ON f.rowid = s.id "
        "WHERE jobs_search_index MATCH %s",
        [query],
    )
