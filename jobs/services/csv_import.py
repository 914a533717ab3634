"""CSV files in: read the header, map columns, dry run that shows every bad row, then import in pieces that survive a crash."""

import codecs
import csv
import io
import logging
import re
from itertools import islice

from charset_normalizer import from_bytes
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator, validate_email
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.bulk import insert_all, update_all
from accounts.events import publish
from accounts.live import nudge
from accounts.places import countries
from jobs import events, tasks
from jobs.models import Intake, IntakeRow, Job, Source, Tag
from jobs.services.bulk_people import apply_all, create_candidates
from jobs.services.candidates import contact_key
from jobs.services.intake import IntakeRefused, display_name, known_people, lock_people

log = logging.getLogger(__name__)

MOST_BYTES = 60 * 1024 * 1024
MOST_COLUMNS = 200
HEAD = 256 * 1024  # bytes that tell the separator and an old encoding
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PIECE = 500  # rows of one transaction: short enough that other writers of a SQLite file need not wait

FIELDS = {
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "headline": gettext_lazy("Job title"),
    "employer": gettext_lazy("Employer"),
    "location": gettext_lazy("Location"),
    "country": gettext_lazy("Country code"),
    "link": gettext_lazy("Link"),
    "tags": gettext_lazy("Tags"),
    "source": gettext_lazy("Source"),
    "skills": gettext_lazy("Skills"),
}
HEADINGS = {
    "name": "name fullname candidate candidatename nombre nom nomcomplet nome vollername kandidat",
    "first_name": "firstname givenname vorname prenom primeironome nombredepila",
    "last_name": "lastname surname familyname nachname nomdefamille apellido apellidos sobrenome",
    "email": "email emailaddress mail correo courriel emailadresse",
    "phone": "phone phonenumber telephone mobile telefon handy telefono telefone portable",
    "headline": "title jobtitle currenttitle position headline berufsbezeichnung poste puesto cargo",
    "employer": "employer company currentcompany arbeitgeber firma employeur entreprise empresa",
    "location": "location city address ort stadt wohnort ville ciudad cidade",
    "country": "country countrycode land pays pais",
    "link": "link linkedin url website profile webseite",
    "tags": "tags labels schlagworte etiquetas",
    "source": "source quelle origen origem herkunft",
    "skills": "skills faehigkeiten kenntnisse competences habilidades competencias",
}
COUNTRY_CODES = {code for code, _name in countries()}
FORMULA = re.compile(r"^[\s'\"\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|]")


def start_csv(*, company, actor, file, name, job=None):
    """Keep the file and read its header; answers an Intake that waits for its mapping."""
    if file.size > MOST_BYTES:
        raise IntakeRefused(
            _("The file is larger than %(most)d MB. Split it and import the parts.") % {"most": MOST_BYTES >> 20},
            code="too_large",
            field="file",
        )
    header, _rows = read_csv(file)
    intake = Intake(
        company=company,
        kind=Intake.Kind.CSV,
        state=Intake.State.MAPPING,
        job=job,
        by=actor,
        name=display_name(name),
        mapping=guess_mapping(header),
    )
    file.seek(0)
    intake.file.save("", file if isinstance(file, File) else File(file), save=False)
    try:
        with transaction.atomic():
            intake.save(force_insert=True)
            publish(events.IntakeStarted(intake.pk), actor=actor, subject=intake)
    except BaseException:  # no row knows of the file
        intake.file.delete(save=False)
        raise
    return intake


def read_csv(file):
    """(header, iterator of (line number, cells or csv.Error)) of a binary file in any common encoding, with any common separator.

    Read in pieces as the iterator goes on. Lines count as in a text editor; a row of several lines has the number of its last.
    """
    file.seek(0)
    head = file.read(HEAD)
    if not head.strip():
        raise IntakeRefused(_("The file is empty."), code="empty", field="file")
    if b"\x00" in head[:4096] and head[:2] not in UTF_16:
        raise IntakeRefused(_("This is not a CSV file. Save the sheet as CSV and try again."), code="not_csv", field="file")
    encoding = _encoding(file, head)
    separator = _separator(head.decode(encoding, errors="replace"))
    file.seek(0)
    reader = csv.reader(_lines(file, encoding), delimiter=separator)
    try:
        header = [cell.strip()[:80] for cell in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise IntakeRefused(_("The first line could not be read as column names."), code="not_csv", field="file") from error
    if len(header) > MOST_COLUMNS:
        raise IntakeRefused(_("The file has more than %(most)d columns.") % {"most": MOST_COLUMNS}, code="too_wide", field="file")
    return header, _numbered(reader)


def _encoding(file, head):
    """UTF-8 or UTF-16 if the whole file is; else the likeliest of the older ones."""
    if head[:2] in UTF_16:
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while piece := file.read(1 << 20):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        best = from_bytes(head, cp_isolation=["cp1252", "latin_1", "cp1250", "cp1251", "mac_roman"]).best()
        return best.encoding if best else "cp1252"
    return "utf-8-sig"


def _separator(text):
    """What cuts the first row into most cells."""
    first = text.lstrip("\ufeff").splitlines()[:1]
    counts = {one: len(next(csv.reader(first, delimiter=one), [])) for one in ",;\t|"}
    return max(counts, key=counts.get)


def _lines(file, encoding):
    """The file's lines with their ends, without the NULs that no database takes. The file is closed when this goes."""
    while isinstance(file, File):
        file = file.file
    for line in io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=""):
        yield line.replace("\x00", "")


def _numbered(reader):
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, error
            continue
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def columns_of(intake, samples=3):
    """The file's columns with their first values: [{"number", "title", "samples"}]."""
    with intake.file.open("rb") as file:
        header, rows = read_csv(file)
        first = list(islice((cells for _number, cells in rows if isinstance(cells, list)), samples))
    return [
        {
            "number": number,
            "title": title,
            "samples": [cells[number][:60] for cells in first if number < len(cells) and cells[number].strip()],
        }
        for number, title in enumerate(header)
    ]


def guess_mapping(header):
    """Our field → column number, from what the columns are called in five languages."""
    mapping = {}
    for number, title in enumerate(header):
        folded = re.sub(r"[^a-z]", "", title.lower().replace("é", "e").replace("è", "e").replace("ä", "ae").replace("í", "i"))
        for field, names in HEADINGS.items():
            if folded in names.split() and field not in mapping:
                mapping[field] = number
    return mapping


@transaction.atomic
def start_check(*, intake, mapping, actor):
    """Take the mapping and begin the dry run, which writes nothing but its report."""
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state not in {Intake.State.MAPPING, Intake.State.CHECKED, Intake.State.FAILED}:
        raise IntakeRefused(_("This import is running already."), code="running")
    with intake.file.open("rb") as file:
        header, _rows = read_csv(file)
    unknown = set(mapping) - set(FIELDS) or {str(column) for column in mapping.values() if not 0 <= column < len(header)}
    if unknown:
        raise IntakeRefused(
            _("Unknown field or column: %(field)s.") % {"field": ", ".join(sorted(unknown))}, code="unknown", field="mapping"
        )
    if not ({"name"} <= set(mapping) or {"first_name", "last_name"} & set(mapping)):
        raise IntakeRefused(_("Say which column holds the name."), code="required", field="name")
    intake.rows.all().delete()
    intake.mapping, intake.state, intake.error, intake.touched_at = mapping, Intake.State.CHECKING, "", timezone.now()
    intake.total = intake.done = intake.failed = 0
    intake.save()
    transaction.on_commit(lambda: tasks.check_csv.delay(intake_id=str(intake.pk)))
    return intake


def check(intake_id):
    """The dry run: one IntakeRow for each line, with what is wrong in it. Starts anew if it was interrupted."""
    with transaction.atomic():
        intake = Intake.objects.select_for_update(no_key=True, of=("self",)).select_related("company").get(pk=intake_id)
        if intake.state != Intake.State.CHECKING:
            return
        intake.rows.all().delete()
        intake.total = intake.failed = 0
        intake.touched_at = timezone.now()
        intake.save(update_fields=["total", "failed", "touched_at"])
    try:
        with intake.file.open("rb") as file:
            _check_rows(intake, *read_csv(file))
    except IntakeRefused as refusal:
        _fail(intake, Intake.State.CHECKING, str(refusal))
    except Overtaken:
        log.info("another run of this check went on", extra={"intake": str(intake.pk)})
    except (OperationalError, InterfaceError):
        raise  # the database is away: the check is taken up again
    except Exception:
        _fail(intake, Intake.State.CHECKING, _("Checking this file went wrong. Save it as UTF-8 CSV and try again."))
        raise


class Overtaken(Exception):
    """Another run of the same check has begun from the beginning; this one has nothing to add."""


def _fail(intake, state, error):
    Intake.objects.filter(pk=intake.pk, state=state).update(state=Intake.State.FAILED, error=error[:300])
    nudge(f"intake:{intake.pk}")


def _check_rows(intake, header, rows):
    seen, piece, written = {}, [], 0
    for number, cells in rows:
        piece.append(_row(intake, number, cells, header, seen))
        if len(piece) >= 1000:
            written = _keep(intake, piece, written)
            piece = []
    _keep(intake, piece, written, last=True)


@transaction.atomic
def _keep(intake, piece, written, last=False):
    """Write down checked rows after the `written` ones; returns how many there are now."""
    fresh = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
    if fresh.state != Intake.State.CHECKING or fresh.total != written:
        raise Overtaken
    sound = [row for row in piece if row.state == IntakeRow.State.WAITING]
    known = known_people(intake.company_id, [row.person for row in sound])
    for row, candidate_id in zip(sound, known, strict=True):
        if candidate_id:
            row.state, row.candidate_id = IntakeRow.State.SAME, candidate_id
    insert_all(piece)
    fresh.total += len(piece)
    fresh.failed += sum(row.state == IntakeRow.State.BAD for row in piece)
    fresh.touched_at = timezone.now()
    fresh.state = Intake.State.CHECKED if last else fresh.state
    fresh.save(update_fields=["total", "failed", "touched_at", "state"])
    nudge(f"intake:{intake.pk}")
    return fresh.total


def _row(intake, number, cells, header, seen):
    row = IntakeRow(intake=intake, number=number)
    if isinstance(cells, csv.Error):
        row.values, row.errors = [], {"": _("This line cannot be read: %(why)s.") % {"why": cells}}
    elif len(cells) != len(header):
        row.values = [cell[:2000] for cell in cells[:MOST_COLUMNS]]
        row.errors = {
            "": _("%(found)d columns, but the first line names %(wanted)d.") % {"found": len(cells), "wanted": len(header)}
        }
    else:
        row.values = [cell[:2000] for cell in cells]
        row.person, row.errors = to_person(cells, intake.mapping)
        mail = contact_key("email", row.person["emails"][0]) if row.person["emails"] else ""
        if mail and not row.errors:
            if mail in seen:
                row.errors = {"email": _("The same address stands in line %(line)d.") % {"line": seen[mail]}}
            seen.setdefault(mail, number)
    row.state = IntakeRow.State.BAD if row.errors else IntakeRow.State.WAITING
    return row


def to_person(cells, mapping):
    """(what `create_candidates` takes, {field: what is wrong with it}) for one line."""
    said = {field: _plain(cells[column]) for field, column in mapping.items() if column < len(cells)}
    errors = {}
    name = said.get("name") or " ".join(part for part in (said.get("first_name"), said.get("last_name")) if part)
    for field, most in (("name", 160), ("headline", 120), ("employer", 120), ("location", 120)):
        value = name if field == "name" else said.get(field, "")
        if FORMULA.match(value):
            errors[field] = _("Starts like a spreadsheet formula.")
        elif len(value) > most:
            errors[field] = _("Longer than %(most)d characters.") % {"most": most}
    if not name:
        errors["name"] = _("No name.")
    if len(said.get("email", "")) > 254:
        errors["email"] = _("Longer than %(most)d characters.") % {"most": 254}
    elif said.get("email"):
        _validate(errors, "email", validate_email, said["email"], _("Not an e-mail address."))
    if said.get("link"):
        _validate(errors, "link", URLValidator(schemes=["http", "https"]), said["link"], _("Not a web address."))
    if said.get("phone") and not 6 <= len(re.sub(r"\D", "", said["phone"])) <= 15:
        errors["phone"] = _("Not a phone number.")
    country = said.get("country", "").upper()
    if country and country not in COUNTRY_CODES:
        errors["country"] = _("Use a country code of two letters, like DE.")
    return {
        "name": name,
        "emails": [said["email"]] if said.get("email") else [],
        "phones": [said["phone"]] if said.get("phone") else [],
        "links": [said["link"]] if said.get("link") else [],
        "location": said.get("location", ""),
        "country": country,
        "headline": ", ".join(part for part in (said.get("headline"), said.get("employer")) if part)[:200],
        "tags": _split(said.get("tags")),
        "source": said.get("source", "")[:80],
        "skills": " ".join(_split(said.get("skills"))),
        "top_skills": _split(said.get("skills"))[:8],
    }, errors


def _plain(value):
    """Without outer space and control characters, and without the apostrophe that our own export puts before formulas."""
    value = "".join(char for char in value if char.isprintable() or char == " ").strip()
    return value[1:] if value.startswith("'") and FORMULA.match(value[1:]) else value


def _validate(errors, field, validator, value, message):
    try:
        validator(value)
    except ValidationError:
        errors[field] = message


def _split(value):
    return list(dict.fromkeys(part.strip()[:40] for part in re.split(r"[;,|]", value or "") if part.strip()))


@transaction.atomic
def start_import(*, intake, actor):
    """Begin the import of the rows that the dry run found good."""
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state != Intake.State.CHECKED:
        raise IntakeRefused(_("Do the dry run first."), code="not_checked")
    if intake.job_id and intake.job.status == Job.Status.CLOSED:
        raise IntakeRefused(_("This job is closed. Open it first, or import the file again without a job."), code="job_closed")
    intake.state, intake.touched_at = Intake.State.RUNNING, timezone.now()
    intake.save(update_fields=["state", "touched_at"])
    transaction.on_commit(lambda: tasks.import_csv.delay(intake_id=str(intake.pk)))
    return intake


def run(intake_id):
    """Import piece by piece. Each piece is one transaction with its progress, so a crash costs nothing and doubles nothing."""
    try:
        while _run_piece(intake_id):
            pass
        _finish(intake_id)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the import is taken up again
    except Exception:
        _fail(
            Intake.objects.get(pk=intake_id),
            Intake.State.RUNNING,
            _("The import stopped. Do the dry run again: people who are in already are left as they are."),
        )
        raise


def _running(intake_id):
    """The import, locked until the transaction ends; None if it does not run."""
    found = Intake.objects.select_for_update(no_key=True, of=("self",)).select_related("company", "job", "by__user")
    return found.filter(pk=intake_id, kind=Intake.Kind.CSV, state=Intake.State.RUNNING).first()


@transaction.atomic
def _run_piece(intake_id):
    """Whether there was a piece to import."""
    intake = _running(intake_id)
    rows = list(intake.rows.filter(state=IntakeRow.State.WAITING)[:PIECE]) if intake else []
    if not rows:
        return False
    lock_people(intake.company_id)
    people = [to_person(row.values, intake.mapping)[0] for row in rows]
    known = known_people(intake.company_id, people)  # somebody may have come in since the dry run
    new = [place for place, candidate_id in enumerate(known) if not candidate_id]
    fresh = [people[place] for place in new]
    _resolve(intake.company, fresh)
    candidates = create_candidates(company=intake.company, actor=intake.by, people=fresh)
    for row, candidate_id in zip(rows, known, strict=True):
        row.candidate_id, row.state = candidate_id, IntakeRow.State.SAME
    for place, candidate in zip(new, candidates, strict=True):
        rows[place].candidate, rows[place].state = candidate, IntakeRow.State.DONE
    update_all(rows, ["candidate", "state"])
    if intake.job:
        apply_all(job=intake.job, candidates=candidates, actor=intake.by)
    Intake.objects.filter(pk=intake.pk).update(done=F("done") + len(new), touched_at=timezone.now())
    nudge(f"intake:{intake.pk}")
    return True


def _resolve(company, people):
    """Tags and sources by name → rows, made where they are new."""
    tags = {tag.name.lower(): tag for tag in Tag.objects.of(company)}
    sources = {source.name.lower(): source for source in Source.objects.of(company)}
    for person in people:
        for name in person["tags"]:
            if name.lower() not in tags:
                tags[name.lower()] = Tag.objects.create(company=company, name=name)
        person["tags"] = list({tags[name.lower()].pk: tags[name.lower()] for name in person["tags"]}.values())
        name = person.pop("source")
        if name and name.lower() not in sources:
            sources[name.lower()] = Source.objects.create(company=company, name=name, type=Source.Type.IMPORT)
        if name:
            person["source"] = sources[name.lower()]


def _finish(intake_id):
    """People of the file whom we know already are entered for the job, too; then the batch is done."""
    last = 0
    while last is not None:
        last = _apply_known(intake_id, last)
    with transaction.atomic():
        if intake := _running(intake_id):
            intake.state, intake.finished_at = Intake.State.DONE, timezone.now()
            intake.save(update_fields=["state", "finished_at"])
            publish(events.IntakeFinished(intake.pk, intake.done, intake.failed), actor=intake.by, subject=intake)
            nudge(f"intake:{intake.pk}")


@transaction.atomic
def _apply_known(intake_id, after):
    """Enter a piece of the known people, those in lines beyond `after`; returns the last line of it, None at the end."""
    intake = _running(intake_id)
    if intake is None or intake.job is None:
        return None
    rows = list(intake.rows.filter(state=IntakeRow.State.SAME, number__gt=after).select_related("candidate")[:PIECE])
    known = {row.candidate_id: row.candidate for row in rows if row.candidate and row.candidate.merged_into_id is None}
    apply_all(job=intake.job, candidates=list(known.values()), actor=intake.by)
    Intake.objects.filter(pk=intake.pk).update(touched_at=timezone.now())
    return rows[-1].number if rows else None
