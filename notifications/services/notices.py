"""Telling members what happened, once; and their reading it."""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.live import nudge
from jobs.models import Application, Candidate, Job
from notifications.models import Inbox, Mail, Mute, Notification
from notifications.services import audience, preferences

MANY = 4  # so many like things at a time are one notice
JOINS = {"actor": timedelta(minutes=10), "job": timedelta(hours=12)}  # how long later ones join an unread notice
SOON = timedelta(minutes=1)  # what may still grow is mailed a little later
FORGOTTEN_AFTER = timedelta(days=180)
QUIET = ContextVar("nobody is told of what is only being set up", default=False)
KINDS = {"application": Application, "candidate": Candidate, "job": Job}


@contextmanager
def nobody_is_told():
    """For history that is being written down, as the demo's: what happened long ago is news to nobody."""
    before = QUIET.set(True)
    try:
        yield
    finally:
        QUIET.reset(before)


@transaction.atomic
def tell(rows):
    """Tell the members whom it concerns of events of one name. A member hears of an event by the first rule that names them."""
    if QUIET.get() or not rows:
        return
    wanted = _wanted(rows)
    members = audience.active({member for member, _telling, _rule in wanted})
    wanted = _seen([one for one in wanted if one[0] in members and _concerns(members[one[0]], one[1], one[2])], members)
    wishes, muted = preferences.of_many(members), _muted(members)
    told = defaultdict(list)
    for member, telling, rule in wanted:
        in_app, mail = wishes[member, rule.type]
        if (in_app or mail != Mail.NONE) and not _is_muted(muted[member], telling, rule):
            told[member].append((telling, rule, in_app, mail))
    if told:
        _write(told, members)


def _wanted(rows):
    found, heard = [], set()
    for rule in audience.rules_of(rows[0].name):
        for row, people, about in rule.find(rows):
            telling = audience.Telling(row, people, **about)
            for member in people - {None} - (set() if rule.itself else {row.member_id}):
                if (member, row.pk) not in heard:
                    heard.add((member, row.pk))
                    found.append((member, telling, rule))
    return found


def _concerns(member, telling, rule):
    return member.company_id == telling.row.company_id and (rule.needs is None or member.can(rule.needs))


def _seen(wanted, members):
    """Without what a member may not see: of each kind one question for each member, through its one door."""
    seen = {}
    for kind, model in KINDS.items():
        asked = defaultdict(set)
        for member, telling, _rule in wanted:
            if getattr(telling, kind) is not None:
                asked[member].add(getattr(telling, kind))
        for member, ids in asked.items():
            seen[kind, member] = set(model.objects.visible_to(members[member]).filter(pk__in=ids).values_list("pk", flat=True))

    def sees(member, telling):
        # who sees the application sees its job and its person
        kinds = ["application"] if telling.application else ["candidate", "job"]
        return all(getattr(telling, kind) is None or getattr(telling, kind) in seen[kind, member] for kind in kinds)

    return [one for one in wanted if sees(one[0], one[1])]


def _muted(members):
    found = defaultdict(set)
    for member, thread in Mute.objects.filter(member__in=members).values_list("member_id", "thread"):
        found[member].add(thread)
    return found


def _is_muted(muted, telling, rule):
    """What is said to somebody by name, or given to them to do, reaches them whatever they muted."""
    if not muted or rule.type in preferences.DIRECT:
        return False
    return bool(muted & {telling.thread, f"application:{telling.application}", f"job:{telling.job}"})


def _write(told, members):
    """Number and keep the notices. Each member's inbox is locked first, in order, so that numbers rise as transactions end."""
    Inbox.objects.bulk_create([Inbox(member_id=pk) for pk in told], ignore_conflicts=True)
    inboxes = {one.pk: one for one in Inbox.objects.select_for_update().filter(pk__in=told).order_by("pk")}
    known = {(event, member, kind) for event, member, kind in _known(told)}
    made, now = [], timezone.now()
    for pk, inbox in inboxes.items():
        new = [one for one in told[pk] if (one[0].row.pk, pk, one[1].type) not in known]
        for notice in _notices(members[pk], new, inbox, now):
            inbox.last_number += 1
            notice.number = inbox.last_number
            made.append(notice)
    Notification.objects.bulk_create(made)
    Inbox.objects.bulk_update(inboxes.values(), ["last_number"])
    nudge(*(f"member:{pk}" for pk in told))
    if any(one.mail == Mail.NOW and one.mail_at <= now for one in made):
        transaction.on_commit(_mail_soon)


def _known(told):
    events = {telling.row.pk for ones in told.values() for telling, *_rest in ones}
    return Notification.objects.filter(event__in=events, member__in=told).values_list("event_id", "member_id", "type")


def _notices(member, tellings, inbox, now):
    """The member's new notices; like things that come in numbers are one, and later ones join it while it is unread."""
    groups = defaultdict(list)
    for number, one in enumerate(tellings):
        telling, rule, *_wish = one
        who = telling.row.member_id if rule.group == "actor" else telling.job
        groups[f"{rule.type if rule.group == 'job' else telling.row.name}:{who}" if rule.group else f"{number}"].append(one)
    for key, ones in groups.items():
        rule = ones[0][1]
        if not rule.group:
            yield _notice(member, ones, inbox, now, "")
            continue
        open_one = _open(member, rule, key, now)
        if open_one and (rule.group == "job" or open_one.count > 1):
            _join(open_one, ones)
        elif len(ones) >= MANY or rule.group == "job":
            yield _notice(member, ones, inbox, now, key)
        else:
            yield from (_notice(member, [one], inbox, now, key) for one in ones)


def _open(member, rule, key, now):
    rows = Notification.objects.filter(member=member, type=rule.type, group=key, read_at=None, mailed_at=None)
    rows = rows.filter(at__gt=now - JOINS[rule.group])
    return rows.order_by("-count", "-number").first()


def _join(notice, ones):
    """What all of them share stays named; the rest is a number."""
    for telling, *_rest in ones:
        for kind in KINDS:
            if getattr(notice, f"{kind}_id") != getattr(telling, kind):
                setattr(notice, f"{kind}_id", None)
        notice.thread = notice.thread if notice.thread == telling.thread else ""
        notice.count += 1
    notice.save(update_fields=["count", "thread", *KINDS])


def _notice(member, ones, inbox, now, group):
    telling, rule, in_app, mail = ones[0]
    about = {
        f"{kind}_id": getattr(telling, kind) if all(getattr(one[0], kind) == getattr(telling, kind) for one in ones) else None
        for kind in KINDS
    }
    leaves = now + (SOON if rule.group else timedelta())
    return Notification(
        company_id=member.company_id,
        member=member,
        type=rule.type,
        event=telling.row,
        actor_id=telling.row.member_id,
        count=len(ones),
        group=group,
        thread=telling.thread if all(one[0].thread == telling.thread for one in ones) else "",
        in_app=in_app,
        mail=mail,
        mail_at=preferences.after_quiet(inbox, member.user.time_zone, leaves) if mail == Mail.NOW else None,
        at=telling.row.at,
        **about,
    )


def _mail_soon():
    from notifications.tasks import mail_notices

    mail_notices.delay()


@transaction.atomic
def read(*, member, notice):
    """They have seen it; read once, it stays read."""
    if Notification.objects.filter(pk=notice.pk, member=member).unread().update(read_at=timezone.now()):
        nudge(f"member:{member.pk}")


@transaction.atomic
def read_all(*, member, type=None, up_to=None):
    """All of them, or those of one type, up to a number: what came after the page was drawn stays unread. Returns how many."""
    rows = Notification.objects.visible_to(member).unread()
    rows = rows.filter(type=type) if type else rows
    rows = rows.filter(number__lte=up_to) if up_to is not None else rows
    count = rows.update(read_at=timezone.now())
    if count:
        nudge(f"member:{member.pk}")
    return count


@transaction.atomic
def mute(*, member, thread):
    """Hear no more of a thread, and of what lies in it."""
    row, _new = Mute.objects.get_or_create(member=member, thread=thread)
    return row


def unmute(*, mute):
    mute.delete()


def forget_old(now=None, limit=5000):
    """Read notices go after half a year. Returns how many did."""
    now = now or timezone.now()
    old = Notification.objects.filter(read_at__lt=now - FORGOTTEN_AFTER).values("pk")[:limit]
    return Notification.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]
