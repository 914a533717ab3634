"""Blind review: on a job that is reviewed blind, members do not see who somebody is until they have decided.

The rule: a person is covered for a member while they have a running application to a blind job, in a stage before the interview, and the member has
not moved or decided it yet. Then they are "Candidate 7F3K2" to that member on every page and in every answer that is read.
The cover lies on the rows as they are loaded (`from_db` of the models), so that no page has to think of it; values that are
asked for by name ask `name_of`.
"""

import base64
import hashlib
import hmac

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.reading import reader

EARLY = ("applied", "reviewed", "shortlisted")
PRIVATE_FACTS = frozenset({"name", "email", "phone", "link", "location", "summary"})


def undecided(member):
    """Which applications the member has to judge blind."""
    from jobs.models import StageChange

    own = StageChange.objects.filter(application=OuterRef("pk"), member=member).exclude(cause="applied")
    return Q(job__blind=True, status="active", stage__type__in=EARLY) & ~Exists(own)


def covered_for(member):
    """Ids of the candidates who are covered for the member."""
    from jobs.models import Application

    if member is None or not member.company.reviews_blind:
        return frozenset()
    rows = Application.objects.filter(undecided(member), company_id=member.company_id)
    return frozenset(rows.order_by().values_list("candidate_id", flat=True))


def covered():
    """Ids of those who are covered for whoever reads now; asked of the database once a page, and only where a job is blind."""
    request = reader()
    if request is None or not request.member.company.reviews_blind:
        return frozenset()
    known = getattr(request, "_covered", None)
    if known is None or known[0] != request.member.pk:
        known = request._covered = (request.member.pk, covered_for(request.member))
    return known[1]


def pseudonym(candidate_id):
    """Candidate 7F3K2: the same one on every page, and not to be made from the id without the installation's key."""
    mark = hmac.new(settings.SECRET_KEY.encode(), b"jobs.blind\0" + candidate_id.bytes, hashlib.sha256).digest()
    return _("Candidate %(mark)s") % {"mark": base64.b32encode(mark)[:5].decode()}


def name_of(candidate_id, name, hidden=None):
    """The name, or the pseudonym where they are covered for whoever reads (or in `hidden`)."""
    return pseudonym(candidate_id) if candidate_id in (covered() if hidden is None else hidden) else name


def put(row, **values):
    """Put values over the columns that were loaded."""
    for name, value in values.items():
        if name in row.__dict__:
            setattr(row, name, value)


class Covered:
    """For models whose rows tell who somebody is. `covers(row)` puts the cover on."""

    candidate_column = "candidate_id"

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        hidden = covered()
        if hidden and row.__dict__.get(cls.candidate_column) in hidden:
            row.covered = True
            row.cover()
        return row

    covered = False

    def save(self, *args, **kwargs):
        if self.covered:
            raise RuntimeError("A covered row shows a pseudonym and must not be written back.")
        super().save(*args, **kwargs)
