"""Files in: each becomes a kept row first; what they say is found out by matching, which reports back here."""

import hashlib

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Company
from billing.entitlements import allow
from jobs import events
from jobs.models import Candidate, CandidateSearch, ContactPoint, Intake, Resume
from jobs.services.applications import ApplicationRefused, apply_to_job
from jobs.services.candidates import CandidateRefused, contact_key, create_candidate, set_contacts

READ_AT_MOST = 10 * 1024 * 1024  # larger files are kept but not read
KEEP_AT_MOST = 100 * 1024 * 1024  # larger ones are refused at the door


class IntakeRefused(CandidateRefused):
    """The file was not taken in."""


@transaction.atomic
def start_intake(*, company, actor, job=None, source=None, name=""):
    """A batch for files to be added to; `job` enters everybody in it as an applicant."""
    intake = Intake.objects.create(company=company, kind=Intake.Kind.FILES, job=job, source=source, name=name[:200], by=actor)
    publish(events.IntakeStarted(intake.pk), actor=actor, subject=intake)
    return intake


def add_file(*, company, actor, file, name, intake=None, job=None, candidate=None):
    """Keep one uploaded file and have it read. `file` is any object with read() and size, `name` what the sender called it."""
    check_size(file.size)
    check_plan(company)
    kept = keep_file(company=company, file=file, name=name)
    kept.intake, kept.candidate, kept.uploaded_by = intake, candidate, actor
    kept.job = job or (intake.job if intake else None)
    try:
        with transaction.atomic():
            return add_kept([kept], actor=actor)[0]
    except BaseException:  # no row knows of the file
        kept.file.delete(save=False)
        raise


def check_size(size):
    if size > KEEP_AT_MOST:
        raise too_large()


def too_large():
    """The refusal of a file that is not even kept."""
    message = _("The file is larger than %(most)d MB and was not kept. Save it smaller, or as PDF.") % {
        "most": KEEP_AT_MOST >> 20
    }
    return IntakeRefused(message, code="too_large", field="file")


def check_plan(company, more=0):
    """Raise OverQuota if the plan includes no more résumés this month. Archives, and files that it refused, do not count.

    more: how many there are beside those written down.
    """
    used = Resume.objects.of(company).filter(uploaded_at__gte=_month_start()).exclude(kind="zip").exclude(error_code="over_quota")
    allow(company, "resumes_read", used.count() + more)


def keep_file(*, company, file, name):
    """An unsaved Resume whose bytes lie in the storage. They pass through in pieces: a large file is never whole in memory."""
    resume, digest, size = Resume(company=company, name=display_name(name)), hashlib.sha256(), 0
    source = file if isinstance(file, File) else File(file)
    for piece in source.chunks():
        digest.update(piece)
        size += len(piece)
    resume.sha256, resume.size = digest.hexdigest(), size
    source.seek(0)
    resume.file.save("", source, save=False)
    return resume


def add_kept(resumes, *, actor):
    """Write down files that lie in the storage, and have those read that are not refused already. In a transaction."""
    Resume.objects.bulk_create(resumes)
    by_intake = {}
    for resume in resumes:
        if resume.intake_id:
            by_intake.setdefault(resume.intake_id, []).append(resume.state == Resume.State.UNREADABLE)
    for intake_id, refused in by_intake.items():
        Intake.objects.filter(pk=intake_id).update(
            total=F("total") + len(refused),
            failed=F("failed") + sum(refused),
            state=Intake.State.RUNNING,
            finished_at=None,
            touched_at=timezone.now(),
        )
        nudge(f"intake:{intake_id}")
    told = [
        events.ResumeUnreadable(one.pk, one.error_code) if one.state == Resume.State.UNREADABLE else events.ResumeUploaded(one.pk)
        for one in resumes
    ]
    publish(*told, actor=actor, subjects=resumes)
    return resumes


def _month_start():
    return timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def display_name(name):
    """What people see: the last part of the path, without control characters. Nothing on disk is called this."""
    last = str(name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[:200] or _("unnamed file")


def lock_people(company_id):
    """Until the end of the transaction nobody else adds people read from files or tables to this company.

    So the same person in two files is found by whoever comes second. Other changes to the company's rows need not wait.
    SQLite has one writer at a time in any case.
    """
    Company.objects.select_for_update(no_key=True).filter(pk=company_id).values_list("pk").first()


UNDER_WAY = {Resume.State.QUEUED, Resume.State.READING}


@transaction.atomic
def resume_was_read(*, resume, kind, person, actor=None):
    """The file became facts: find or make its candidate, enter them for the job, count the batch on.

    person: {"name", "emails", "phones", "links", "location", "country", "headline", "years", "top_skills", "skills", "text"}.
    Returns (candidate, whether they are new, a note for the uploader or "").
    """
    lock_people(resume.company_id)
    resume = (
        Resume.objects.select_for_update(of=("self",))
        .select_related("job", "intake__source", "candidate", "company", "uploaded_by__user")
        .get(pk=resume.pk)
    )
    actor = actor or resume.uploaded_by
    candidate = resume.candidate or known_person(resume.company_id, person)
    new = candidate is None
    source = resume.intake.source if resume.intake else None
    contacts = {kind_: person.get(kind_) or () for kind_ in ("emails", "phones", "links")}
    if new:
        name = person.get("name") or _("Unnamed (%(file)s)") % {"file": resume.name}
        candidate = create_candidate(company=resume.company, actor=actor, name=name, source=source, **contacts)
    else:
        set_contacts(candidate, **contacts)
    under_way = resume.state in UNDER_WAY
    resume.candidate, resume.kind, resume.state = candidate, kind, Resume.State.READ
    resume.read_at, resume.error_code, resume.error = timezone.now(), "", ""
    resume.save(update_fields=["candidate", "kind", "state", "read_at", "error_code", "error"])
    describe(candidate, person)
    publish(events.ResumeRead(resume.pk, candidate.pk), actor=actor, subject=resume)
    note = _enter(resume, candidate, actor)
    if under_way:
        count(resume, done=1)
    return candidate, new, note


def known_person(company_id, person):
    """The candidate with one of these e-mail addresses, or with a phone and the same name; None if nobody has."""
    [found] = known_people(company_id, [person])
    return Candidate.objects.get(pk=found) if found else None


def known_people(company_id, people):
    """For each person the id of the candidate who they are, or None; a few queries for any number."""
    keys = [
        [
            (kind, contact_key(kind, value))
            for kind, name in (("email", "emails"), ("phone", "phones"))
            for value in one.get(name) or ()
        ]
        for one in people
    ]
    wanted = {key for own in keys for _kind, key in own if key}
    points = ContactPoint.objects.filter(
        company_id=company_id, candidate__merged_into=None, kind__in=["email", "phone"], key__in=wanted
    )
    by_mail, by_phone = {}, {}
    for kind, key, candidate_id, name in points.order_by("pk").values_list("kind", "key", "candidate_id", "candidate__name"):
        if kind == "email":
            by_mail.setdefault(key, candidate_id)
        else:
            by_phone.setdefault((key, _folded(name)), candidate_id)
    found = []
    for one, own in zip(people, keys, strict=True):
        name = _folded(one.get("name"))
        mails = [by_mail[key] for kind, key in own if kind == "email" and key in by_mail]
        phones = [by_phone[key, name] for kind, key in own if name and kind == "phone" and (key, name) in by_phone]
        found.append(next(iter(mails + phones), None))
    return found


def _folded(name):
    return " ".join(sorted((name or "").lower().split()))


def describe(candidate, person):
    """Write what lists and search show of a candidate: headline, place, years, top skills and the words to find them by."""
    for field in ("headline", "location", "country"):
        if person.get(field):
            setattr(candidate, field, person[field][: Candidate._meta.get_field(field).max_length])
    candidate.years, candidate.top_skills = person.get("years"), (person.get("top_skills") or [])[:8]
    candidate.revision += 1
    candidate.save(update_fields=["headline", "location", "country", "years", "top_skills", "revision"])
    CandidateSearch.objects.update_or_create(
        candidate=candidate,
        defaults={
            "company_id": candidate.company_id,
            "name": candidate.name,
            "skills": person.get("skills") or "",
            "text": (person.get("text") or "")[:100_000].replace("\x00", ""),
        },
    )


def _enter(resume, candidate, actor):
    if resume.job_id is None:
        return ""
    try:
        apply_to_job(
            job=resume.job,
            candidate=candidate,
            actor=actor,
            confirmed=True,
            source=resume.intake.source if resume.intake else None,
        )
    except ApplicationRefused as refusal:
        return str(refusal)
    return ""


@transaction.atomic
def resume_unreadable(*, resume, code, message, kind="", actor=None):
    """The file cannot be read: it is kept, with the reason, for a person to look at."""
    resume = Resume.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=resume.pk)
    under_way = resume.state in UNDER_WAY
    resume.state, resume.error_code, resume.error, resume.kind = Resume.State.UNREADABLE, code[:30], message[:300], kind[:8]
    resume.save(update_fields=["state", "error_code", "error", "kind"])
    publish(events.ResumeUnreadable(resume.pk, code), actor=actor or resume.uploaded_by, subject=resume)
    if under_way:
        count(resume, failed=1)
    return resume


@transaction.atomic
def archive_was_opened(*, resume, members):
    """A ZIP is not a résumé: its members, kept but unsaved rows, become files of their own in one step, and it is done with."""
    locked = Resume.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=resume.pk)
    if locked.state not in UNDER_WAY:
        return False
    add_kept(members, actor=locked.uploaded_by)
    locked.kind, locked.state, locked.read_at = "zip", Resume.State.READ, timezone.now()
    locked.save(update_fields=["kind", "state", "read_at"])
    count(locked, done=1)
    return True


def count(resume, done=0, failed=0):
    """Count the file's batch on, or back; the last one finishes it, one taken up again re-opens it."""
    nudge(f"resume:{resume.pk}")
    if resume.intake_id is None:
        return
    # no_key: files are added to the batch at the same time, and each insert holds the key of the row that it names.
    intake = Intake.objects.select_for_update(no_key=True, of=("self",)).select_related("by").get(pk=resume.intake_id)
    intake.done, intake.failed, intake.touched_at = intake.done + done, intake.failed + failed, timezone.now()
    finished = intake.done + intake.failed >= intake.total
    ends = finished and intake.state == Intake.State.RUNNING
    intake.state = Intake.State.DONE if finished else Intake.State.RUNNING
    intake.finished_at = (intake.finished_at or timezone.now()) if finished else None
    intake.save(update_fields=["done", "failed", "state", "finished_at", "touched_at"])
    nudge(f"intake:{intake.pk}")
    if ends:
        publish(events.IntakeFinished(intake.pk, intake.done, intake.failed), actor=intake.by, subject=intake)


@transaction.atomic
def read_again(*, resume, actor):
    """Have a file read once more, after OCR was installed or the reader got better. What is being read already goes on."""
    resume = Resume.objects.select_for_update(of=("self",)).select_related("company").get(pk=resume.pk)
    if resume.state in UNDER_WAY:
        return resume
    if resume.kind == "zip" and resume.state == Resume.State.READ:
        raise IntakeRefused(_("This archive was unpacked already; its files are in the batch."), code="unpacked")
    if resume.error_code == "over_quota":
        check_plan(resume.company)
    was_read = resume.state == Resume.State.READ
    resume.state, resume.error, resume.error_code = Resume.State.QUEUED, "", ""
    resume.save(update_fields=["state", "error", "error_code"])
    count(resume, **({"done": -1} if was_read else {"failed": -1}))
    publish(events.ResumeUploaded(resume.pk), actor=actor, subject=resume)
    return resume
