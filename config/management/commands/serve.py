"""`manage.py serve`: everything in one process, for one machine."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

DEMO_PASSWORD = "intellimatch-demo"  # noqa: S105 (said aloud at each start; only demo data is behind it)
DEMO_LOGINS = [
    ("admin@demo.test", "company admin"),
    ("recruiter@demo.test", "recruiter"),
    ("interviewer@demo.test", "interviewer"),
    ("viewer@demo.test", "viewer"),
    ("admin@other.test", "admin of another company"),
    ("recruiter@other.test", "recruiter there"),
    ("candidate@people.test", "candidate"),
]


class Command(BaseCommand):
    help = "Serve pages, sockets, tasks and timed work in one process (the embedded mode)."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="more than one is refused: use the production mode")

    def handle(self, *, host, port, workers, **options):
        from config import embedded

        if workers != 1:
            raise CommandError(
                "The embedded mode is one process: its tasks and sockets live in its memory."
                " To use more, run the parts of the production mode (docs/operations.md) with DATABASE_URL and REDIS_URL."
            )
        try:
            with embedded.only_one():
                embedded.serve(host=host, port=port, started=lambda: self.welcome(host, port))
        except embedded.AlreadyRunning:
            raise CommandError("It is running already (another `serve` holds var/serve.lock). Stop that one first.") from None

    def welcome(self, host, port):
        self.stdout.write(f"\nIntelliMatch is at http://{host}:{port}/   (Ctrl+C ends it)\n")
        people = get_user_model().objects.filter(email__in=[email for email, _ in DEMO_LOGINS])
        there = set(people.values_list("email", flat=True))
        if there:
            self.stdout.write(f"Sign in to the demo with the password {DEMO_PASSWORD} as:\n")
        for email, role in DEMO_LOGINS:
            if email in there:
                self.stdout.write(f"  {email:<24} {role}\n")
        self.stdout.flush()
