"""manage.py read_resumes FILE...: what the reader makes of résumé files, as a JSON object a line."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from matching.reading.document import Unreadable
from matching.reading.sandbox import read_many


class Command(BaseCommand):
    """Prints one object for each file, in the order given; a file that cannot be read is told and fails nothing."""

    help = "Read résumé files (PDF, DOCX, ODT, RTF, TXT, HTML, images) and print one JSON object a line."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--jobs", type=int, default=None, help="files read at the same time (default: one a core)")

    def handle(self, *args, files, jobs, **options):
        for path, outcome in read_many(files, jobs=jobs):
            name = Path(path).name
            if isinstance(outcome, Unreadable):
                row = {"file": name, "error": {"code": outcome.code, "message": outcome.message}}
            else:
                row = outcome.to_json(name)
            self.stdout.write(json.dumps(row, ensure_ascii=False))
