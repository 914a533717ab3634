"""Notices that go by mail: at once, or gathered once a day; each goes out once, and never while its member wants quiet."""

import logging
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Membership
from notifications.models import Inbox, Mail, Notification
from notifications.services import letters, outbox, preferences
from notifications.services.words import as_lines

log = logging.getLogger(__name__)
AGAIN = timedelta(minutes=10)
MOST_IN_DIGEST = 20


def mail_what_is_due(now=None, limit=100):
    """Write the mails of notices whose time has come; two that run at a time share the work. Returns how many were looked at."""
    now = now or timezone.now()
    with transaction.atomic():
        due = Notification.objects.filter(mail=Mail.NOW, mailed_at=None, mail_at__lte=now).order_by("mail_at")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        rows = Notification.objects.filter(pk__in=ids).select_related("member__user", "member__company").order_by("number")
        for notice in rows:
            try:
                with transaction.atomic():
                    _mail_notice(notice)
            except Exception:  # one that can't be written keeps nobody else's waiting
                log.exception("a notice could not be mailed", extra={"notification": str(notice.pk)})
                Notification.objects.filter(pk=notice.pk).update(mail_at=now + AGAIN)
            else:
                Notification.objects.filter(pk=notice.pk).update(mailed_at=now)
    return len(ids)


def _mail_notice(notice):
    """What was read meanwhile, or may no longer be seen, is not mailed: it is asked again now, not when it happened."""
    member = notice.member
    if notice.read_at or not _can_act(member):
        return
    with spoken_to(member):
        [line] = _lines(Notification.objects.filter(pk=notice.pk), member) or [None]
        if line is None:
            return
        values = {"title": line.title, "text": line.message, "link": _absolute(line.url), "preferences": _preferences()}
        _queue(member, "notice", f"notice:{notice.pk}", values)


def send_digests(now=None):
    """Make today's digest of every member whose hour has come and for whom something waits. Returns how many were made."""
    now = now or timezone.now()
    waiting = Notification.objects.filter(mail=Mail.DAILY, mailed_at=None).order_by().values("member").distinct()
    members = Membership.objects.active().filter(pk__in=waiting).select_related("user", "company", "inbox")
    return sum(_digest(member, now) for member in members.iterator(chunk_size=500) if _hour_has_come(member.inbox, member, now))


def _hour_has_come(inbox, member, now):
    local = now.astimezone(preferences.zone_of(member.user.time_zone))
    return local.time().replace(tzinfo=None) >= inbox.digest_at and (
        inbox.digested_on is None or inbox.digested_on < local.date()
    )


@transaction.atomic
def _digest(member, now):
    """One member's digest of the day; under the inbox's lock, so that a beat which runs twice makes one."""
    inbox = Inbox.objects.select_for_update().get(pk=member.pk)
    if not _hour_has_come(inbox, member, now):
        return False
    inbox.digested_on = now.astimezone(preferences.zone_of(member.user.time_zone)).date()
    inbox.save(update_fields=["digested_on"])
    rows = Notification.objects.filter(member=member, mail=Mail.DAILY, mailed_at=None)
    last = rows.order_by("-number").values_list("number", flat=True).first()
    rows = rows.filter(number__lte=last)
    with spoken_to(member):
        unread = rows.filter(read_at=None)
        lines = _lines(unread.order_by("-number")[:MOST_IN_DIGEST], member)
        more = max(0, unread.count() - MOST_IN_DIGEST)
        if lines:
            items = [{"title": line.title, "text": line.message, "link": _absolute(line.url)} for line in lines]
            values = {
                "items": items,
                "more": more,
                "link": _absolute(reverse("notifications:list")),
                "preferences": _preferences(),
            }
            leaves = preferences.after_quiet(inbox, member.user.time_zone, now)
            later = leaves if leaves > now else None
            _queue(member, "digest", f"digest:{member.pk}:{inbox.digested_on}", values, not_before=later)
    rows.update(mailed_at=now)
    return bool(lines)


def _lines(rows, member):
    found = rows.with_sight(member).with_what_is_shown()
    return [line for line in as_lines(found, member, excerpts=False) if line.sight]


def _queue(member, kind, key, values, not_before=None):
    language = member.user.language
    letter = letters.compose(kind=kind, company=member.company, language=language, values=values)
    outbox.queue(
        company=member.company,
        kind=kind,
        to=member.user.email,
        name=member.name,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        key=key,
        language=letter.language,
        member=member,
        not_before=not_before,
    )


@contextmanager
def spoken_to(member):
    """The language and the clock of a member."""
    with translation.override(member.user.language or "en"), timezone.override(preferences.zone_of(member.user.time_zone)):
        yield


def _can_act(member):
    return Membership.objects.active().filter(pk=member.pk).exists()


def _absolute(path):
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _preferences():
    return _absolute(reverse("notifications:preferences"))
