"""Erasing a person: asked for, waited for, done by a task, so that it reaches everything and nobody does it by mistake.

With a candidate's row go their applications, files, read facts, scores, search words, comments, interviews, mail and notices.
This module reaches what no foreign key does: their name in what was said elsewhere, lines of imported lists, addresses that
get no mail, the field-by-field log of accounts. What the law wants kept (the decision record, the event log, openings that were
filled) holds ids and numbers only; the rows that those named are gone.
"""

import re
from datetime import timedelta
from functools import partial

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import SYSTEM, publish
from accounts.live import close
from accounts.mail import absolute
from accounts.models import User
from accounts.refusal import Refused
from collaboration.models import Comment, Task
from jobs.models import Candidate, IntakeRow, Resume
from jobs.services.candidates import delete_candidate
from notifications.models import Message, Suppression
from portal import events
from portal.models import ApplyDraft, Erasure, MagicLink, Profile
from portal.services import mails, profiles

WAIT = timedelta(days=7)
GONE = "[…]"
FEWEST_LETTERS = 6  # a shorter name is a word of many sentences


class ErasureRefused(Refused):
    """The message is meant for the person."""


def known_at(user):
    """The companies that know the person."""
    return Candidate.objects.of_person(user).select_related("company").order_by("company__name")


@transaction.atomic
def ask(*, user, company=None):
    """Ask to be erased, at one company or everywhere; a week is left to change one's mind."""
    mine = Candidate.objects.of_person(user)
    if company is not None and not mine.filter(company=company).exists():
        raise ErasureRefused(_("That company knows nothing of you."), code="not_found", field="company")
    try:
        with transaction.atomic():
            made = Erasure.objects.create(user=user, company=company, due_at=timezone.now() + WAIT)
    except IntegrityError as error:
        raise ErasureRefused(_("You have asked for this already."), code="asked_already", conflict=True) from error
    _tell(made, events.ErasureAsked(made.pk), user)
    transaction.on_commit(lambda: _mail(made, user), robust=True)
    return made


def _tell(erasure, told, user):
    """Each company concerned reads it in its own log."""
    rows = list(Candidate.objects.of_person(user).filter(**({"company": erasure.company} if erasure.company_id else {})))
    if rows:
        publish(*[told] * len(rows), actor=user, subjects=rows)


def _mail(erasure, user):
    mails.send(
        "erasure",
        kind="sign_in",
        to=user.email,
        subject=_("You asked us to delete your data"),
        company=erasure.company,
        due_at=erasure.due_at,
        link=absolute(reverse("portal:data")),
    )


@transaction.atomic
def cancel(*, erasure):
    """Stay after all."""
    now = timezone.now()
    if not Erasure.objects.filter(pk=erasure.pk, done_at=None, cancelled_at=None).update(cancelled_at=now):
        raise ErasureRefused(_("This is done or cancelled already."), code="over", conflict=True)
    _tell(erasure, events.ErasureCancelled(erasure.pk), erasure.user)


def erase_due(now=None, limit=200):
    """Do what was asked for a week ago; returns how many. Each in its own transaction: one that fails is tried again."""
    ids = Erasure.objects.filter(due_at__lte=now or timezone.now(), done_at=None, cancelled_at=None).order_by("due_at")
    return sum(carry_out(pk) for pk in list(ids.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def carry_out(pk):
    erasure = Erasure.objects.select_for_update().filter(pk=pk, done_at=None, cancelled_at=None).first()
    if erasure is None or erasure.due_at > timezone.now():  # another worker has it, or it was taken back
        return False
    user, files, count = erasure.user, 0, 0
    if user is not None:
        rows = Candidate.objects.filter(person=user, merged_into=None)  # of suspended companies, too
        for candidate in rows.filter(company=erasure.company) if erasure.company_id else rows:
            files += erase_candidate(candidate=candidate, actor=SYSTEM)
            count += 1
    publish(events.ErasureDone(erasure.pk, count, files), actor=SYSTEM, subject=erasure)
    erasure.done_at, erasure.counts, erasure.user = timezone.now(), {"candidates": count, "files": files}, None
    erasure.save()
    if user is not None and erasure.company_id is None:
        erase_account(user)
    return True


@transaction.atomic
def erase_candidate(*, candidate, actor):
    """Erase what one company knows of somebody; returns how many files went."""
    all_of_them = Q(pk=candidate.pk) | Q(merged_into=candidate)
    names, addresses = set(), set()
    for one in Candidate.objects.filter(all_of_them).prefetch_related("contact_points"):
        names.add(one.name)
        addresses |= {one.email, *(point.value for point in one.contact_points.all())}
        Message.objects.filter(candidate=one).delete()
        IntakeRow.objects.filter(candidate=one).update(values={}, errors={})
    files = Resume.objects.filter(Q(candidate=candidate) | Q(candidate__merged_into=candidate)).exclude(file="").count()
    delete_candidate(candidate=candidate, actor=actor)
    _forget_lines(candidate.company_id, addresses)
    _forget_words(candidate.company_id, names | addresses)
    _keep_as_hash(candidate.company_id, addresses)
    return files


def _forget_lines(company_id, addresses):
    """Lines of imported lists that name them but became nobody's row."""
    for address in {one for one in addresses if "@" in one}:
        said = IntakeRow.objects.filter(intake__company=company_id).annotate(said=Cast("values", TextField()))
        IntakeRow.objects.filter(pk__in=list(said.filter(said__icontains=address).values_list("pk", flat=True))).update(
            values={}, errors={}
        )


def _forget_words(company_id, words):
    """Their name and addresses in what colleagues wrote about others."""
    words = sorted({word.strip() for word in words if word and len(word.strip()) >= FEWEST_LETTERS}, key=len, reverse=True)
    if not words:
        return
    anything = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    for model in (Comment, Task):
        named = Q()
        for word in words:
            named |= Q(text__icontains=word)
        for row in model.objects.filter(named, company=company_id):
            model.objects.filter(pk=row.pk).update(text=anything.sub(GONE, row.text))


def _keep_as_hash(company_id, addresses):
    """Who wanted no mail goes on getting none: the hash of the address knows them, and nothing else."""
    Suppression.objects.filter(company=company_id, address__in=[one.lower() for one in addresses if "@" in one]).update(
        address="", detail=""
    )


def erase_account(user):
    """The person's own side. Who is a colleague somewhere keeps the account that they work with."""
    MagicLink.objects.filter(email__iexact=user.email).delete()
    Message.objects.filter(company=None, to_email__iexact=user.email).delete()
    user.portal_identities.all().delete()
    for profile in Profile.objects.filter(user=user):
        profiles.forget(profile)
    close(f"user:{user.pk}")
    drafts = list(ApplyDraft.objects.filter(person=user))
    ApplyDraft.objects.filter(person=user).delete()
    for draft in drafts:
        if draft.file:
            transaction.on_commit(partial(draft.file.storage.delete, draft.file.name))
    if user.memberships.exists():
        return
    for session in UserSession.objects.filter(user=user):
        session.end()
    Suppression.objects.filter(address__iexact=user.email).update(address="", detail="")
    photo, storage = user.photo.name, user.photo.storage
    pk, kind = str(user.pk), ContentType.objects.get_for_model(User)
    EmailAddress.objects.filter(user=user).delete()
    user.delete()
    LogEntry.objects.filter(Q(content_type=kind, object_pk=pk) | Q(actor_id=pk)).delete()
    if photo:
        transaction.on_commit(lambda: storage.delete(photo))
