import sys
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from jobs.models import Job
from matching.models import Match
from matching.services.replay import replay


class Command(BaseCommand):
    help = "Compute stored scores again from what was stored with them; every line must come out the same. Exit code 1 if one does not."

    def add_arguments(self, parser):
        parser.add_argument("--job", metavar="ID", help="Only scores for this job.")
        parser.add_argument("--limit", type=int, default=1000, help="The newest so many (1000).")

    def handle(self, *, job, limit, **options):
        matches = Match.objects.order_by("-at", "-pk")
        if job:
            if not self._is_there(job):
                raise CommandError(f"There is no job {job}.", returncode=2)
            matches = matches.filter(job=job)
        if limit < 1:
            raise CommandError("--limit must be at least 1.", returncode=2)
        found = replay(matches[:limit])
        for match, why in found.other:
            self.stdout.write(f"match {match.pk} (job {match.job_id}, candidate {match.candidate_id}): {why}")
        self.stdout.write(
            f"{found.same} came out the same, {len(found.other)} did not, {found.older} were made by another engine or before lines were kept."
        )
        if found.other:
            sys.exit(1)

    def _is_there(self, job):
        try:
            return Job.objects.filter(pk=UUID(job)).exists()
        except ValueError:
            return False
