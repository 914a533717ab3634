"""Candidates as a CSV file that a spreadsheet opens without running anything."""

import csv

from django.db import transaction
from django.db.models import Prefetch

from accounts.events import publish
from jobs import events
from jobs.blind import covered_for
from jobs.models import Candidate, ContactPoint
from jobs.services.custom_fields import fields_of

COLUMNS = ["id", "name", "headline", "email", "phones", "location", "country", "years", "skills", "tags", "source", "added"]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value):
    """A cell that a spreadsheet takes for text: what could begin a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA[:4]) else text


class _Echo:
    def write(self, line):
        return line


@transaction.atomic
def log_export(*, actor, count):
    """Write down that somebody took candidates out as a file."""
    publish(events.CandidatesExported(count), actor=actor, subject=actor)


def candidate_rows(candidates, company):
    """The lines of the file, one at a time: a header, then 500 candidates a query."""
    custom = fields_of(company, "candidate")
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*COLUMNS, *(field.key for field in custom)])
    phones = Prefetch("contact_points", ContactPoint.objects.filter(kind="phone"), to_attr="phone_points")
    rows = candidates.select_related("source").prefetch_related("tags", phones).order_by("pk")
    for one in rows.iterator(chunk_size=500):
        cells = [
            one.pk,
            one.name,
            one.headline,
            one.email,
            "; ".join(point.value for point in one.phone_points),
            one.location,
            one.country,
            one.years,
            "; ".join(str(skill) for skill in one.top_skills),
            "; ".join(tag.name for tag in one.tags.all()),
            one.source.name if one.source else "",
            one.created_at.isoformat(),
        ]
        yield writer.writerow([safe(cell) for cell in (*cells, *(one.custom.get(field.key) for field in custom))])


def export_candidates(*, candidates, actor):
    """Log the export and return the file's lines. `candidates` holds only what the actor may see."""
    ids = candidates.order_by()
    log_export(actor=actor, count=ids.count())
    hidden = covered_for(actor)  # a file of names would uncover them
    return candidate_rows(Candidate.objects.filter(pk__in=ids.values("pk")).exclude(pk__in=hidden), actor.company)
