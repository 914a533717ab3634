"""`manage.py start`: what `make run` does once the packages are there."""

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Company

DEMO_CANDIDATES = 300


class Command(BaseCommand):
    help = "Bring the database up to date, load the demo into an empty one, and serve. Data that is there stays."
    requires_system_checks = []  # `migrate` and `serve` are what this runs; a start should take seconds

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--empty", action="store_true", help="load no demo data")

    def handle(self, *, host, port, empty, **options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database")
            self.stdout.flush()
            call_command("migrate", verbosity=0, interactive=False)
        if not empty and "seed_demo" in get_commands() and not Company.objects.exists():
            self.stdout.write("Loading a demo company; its résumés are being read")
            self.stdout.flush()
            call_command("seed_demo", candidates=DEMO_CANDIDATES)
        if connection.vendor == "sqlite":
            with (
                connection.cursor() as cursor
            ):  # samples of some milliseconds; without them the planner takes all tables for small
                cursor.execute("PRAGMA analysis_limit=400")
                cursor.execute("ANALYZE")
        call_command("serve", host=host, port=port)
