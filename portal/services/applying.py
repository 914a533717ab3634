"""Applying without an account: a draft behind a link that only its writer has, then one transaction that makes the application."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Consent
from accounts.refusal import Refused
from billing.entitlements import OverQuota
from jobs.models import Application, Candidate, JobPost, Resume, Source
from jobs.services import intake
from jobs.services.applications import ApplicationRefused, apply_to_job, check_earlier
from jobs.services.candidates import contact_key, create_candidate
from matching.reading.document import Unreadable
from matching.services.resumes import keep_studied, studied
from portal.models import ApplyDraft
from portal.services import applicant_mails, said

LIVES = timedelta(days=7)
QUICKEST = timedelta(seconds=3)  # nobody reads and fills a form sooner; who does is asked once more
NOT_KEPT = {"unsupported", "zip_bomb", "macros", "nested_archive", "too_large", "empty", "unsafe_name"}
MOST_SAID = 100_000  # characters of everything typed


class ApplyRefused(Refused):
    """It cannot be sent like that; what was typed is kept, the message is meant for the applicant."""


@dataclass
class Written:
    """A draft as the form wants it."""

    draft: ApplyDraft

    @cached_property
    def studied(self):
        return json.loads(self.draft.studied) if self.draft.studied else None

    @property
    def facts(self):
        return self.studied["facts"] if self.studied else []

    @cached_property
    def values(self):
        """What was read, and over it what was typed."""
        typed = json.loads(self.draft.said)
        lost = dict.fromkeys(said.read_values(self.facts), "") if typed else {}
        return {**said.read_values(self.facts), **lost, **typed}


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def begin(*, post, file=None, name="", link=None, source=None):
    """(draft, its token) of a new application, with what was read from the file. ApplyRefused for what is no résumé."""
    token, now = secrets.token_urlsafe(24), timezone.now()
    draft = ApplyDraft(
        company_id=post.company_id,
        post=post,
        token_hash=hash_of(token),
        tracking_link=link,
        source=source,
        begun_at=now,
        expires_at=now + LIVES,
    )
    if file is not None:
        _take_file(draft, file, name)
    draft.save(force_insert=True)
    return draft, token


def by_token(token, post):
    """The draft of that link for that post, or None."""
    return (
        ApplyDraft.objects.live().filter(token_hash=hash_of(token), post=post).select_related("tracking_link", "source").first()
    )


def change_file(*, draft, file, name):
    """Another file for a draft; what was typed stays."""
    before = draft.file.name
    _take_file(draft, file, name)
    draft.save()
    if before:
        draft.file.storage.delete(before)


def _take_file(draft, file, name):
    if file.size > intake.READ_AT_MOST:
        raise ApplyRefused(
            _("The file is larger than %(most)d MB. Save it with smaller pictures, or as PDF.")
            % {"most": intake.READ_AT_MOST >> 20},
            code="too_large",
            field="file",
        )
    name, found, problem = intake.display_name(name), "", ("", "")
    data = file.read()
    try:
        intake.check_plan(draft.company)
        found = json.dumps(studied(data, name))
    except OverQuota:
        problem = "over_quota", _("We could not read it for you just now. It is kept and goes to us as it is.")
    except Unreadable as unreadable:
        if unreadable.code in NOT_KEPT:
            raise ApplyRefused(unreadable.message, code=unreadable.code, field="file") from unreadable
        problem = unreadable.code, unreadable.message
    file.seek(0)
    draft.file.save("", file, save=False)
    draft.file_name, draft.studied = name, found
    draft.problem_code, draft.problem = problem[0][:30], str(problem[1])[:300]


def keep(*, draft, values):
    """Keep what was typed so far, checked or not."""
    text = json.dumps(values)
    if len(text) > MOST_SAID:
        raise ApplyRefused(_("That is more text than an application holds."), code="too_long")
    ApplyDraft.objects.filter(pk=draft.pk, sent_at=None).update(said=text)
    draft.said = text


def doubtful(draft, trapped):
    """Whether to ask for one more click: a field that nobody sees was filled, or nobody types that fast."""
    return bool(trapped) or timezone.now() - draft.begun_at < QUICKEST


def doubt(draft):
    ApplyDraft.objects.filter(pk=draft.pk).update(doubted_at=timezone.now())


def send(*, draft, site, values, answers, user=None):
    """Make the application of a draft, whose form was found to be right; sent again, nothing happens.

    values: the form's cleaned fields; answers: [(question, text)]; user: who is signed in. Whether the address is known
    already is told to nobody here: who applied before hears it by mail.
    """
    made = []
    try:
        with transaction.atomic():
            _send(draft, site, values, answers, user, made)
    except BaseException:
        for resume in made:  # no row knows of the file
            resume.file.delete(save=False)
        raise


def _send(draft, site, values, answers, user, made):
    company = site.company
    intake.lock_people(company.pk)
    draft = ApplyDraft.objects.select_for_update(of=("self",)).select_related("tracking_link__source", "source").get(pk=draft.pk)
    if draft.sent_at:
        return
    post = JobPost.objects.of(company).public_now(site.today).select_related("job").filter(pk=draft.post_id).first()
    if post is None:
        raise ApplyRefused(_("This job closed while you were writing. Nothing was sent."), code="job_closed", conflict=True)
    person = proven(user, values["email"])
    earlier = _known(company, values["email"])
    try:
        for candidate in earlier:
            check_earlier(post.job, candidate, confirmed=True)
    except ApplicationRefused as refusal:
        applicant_mails.applied_before(site, post, values["email"], refusal.code, candidate=candidate, draft=draft)
    else:
        application = _enter(draft, site, post, values, answers, person, earlier, made)
        applicant_mails.voluntary_questions(site, application, values["email"])
    _empty(draft)


def proven(user, email):
    """The signed-in person, if the address is theirs and proven; else None."""
    if user is None or not user.is_authenticated:
        return None
    theirs = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
    return user if theirs else None


def _known(company, email):
    """The company's candidates with that address."""
    key = contact_key("email", email)
    return list(
        Candidate.objects.of(company)
        .filter(contact_points__kind="email", contact_points__key=key, merged_into=None)
        .distinct()
        .order_by("pk")
    )


def _enter(draft, site, post, values, answers, person, earlier, made):
    """The application, by whom the company knows if the address is proven, else by a new candidate.

    Anybody can type anybody's address: what is known of a person changes only for those who proved theirs. Recruiters are
    shown who may be the same and merge them.
    """
    company, link = site.company, draft.tracking_link
    source = draft.source or Source.objects.of(company).filter(type=Source.Type.CAREERS).order_by("pk").first()
    candidate = next(iter(earlier), None) if person else None
    if candidate is None:
        candidate = create_candidate(
            company=company, actor=person, name=values["name"], emails=[values["email"]], source=link.source if link else source
        )
    if person and candidate.person_id is None:
        Candidate.objects.filter(pk=candidate.pk).update(person=person)
    resume = _keep_file(draft, candidate, person, made) if draft.file else None
    written = Written(draft)
    if resume is not None and written.studied:
        keep_studied(resume, written.studied, actor=person, without={"email"})
    said.take(candidate, resume, written.facts, values, person)
    candidate = Candidate.objects.get(pk=candidate.pk)
    application = apply_to_job(
        job=post.job,
        candidate=candidate,
        actor=person,
        source=source,
        tracking_link=link,
        cover_letter=values.get("cover_letter", ""),
        post=post,
        answers=answers,
        confirmed=True,
    )
    if resume is not None:
        Resume.objects.filter(pk=resume.pk).update(job=post.job)
    _keep_consents(site, application, candidate, person, pool=values.get("pool"))
    return application


def _keep_file(draft, candidate, person, made):
    with draft.file.open("rb") as file:
        resume = intake.keep_file(company=draft.company, file=file, name=draft.file_name)
    made.append(resume)
    resume.candidate = candidate
    if not draft.studied:
        resume.state, resume.error_code, resume.error = Resume.State.UNREADABLE, draft.problem_code, draft.problem
    [kept] = intake.add_kept([resume], actor=person)
    return kept


def _keep_consents(site, application, candidate, person, *, pool):
    about = {"company": site.company, "user": person}
    Consent.objects.create(
        **about,
        subject_type=Application._meta.label_lower,
        subject_id=str(application.pk),
        purpose="application",
        text=site.consent,
    )
    if pool:
        Consent.objects.create(
            **about,
            subject_type=Candidate._meta.label_lower,
            subject_id=str(candidate.pk),
            purpose="talent_pool",
            text=site.pool_consent,
        )
        until = site.today + timedelta(days=round(site.settings.pool_months * 30.44))
        Candidate.objects.filter(pk=candidate.pk).update(consent_until=until)


def _empty(draft):
    """Nothing of the draft is left but that it was sent."""
    file = draft.file
    if file:
        transaction.on_commit(partial(file.storage.delete, file.name))
    ApplyDraft.objects.filter(pk=draft.pk).update(
        sent_at=timezone.now(), said="{}", studied="", file="", file_name="", problem="", problem_code="", person=None
    )


def discard(*, draft):
    """The writer throws the draft away, with its file."""
    forget([draft])


def forget_expired(limit=500):
    """Delete drafts whose time is over, with their files; returns how many."""
    return forget(list(ApplyDraft.objects.expired().order_by("expires_at")[:limit]))


def forget(drafts):
    files = [(draft.file.storage, draft.file.name) for draft in drafts if draft.file]
    with transaction.atomic():
        ApplyDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
        for storage, name in files:
            transaction.on_commit(partial(storage.delete, name))
    return len(drafts)
