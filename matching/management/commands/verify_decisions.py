import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Company
from matching.services.chain import verify


class Command(BaseCommand):
    help = "Walk the decision records and say where the first break is. Exit code 1 if there is one."

    def add_arguments(self, parser):
        parser.add_argument("--company", metavar="SLUG", help="Only this company's record.")
        parser.add_argument("--json", action="store_true", help="One JSON object a line.")
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="An entry's seal as it was kept elsewhere (with --company): a record that was written anew from there on is noticed.",
        )

    def handle(self, *, company, anchor, **options):
        companies = Company.objects.order_by("slug")
        if company:
            companies = companies.filter(slug=company)
            if not companies.exists():
                raise CommandError(
                    f"There is no company called {company}. Its address (slug) stands on the company's page.", returncode=2
                )
        elif anchor:
            raise CommandError("--anchor needs --company: an entry's number is one company's.", returncode=2)
        anchors = [self._anchor(text) for text in anchor]
        verdicts = [verify(one, anchors) for one in companies]
        for verdict in verdicts:
            self.stdout.write(json.dumps(asdict(verdict) | {"ok": verdict.ok}) if options["json"] else self._line(verdict))
        if not all(verdict.ok for verdict in verdicts):
            sys.exit(1)

    def _anchor(self, text):
        number, colon, seal = text.partition(":")
        if not (number.isdigit() and colon and len(seal) == 64):
            raise CommandError(f"--anchor is NUMBER:HASH, with the hash's 64 digits; {text!r} is not.", returncode=2)
        return int(number), seal.lower()

    def _line(self, verdict):
        if verdict.ok:
            erased = f", {verdict.erased} of them about people who were erased" if verdict.erased else ""
            return f"{verdict.company}: {verdict.length} entries hold{erased}. Head {verdict.head}"
        return f"{verdict.company}: broken at entry {verdict.broken_at}. {verdict.why}"
