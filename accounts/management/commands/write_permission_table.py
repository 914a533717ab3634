from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.guard import role_name
from accounts.permissions import Role
from accounts.permissions_in_words import table

BEGIN, END = "<!-- permission table: begin (manage.py write_permission_table) -->", "<!-- permission table: end -->"


def written():
    """The permission table as Markdown, between its marks."""
    head = ["May", *(str(role_name(role)) for role in Role)]
    rows = [head, ["---"] * len(head)]
    rows += [
        [f"{what}{'. ' + str(note) if note else ''}", *("yes" if cell else "–" for cell in cells)]
        for what, note, cells in table()
    ]
    return "\n".join([BEGIN, *(f"| {' | '.join(row)} |" for row in rows), END])


class Command(BaseCommand):
    help = "Write the permission table of the code into docs/security.md."

    def handle(self, **options):
        path = settings.BASE_DIR / "docs" / "security.md"
        text = path.read_text()
        before, _, rest = text.partition(BEGIN)
        path.write_text(before + written() + rest.partition(END)[2])
        self.stdout.write(f"{path.name}: the table is up to date")
