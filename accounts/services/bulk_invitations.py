"""Invitations from a CSV file: first a report of every row, then the good rows."""

import csv
import io
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.guard import require
from accounts.permissions import Action, Role
from accounts.services.invitations import InvitationRefused, checked_address, invite

MOST_BYTES = 256 * 1024
MOST_ROWS = 1000
ADDRESS = {"email", "e-mail", "mail", "address"}


@dataclass(frozen=True)
class Row:
    """One line of the file: its number, what it says, and why it cannot be used ("" if it can)."""

    line: int
    email: str
    role: str
    problem: str = ""


def read_csv(text):
    """(line, email, role) of each row that says something. The first line names the columns; the role is recruiter if none is given."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise InvitationRefused(_("The file is too large: at most 256 KB."), code="file_too_large", field="file")
    sample = text.lstrip("\ufeff")
    delimiter = max(",;\t", key=sample.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=True)
    try:
        head = [name.strip().lower() for name in next(rows, [])]
        email = next((at for at, name in enumerate(head) if name in ADDRESS), None)
        if email is None:
            raise InvitationRefused(_("The first line must name a column “email”."), code="no_email_column", field="file")
        role = head.index("role") if "role" in head else None
        found = []
        for cells in rows:
            if any(cell.strip() for cell in cells):
                found.append((rows.line_num, _cell(cells, email), (_cell(cells, role) or Role.RECRUITER).lower()))
            if len(found) > MOST_ROWS:
                raise InvitationRefused(_("At most 1,000 rows in one file."), code="too_many_rows", field="file")
    except csv.Error as error:
        raise InvitationRefused(
            _("Line %(line)d is not proper CSV.") % {"line": rows.line_num}, code="bad_csv", field="file"
        ) from error
    return found


def _cell(cells, at):
    return cells[at].strip() if at is not None and at < len(cells) else ""


def dry_run(*, company, text, actor):
    """A Row for each line, good or bad; nothing is written."""
    require(actor, Action.MANAGE_USERS, company)
    seen, report = set(), []
    for line, email, role in read_csv(text):
        problem = ""
        try:
            email = checked_address(company, email, role)
        except InvitationRefused as refusal:
            problem = str(refusal)
        if not problem and email in seen:
            problem = _("The address stands in the file twice.")
        seen.add(email)
        report.append(Row(line, email, role, problem))
    return report


@transaction.atomic
def invite_many(*, company, text, actor):
    """Invite the good rows of a file; returns the report that the dry run gives. All good rows or, after a crash, none."""
    report = dry_run(company=company, text=text, actor=actor)
    for row in report:
        if not row.problem:
            invite(company=company, email=row.email, role=row.role, actor=actor)
    return report
