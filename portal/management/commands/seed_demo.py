"""manage.py seed_demo: a demo to click through, made by the services."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.services.seeding import PASSWORD, DemoThere, seed


class Command(BaseCommand):
    help = "Load three demo companies with jobs, people and a year of history into an empty installation."

    def add_arguments(self, parser):
        parser.add_argument("--candidates", type=int, default=300, metavar="N", help="how many people (the first 300 with files)")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same people")

    def handle(self, *, candidates, seed: int, **options):
        if settings.PRODUCTION:
            raise CommandError(
                "This is a production installation: demo accounts have a known password. Set PRODUCTION=false to try it elsewhere."
            )
        if not 1 <= candidates <= 2_000_000:
            raise CommandError("--candidates takes a number from 1 to 2,000,000.")
        began = time.monotonic()
        with tqdm(total=candidates, unit=" people", disable=None if options["verbosity"] else True) as bar:
            self.run(candidates, seed, bar)
        if options["verbosity"]:
            self.stdout.write(
                f"{candidates:,} people in {time.monotonic() - began:.0f} s. Sign in as admin@, recruiter@, interviewer@ or "
                f"viewer@demo.test, admin@ or recruiter@other.test, or candidate@people.test; password {PASSWORD}"
            )

    def run(self, candidates, number, bar):
        from celery import current_app

        def progress(done, total):
            bar.update(done - bar.n)

        before = current_app.conf.task_always_eager
        current_app.conf.task_always_eager = True  # what happens is handled here and now, by no worker
        try:
            seed(candidates=candidates, seed=number, progress=progress)
        except DemoThere as there:
            raise CommandError("There is a company already; the demo goes into an empty installation only.") from there
        finally:
            current_app.conf.task_always_eager = before
