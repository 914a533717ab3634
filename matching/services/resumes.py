"""From an uploaded file to a candidate with facts: read in a child process, kept with places, handed to jobs."""

import logging
import time
from datetime import timedelta
from io import BytesIO

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.live import nudge
from billing.entitlements import OverQuota
from jobs.models import Resume
from jobs.services import intake
from matching.models import Fact, Reading
from matching.ranking import scoring_text
from matching.reading import READER_VERSION, archive, containers
from matching.reading.document import Unreadable
from matching.reading.sandbox import study_safely
from matching.services import meaning
from matching.services.facts import fact_rows, person_of, replace_read_facts

log = logging.getLogger(__name__)
STUCK_AFTER = timedelta(minutes=2)  # longer than any reading may take


def read_resume(resume_id, study=None):
    """Read one file. Safe to run twice: whoever claims the row first reads it, a claim that died is taken over.

    study(data, name, today) gives (Document, Reading); by default a child process does.
    """
    now = timezone.now()
    claimed = Resume.objects.filter(pk=resume_id, state=Resume.State.QUEUED).update(state=Resume.State.READING, claimed_at=now)
    if not claimed:
        return
    nudge(f"resume:{resume_id}")
    resume = Resume.objects.select_related("company", "uploaded_by__user", "intake", "job").get(pk=resume_id)
    try:
        _read_or_unpack(resume, study or study_safely)
    except Unreadable as problem:
        intake.resume_unreadable(resume=resume, code=problem.code, message=problem.message)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the claim runs out, and the file is taken up again
    except Exception:  # a file that the reader trips over would be taken up again for ever
        intake.resume_unreadable(
            resume=resume,
            code="failed",
            message=_("Reading this file went wrong. It was kept; open it to see what it says, or try again after an update."),
        )
        raise


def _read_or_unpack(resume, study):
    with resume.file.open("rb") as file:
        head = file.read(2)
        if resume.size > intake.READ_AT_MOST and head != b"PK":
            raise Unreadable("too_large", too_large())
        data = head + file.read()
    if head == b"PK" and resume.candidate_id is None and containers.open_container(data).kind == "zip":
        _unpack(resume, data)
    elif resume.size > intake.READ_AT_MOST:
        raise Unreadable("too_large", too_large())
    else:
        _read(resume, data, study)


def too_large():
    return _("The file is larger than %(most)d MB, so it was kept but not read. Save it with smaller pictures, or as PDF.") % {
        "most": intake.READ_AT_MOST >> 20
    }


def _read(resume, data, study):
    if _copied(resume):
        return
    began = time.perf_counter()
    document, reading = study(data, resume.name, timezone.localdate())
    row = reading_row(document, reading, time.perf_counter() - began)
    row["meaning"] = meaning.of_resume(row["scoring_text"])
    with transaction.atomic():
        intake.lock_people(resume.company_id)
        if _copied(resume):  # another worker read the same bytes meanwhile
            return
        Reading.objects.update_or_create(resume=resume, defaults=row)
        facts = fact_rows(document, reading)
        candidate, _is_new, _remark = intake.resume_was_read(
            resume=resume, kind=document.kind, person=person_of(facts, document.text)
        )
        replace_read_facts(candidate, resume, facts)


KEPT = ("kind", "key", "value", "spans", "places", "confidence", "position")


def studied(data, name, study=study_safely):
    """What the reader makes of a file that is nobody's yet, as plain values; `keep_studied` makes it somebody's. Raises Unreadable."""
    began = time.perf_counter()
    document, reading = study(data, name, timezone.localdate())
    row = reading_row(document, reading, time.perf_counter() - began)
    row["meaning"] = meaning.of_resume(row["scoring_text"])
    del row["at"]
    facts = [{field: getattr(fact, field) for field in KEPT} for fact in fact_rows(document, reading)]
    return {"kind": document.kind, "reading": row, "facts": facts}


@transaction.atomic
def keep_studied(resume, found, *, actor, without=()):
    """A file that was studied before it was kept is read with that; kinds of facts in `without` are not taken from it."""
    Reading.objects.update_or_create(resume=resume, defaults={**found["reading"], "at": timezone.now()})
    facts = [Fact(**one) for one in found["facts"] if one["kind"] not in without]
    candidate, _is_new, _remark = intake.resume_was_read(
        resume=resume, kind=found["kind"], person=person_of(facts, found["reading"]["text"]), actor=actor
    )
    replace_read_facts(candidate, resume, facts)
    return candidate


@transaction.atomic
def _copied(resume):
    """Whether the same bytes were read before: then nothing is read twice, and the file is another copy of that person's."""
    twin = _same_file(resume)
    if twin is None:
        return False
    _copy_reading(twin.reading, resume)
    intake.resume_was_read(resume=resume, kind=twin.kind, person={**_known(twin), "emails": [], "phones": []})
    return True


def _same_file(resume):
    """The same bytes, read before for a candidate who still stands."""
    same = Resume.objects.filter(
        company_id=resume.company_id,
        sha256=resume.sha256,
        state=Resume.State.READ,
        reading__reader_version=READER_VERSION,
        candidate__merged_into=None,
    )
    if resume.candidate_id:
        same = same.filter(candidate_id=resume.candidate_id)
    return same.exclude(pk=resume.pk).exclude(candidate=None).select_related("candidate", "reading").first()


def _known(twin):
    """What the twin's candidate is known as, so that the second copy finds and keeps them."""
    candidate = twin.candidate
    twin_search = getattr(candidate, "search", None)
    return {
        "name": candidate.name,
        "headline": candidate.headline,
        "location": candidate.location,
        "country": candidate.country,
        "years": candidate.years,
        "top_skills": candidate.top_skills,
        "skills": twin_search.skills if twin_search else "",
        "text": twin_search.text if twin_search else "",
    }


def _copy_reading(reading, resume):
    if resume.candidate_id is None:
        resume.candidate_id = reading.resume.candidate_id
        resume.save(update_fields=["candidate"])
    Reading.objects.update_or_create(
        resume=resume,
        defaults={
            name: getattr(reading, name)
            for name in ("text", "scoring_text", "meaning", "lines", "pages", "hidden", "warnings", "reader_version", "seconds")
        },
    )


def reading_row(document, reading, seconds):
    """What is kept of a document: its text, and for every line its page, box, start and length."""
    return {
        "text": document.text.replace("\x00", ""),
        "scoring_text": scoring_text(document, reading).replace("\x00", ""),
        "lines": [
            [line.page, [round(edge, 1) for edge in line.box] if line.box else None, line.start, len(line.text)]
            for line in document.lines
        ],
        "pages": [[round(width, 1), round(height, 1)] for width, height in document.pages],
        "hidden": document.hidden.replace("\x00", ""),
        "warnings": [[warning.code, warning.message] for warning in reading.warnings],
        "reader_version": READER_VERSION,
        "seconds": round(seconds, 3),
        "at": timezone.now(),
    }


def _unpack(resume, data):
    """A ZIP: every member becomes a file of its own in the same batch, the refused ones with their reason.

    The members' bytes are kept first, one at a time; their rows are then written in one step, so that an archive whose
    unpacking was cut off is unpacked from the beginning and no member comes twice.
    """
    members, full, written = [], None, False
    try:
        for member in archive.members(data, max_bytes=intake.KEEP_AT_MOST):
            kept = intake.keep_file(company=resume.company, file=BytesIO(member.data or b""), name=member.name)
            kept.intake, kept.job, kept.uploaded_by = resume.intake, resume.job, resume.uploaded_by
            members.append(kept)
            full = full or _over_quota(resume.company, len(members) - 2)  # without itself and without the archive
            problem = member.error or full
            if problem is not None:
                kept.state, kept.error_code, kept.error = Resume.State.UNREADABLE, problem.code, problem.message[:300]
        written = intake.archive_was_opened(resume=resume, members=members)
    finally:
        if not written:  # cut off, or somebody else was quicker: no row knows of these files
            for kept in members:
                kept.file.delete(save=False)


def _over_quota(company, more):
    """Why no more résumés are read this month, or None. `more`: how many there are beside those written down."""
    try:
        intake.check_plan(company, more)
    except OverQuota as refusal:
        return Unreadable("over_quota", str(refusal))
    return None


def take_up_stuck(limit=500, before=None):
    """Files whose reading died with its process go back into the queue; returns the ids to be read.

    before: whatever was claimed or uploaded before that moment is taken up, whether or not its time is over.
    """
    now = timezone.now()
    Resume.objects.filter(state=Resume.State.READING, claimed_at__lt=before or now - STUCK_AFTER).update(
        state=Resume.State.QUEUED
    )
    waiting = Resume.objects.filter(state=Resume.State.QUEUED, uploaded_at__lt=before or now - timedelta(seconds=30))
    return list(waiting.order_by("uploaded_at").values_list("pk", flat=True)[:limit])


def facts_of(candidate):
    """The standing facts of a candidate by kind, in order: {kind: [Fact, …]}; one query."""
    found = {}
    for fact in Fact.objects.standing().filter(candidate=candidate).select_related("by__user"):
        found.setdefault(fact.kind, []).append(fact)
    return found
