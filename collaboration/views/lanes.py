"""The panel's next days as a picture: a lane for each person and day, what they work and what is taken, in the reader's own hours."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from collaboration import slots
from collaboration.services.availability import zone_of

DAYS = 5  # on a page; the search looks further
HOUR = 60


def lanes(answer, since, until, minutes):
    """{"days", "hours", "rows": [{"member", "zone", "cells": [{"work", "busy", "free"}]}], "width"}; spans are (x, width) in minutes."""
    zone = timezone.get_current_timezone()
    days = _days(answer.ask.people, since, until, zone)
    bounds = [_bounds(day, zone) for day in days]
    drawn = {person.key: [_cell(person, start, end) for start, end in bounds] for person in answer.ask.people}
    edges = [edge for cells in drawn.values() for cell in cells for x, width in cell["work"] for edge in (x, x + width)]
    first = min(edges, default=9 * HOUR) // HOUR * HOUR
    last = -(-max(edges, default=17 * HOUR) // HOUR) * HOUR
    for cells in drawn.values():
        for cell in cells:
            cell["busy"] = _clipped(cell["busy"], first, last)
    rows = [{"member": answer.members[key], "zone": zone_of(answer.members[key]), "cells": cells} for key, cells in drawn.items()]
    lines = [hour for hour in range(first + HOUR, last, HOUR) if (hour // HOUR) % 3 == 0]
    return {
        "days": days,
        "rows": rows,
        "first": first,
        "width": last - first,
        "lines": lines,
        "here": timezone.get_current_timezone_name(),
        "from": f"{first // HOUR:02}:00",
        "to": f"{last // HOUR:02}:00",
    }


def _days(people, since, until, zone):
    """The first days on which somebody of them works."""
    day, last, found = since.astimezone(zone).date(), until.astimezone(zone).date(), []
    while day <= last and len(found) < DAYS:
        start, end = _bounds(day, zone)
        if any(slots.working(person, start, end) for person in people):
            found.append(day)
        day += timedelta(days=1)
    return found


def _bounds(day, zone):
    return tuple(slots.minute(datetime.combine(at, time(), zone)) for at in (day, day + timedelta(days=1)))


def _cell(person, start, end):
    def drawn(spans):
        return [(max(a, start) - start, min(b, end) - max(a, start)) for a, b in spans if a < end and b > start]

    work = slots.working(person, start, end)
    return {"work": drawn(work), "busy": drawn(person.busy), "free": sum(b - a for a, b in slots.free(person, start, end))}


def _clipped(spans, first, last):
    return [(max(x, first), min(x + width, last) - max(x, first)) for x, width in spans if x < last and x + width > first]
