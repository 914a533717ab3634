"""manage.py rank_resumes --job FILE.txt RESUME...: a ranked list of résumé files, as a JSON object a line."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from matching import semantic
from matching.engine import ScoringConfig
from matching.engine.config import TEXTS
from matching.ranking import rank, row_of
from matching.reading.document import Unreadable
from matching.reading.sandbox import POOL, study_safely, too_large


class Command(BaseCommand):
    """Prints one object for each file, best first, files that cannot be read last. Nothing is written to the
    database.
    """

    help = "Rank résumé files for a job described in a text file; one JSON object a line, best first."

    def add_arguments(self, parser):
        parser.add_argument("--job", required=True, type=Path, metavar="FILE.txt", help="the job description as plain text")
        parser.add_argument("resumes", nargs="+", type=Path, metavar="RESUME")
        parser.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 2, help="files read at the same time (default: one a core)"
        )

        parser.add_argument(
            "--text", choices=TEXTS, default="words", help="compare texts by words, or by words and meaning (extra semantic)"
        )

    def handle(self, *args, job, resumes, jobs, text, **options):
        embed, rules = None, ScoringConfig(text=text)
        if text == "both":
            if missing := semantic.missing():
                raise CommandError(
                    f"--text both needs the extra “semantic” ({', '.join(missing)} missing): make setup SEMANTIC=1."
                )
            embed = semantic.vector_of
        try:
            asked = job.read_text(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            raise CommandError(f"{job} could not be read: {error.strerror}.") from error
        with ThreadPoolExecutor(jobs, thread_name_prefix="reading") as threads:
            outcomes = list(threads.map(partial(read_row, embed=embed), range(len(resumes)), resumes))
        rows = [row for row in outcomes if not isinstance(row, Unreadable)]
        for told, missing in rank(asked, rows, rules, embed=embed) if rows else ():
            self.tell(
                {
                    "file": resumes[told.id].name,
                    "score": float(told.total),
                    "components": {k: float(v) for k, v in told.components.items()},
                    "missing": missing,
                }
            )
        for path, outcome in zip(resumes, outcomes, strict=True):
            if isinstance(outcome, Unreadable):
                self.tell({"file": path.name, "error": {"code": outcome.code, "message": outcome.message}})

    def tell(self, row):
        self.stdout.write(json.dumps(row, ensure_ascii=False))


def read_row(id, path, embed=None):
    """The scorer's row of one file, or the Unreadable that says why there is none."""
    try:
        if path.stat().st_size > POOL.limits.max_bytes:
            return too_large(POOL.limits.max_bytes)
        return row_of(id, *study_safely(path.read_bytes(), path.name), embed=embed)
    except OSError as error:
        return Unreadable("missing", f"The file could not be opened: {error.strerror}.")
    except Unreadable as error:
        return error
