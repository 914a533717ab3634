"""Everything that is kept about a person: for their own page, and for the file that they take with them.

Counts only where the words are others' (what colleagues wrote among themselves), the whole text where it is theirs.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Consent
from collaboration.models import Comment, Interview
from jobs.models import Application, Candidate, ContactPoint, Resume
from matching.models import Fact
from notifications.models import Message
from portal.models import Profile, Retention
from portal.services import standing as stand
from portal.services.timeline import timeline


@dataclass(frozen=True)
class Held:
    """What one company keeps about the person."""

    candidate: Candidate
    what: list  # how much of everything, in words
    until: str
    why: str


def held_by_companies(user):
    """[Held]; a fixed number of queries, however many companies."""
    rows = Candidate.objects.of_person(user).select_related("company", "source").order_by("company__name", "pk")
    own = list(
        rows.annotate(
            contacts=Count("contact_points", distinct=True),
            files=Count("resumes", distinct=True),
            read=Count("facts", filter=Q(facts__removed_at=None), distinct=True),
            runs=Count("applications", distinct=True),
            talks=Count("applications__interviews", distinct=True),
            letters=Count("mails", distinct=True),
        )
    )
    rules = {one.company_id: one for one in Retention.objects.filter(company__in=[one.company_id for one in own])}
    return [Held(one, _counted(one), until_of(one, rules.get(one.company_id)), why_of(one)) for one in own]


def _counted(one):
    """How much of everything there is, without what there is none of."""
    counted = (
        (one.contacts, ngettext("%d way to reach you", "%d ways to reach you", one.contacts)),
        (one.files, ngettext("%d document", "%d documents", one.files)),
        (one.read, ngettext("%d fact read from it", "%d facts read from it", one.read)),
        (one.runs, ngettext("%d application", "%d applications", one.runs)),
        (one.talks, ngettext("%d interview", "%d interviews", one.talks)),
        (one.letters, ngettext("%d mail", "%d mails", one.letters)),
    )
    return [_("Your name"), *(text % count for count, text in counted if count)]


def until_of(candidate, rules):
    """Until when, in words."""
    if candidate.keep_until:
        return _("until %(day)s") % {"day": candidate.keep_until}
    if candidate.consent_until:
        return _("until %(day)s, as you agreed") % {"day": candidate.consent_until}
    if rules and rules.on:
        return _("until %(days)d days after the last decision") % {"days": rules.keep_days}
    return _("until you or the company delete it")


def why_of(candidate):
    if candidate.runs:
        return _("You applied, and the company needs it to decide.")
    if candidate.source:
        return _("The company found you (%(source)s).") % {"source": candidate.source.name}
    return _("The company wrote you down as somebody it might hire.")


def consents_of(user):
    """What they agreed to: signed in, or for an application or candidate that is theirs now."""
    theirs = Q(user=user)
    for model in (Candidate, Application):
        ids = [str(pk) for pk in model.objects.of_person(user).values_list("pk", flat=True)]
        theirs |= Q(subject_type=model._meta.label_lower, subject_id__in=ids)
    return Consent.objects.filter(theirs).select_related("company").order_by("-given_at")


def as_data(user):
    """Everything, as plain values: the machine-readable file."""
    profile = Profile.objects.filter(user=user).first()
    return {
        "format": "intellimatch-my-data",
        "version": 1,
        "made_at": timezone.now().isoformat(),
        "account": {"name": user.name, "email": user.email, "time_zone": user.time_zone, "since": user.date_joined.isoformat()},
        "profile": _profile(profile),
        "companies": [_company(candidate) for candidate in Candidate.objects.of_person(user).select_related("company", "source")],
        "consents": [
            {
                "company": one.company.name if one.company else None,
                "purpose": one.purpose,
                "text": one.text,
                "given_at": one.given_at.isoformat(),
                "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
            }
            for one in consents_of(user)
        ],
    }


def _profile(profile):
    if profile is None:
        return None
    names = [
        *("headline", "phone", "location", "country", "summary", "links", "skills", "experience", "education", "preferences"),
        "document_name",
    ]
    return {name: getattr(profile, name) for name in names}


def _company(candidate):
    rows = stand.of_person(candidate.person).filter(candidate=candidate).prefetch_related("answers")
    looks = stand.looks_of(rows)
    return {
        "company": candidate.company.name,
        "name": candidate.name,
        "headline": candidate.headline,
        "place": candidate.location,
        "country": candidate.country,
        "work_authorisation": candidate.work_authorisation,
        "source": candidate.source.name if candidate.source else None,
        "since": candidate.created_at.isoformat(),
        "keep_until": candidate.keep_until and candidate.keep_until.isoformat(),
        "consent_until": candidate.consent_until and candidate.consent_until.isoformat(),
        "contacts": [{"kind": one.kind, "value": one.value} for one in ContactPoint.objects.filter(candidate=candidate)],
        "files": [
            {"name": one.name, "uploaded_at": one.uploaded_at.isoformat(), "sha256": one.sha256} for one in files_of(candidate)
        ],
        "read": [
            {"kind": one.kind, "value": one.value, "origin": one.origin, "at": one.at.isoformat()}
            for one in Fact.objects.standing().filter(candidate=candidate)
        ],
        "applications": [_application(one, looks) for one in rows],
        "mails": [
            {"subject": one.subject, "text": one.text, "sent_at": one.sent_at.isoformat()}
            for one in Message.objects.filter(candidate=candidate, member=None, to_email__iexact=candidate.email, state="sent")
        ],
        "notes_of_colleagues": Comment.objects.filter(Q(candidate=candidate) | Q(application__candidate=candidate)).count(),
    }


def _application(application, looks):
    told = stand.standing(application, looks)
    return {
        "job": told.title,
        "applied_at": application.applied_at.isoformat(),
        "state": told.state,
        "step": str(told.step),
        "cover_letter": application.cover_letter,
        "answers": [{"question": one.text, "answer": one.value} for one in application.answers.all()],
        "what_happened": [{"at": one.at.isoformat(), "text": one.text} for one in timeline(application, looks)],
        "interviews": [
            {"name": one.name, "starts_at": one.starts_at and one.starts_at.isoformat(), "state": one.state}
            for one in Interview.objects.of_person(application.candidate.person).filter(application=application)
        ],
        "score_explained": explained(application),
    }


def explained(application):
    """[(heading, sentences)] of how the program compared them, in their words; None where it did not."""
    from matching.services.candidate_words import words_for

    words = words_for(application)
    return words and [{"heading": str(heading), "sentences": [str(one) for one in said]} for heading, said in words.parts]


def files_of(candidate):
    """The documents that a company has of the person."""
    return Resume.objects.filter(candidate=candidate).exclude(file="")


def own_files(user):
    """[(name, file)] of the person's own profile: their photo and résumé."""
    profile = Profile.objects.filter(user=user).first()
    kept = [("photo.webp", user.photo)] if user.photo else []
    if profile and profile.document:
        kept.append((f"profile-{safe_name(profile.document_name)}", profile.document))
    return kept


def safe_name(name):
    """Nothing in it that a program would take for a path."""
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".")[-100:] or "file"


def as_archive(user):
    """A ZIP: data.json for programs, my-data.html for people, and the files that they sent."""
    data, out = as_data(user), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2, default=str))
        archive.writestr("my-data.html", render_to_string("portal/export.html", {"data": data}))
        for name, file in own_files(user):
            with file.open("rb") as opened:
                archive.writestr(f"files/{name}", opened.read())
        for number, candidate in enumerate(Candidate.objects.of_person(user), 1):
            for place, resume in enumerate(files_of(candidate), 1):
                with resume.file.open("rb") as file:
                    archive.writestr(f"files/{number}-{place}.{resume.kind or 'bin'}", file.read())
    return out.getvalue()
