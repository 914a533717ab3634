"""The small lists that a company keeps: departments, sources, tracking links, rejection reasons, tags."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from jobs.models import Tag, TrackingLink
from jobs.services import letters


class LookupRefused(Refused):
    """The entry cannot be like that; `field` names what to mend."""


@transaction.atomic
def save_lookup(row, **fields):
    """Save a department, source, reason or tag; a name is there once, whatever its case."""
    for name, value in fields.items():
        setattr(row, name, " ".join(value.split()) if name == "name" else value)
    same = type(row).objects.filter(company_id=row.company_id, name__iexact=row.name).exclude(pk=row.pk)
    if same.exists():
        raise LookupRefused(_("“%(name)s” is there already.") % {"name": row.name}, code="name_taken", field="name")
    parent = getattr(row, "parent", None)
    while parent is not None:
        if parent.company_id != row.company_id:
            raise LookupRefused(_("That department is not there."), code="not_found", field="parent")
        if parent.pk == row.pk:
            raise LookupRefused(_("A department cannot lie within itself."), code="circle", field="parent")
        parent = parent.parent
    if getattr(row, "letter", ""):
        row.letter = letters.check(row.letter, letters.OF_PEOPLE)
    row.full_clean(exclude=["company", "parent"])
    row.save()
    return row


def make_tracking_link(*, company, source, job=None, credited_to=None):
    """A link to apply by, with a token that cannot be guessed."""
    for row in (source, job, credited_to):
        if row is not None and row.company_id != company.pk:
            raise LookupRefused(_("That is not there."), code="not_found")
    return TrackingLink.objects.create(
        company=company, source=source, job=job, credited_to=credited_to, token=secrets.token_urlsafe(9)
    )


def tags_named(company, names):
    """The company's tags with these names, made where missing; a name is one tag whatever its case."""
    wanted = {}
    for name in names:
        name = " ".join(name.split())[:40]
        if name:
            wanted.setdefault(name.casefold(), name)
    known = {tag.name.casefold(): tag for tag in Tag.objects.filter(company=company)} if wanted else {}
    return [known.get(key) or Tag.objects.create(company=company, name=name) for key, name in wanted.items()]
