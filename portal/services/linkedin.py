"""The archive that LinkedIn gives its members: what it says of their work, nothing else of what lies in it.

Only the files named here are opened: connections, messages and advertising stay unread, and birth date, address and maiden
name are left where they are.
"""

import csv
import io
import posixpath
import re

from django.utils.translation import gettext as _

from accounts.refusal import Refused
from matching.reading import containers
from matching.reading.archive import content
from matching.reading.document import Unreadable

MOST_BYTES, MOST_MEMBERS, MOST_LINES = 20 << 20, 200, 2000
MOST_OF_ONE = 4 << 20  # bytes of one file, unpacked
FILES = {
    "Profile.csv": "First Name",
    "Positions.csv": "Company Name",
    "Education.csv": "School Name",
    "Skills.csv": "Name",
    "PhoneNumbers.csv": "Number",
}  # and a column that each must have
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


class ArchiveRefused(Refused):
    """The message is meant for the person."""


def read(data):
    """What the archive says, as portal/services/importing.py takes it. ArchiveRefused says what is wrong with it."""
    rows = _files(data)
    about = next(iter(rows.get("Profile.csv", [])), {})
    return {
        "name": " ".join(part for name in ("First Name", "Last Name") if (part := about.get(name, "").strip())),
        "headline": about.get("Headline", ""),
        "summary": about.get("Summary", ""),
        "location": about.get("Geo Location", ""),
        "phone": next((row["Number"] for row in rows.get("PhoneNumbers.csv", []) if row.get("Number")), ""),
        "links": [one.split(":", 1)[-1] if re.match(r"[A-Z_]+:", one) else one for one in _listed(about.get("Websites", ""))],
        "skills": [row.get("Name", "") for row in rows.get("Skills.csv", [])],
        "experience": [
            {
                "title": row.get("Title", ""),
                "company": row.get("Company Name", ""),
                "location": row.get("Location", ""),
                "start": date_of(row.get("Started On", "")),
                "end": date_of(row.get("Finished On", "")),
                "text": row.get("Description", ""),
            }
            for row in rows.get("Positions.csv", [])
        ],
        "education": [
            {
                "degree": row.get("Degree Name", ""),
                "school": row.get("School Name", ""),
                "start": date_of(row.get("Start Date", "")),
                "end": date_of(row.get("End Date", "")),
            }
            for row in rows.get("Education.csv", [])
        ],
    }


def _files(data):
    """{name: rows} of the files that are read; what is no such archive, or a bomb, is refused."""
    if len(data) > MOST_BYTES:
        raise ArchiveRefused(
            _("The archive is larger than 20 MB. Ask LinkedIn for the small one."), code="too_large", field="file"
        )
    try:
        with containers.open_zip(data) as archive:
            infos = archive.infolist()
            containers.check_sizes(infos)
            if len(infos) > MOST_MEMBERS or any(_leads_out(info.filename) for info in infos):
                raise ArchiveRefused(_("That is no archive as LinkedIn makes it."), code="unsafe", field="file")
            if any(info.flag_bits & 0x1 for info in infos):
                raise ArchiveRefused(
                    _("The archive has a password. Take the one that LinkedIn sent."), code="encrypted", field="file"
                )
            wanted = {}
            for info in infos:
                name = posixpath.basename(info.filename)
                if name in FILES and name not in wanted and info.file_size <= MOST_OF_ONE:
                    wanted[name] = _rows(name, content(archive, info))
    except Unreadable as unreadable:
        raise ArchiveRefused(unreadable.message, code=unreadable.code, field="file") from unreadable
    if not {"Profile.csv", "Positions.csv", "Education.csv", "Skills.csv"} & set(wanted):
        raise ArchiveRefused(
            _(
                "There is no profile in this archive. Ask LinkedIn for “Get a copy of your data” with Profile, Positions and Skills."
            ),
            code="no_profile",
            field="file",
        )
    return wanted


def _leads_out(name):
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or name[1:2] == ":"


def _rows(name, data):
    try:
        lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), restval="")
        if FILES[name] not in (lines.fieldnames or []):
            raise ArchiveRefused(
                _("%(file)s has other columns than we know. Set LinkedIn to English and ask for the archive again.")
                % {"file": name},
                code="columns",
                field="file",
            )
        found = []
        for row in lines:
            found.append({column: value.strip() for column, value in row.items() if isinstance(value, str)})
            if len(found) >= MOST_LINES:
                break
    except (UnicodeDecodeError, csv.Error) as error:
        raise ArchiveRefused(_("%(file)s can't be read.") % {"file": name}, code="damaged", field="file") from error
    return found


def _listed(text):
    """[PORTFOLIO:https://…,BLOG:https://…] as its parts."""
    return [part.strip() for part in text.strip().strip("[]").split(",") if part.strip()]


def date_of(text):
    """ "Mar 2021" or "2016" as 2021-03 or 2016; None for nothing, or what is no date."""
    found = re.fullmatch(r"(?:([A-Za-z]{3})[a-z]*\.? )?((?:19|20)\d\d)", text.strip())
    if not found or found[1] and found[1].lower() not in MONTHS:
        return None
    return f"{found[2]}-{MONTHS[found[1].lower()]:02}" if found[1] else found[2]
