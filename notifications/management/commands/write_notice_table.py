from django.conf import settings
from django.core.management.base import BaseCommand

from notifications.services.audience import TOLD, UNTOLD

BEGIN, END = "<!-- who is told: begin (manage.py write_notice_table) -->", "<!-- who is told: end -->"


def written():
    """Who is told of each event, and of which nobody is, as Markdown between its marks."""
    rows = ["| event | type | who is told |", "|---|---|---|"]
    rows += [f"| `{name}` | {rule.type} | {rule.whom} |" for name in sorted(TOLD) for rule in TOLD[name]]
    rows += [f"| `{name}` | – | nobody: {UNTOLD[name]} |" for name in sorted(UNTOLD)]
    return "\n".join([BEGIN, *rows, END])


class Command(BaseCommand):
    help = "Write the table of who is told of what into docs/notifications.md."

    def handle(self, **options):
        path = settings.BASE_DIR / "docs" / "notifications.md"
        text = path.read_text()
        before, _, rest = text.partition(BEGIN)
        path.write_text(before + written() + rest.partition(END)[2])
        self.stdout.write(f"{path.name}: the table is up to date")
