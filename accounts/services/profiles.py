"""What a member says about themselves: to colleagues, and to candidates before an interview."""

from datetime import time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import happened
from accounts.events import publish
from accounts.models import Membership, User
from accounts.refusal import Refused
from accounts.services.handles import LONGEST, VALID
from accounts.services.pictures import as_webp

OF_THE_PERSON = ("name", "time_zone", "language")
OF_THE_MEMBER = ("handle", "title", "bio", "working_hours")
DAYS = {
    "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"), "sat": _("Saturday"),
    "sun": _("Sunday"),
}  # fmt: skip


class ProfileRefused(Refused):
    """The profile cannot be saved like that."""


@transaction.atomic
def change_profile(*, member, photo=None, **fields):
    """Change one's own profile; `photo` is an uploaded picture, or False to take the present one away.

    working_hours: {"mon": [["09:00", "17:00"], …], …} in the person's own time zone; a day that is missing is free.
    """
    user = User.objects.select_for_update().get(pk=member.user_id)
    member = Membership.objects.select_related("company").get(pk=member.pk)
    member.user = user
    if "handle" in fields and not (VALID.fullmatch(fields["handle"]) and len(fields["handle"]) <= LONGEST):
        raise ProfileRefused(gettext("Use small letters, digits, dots, dashes."), code="bad_handle", field="handle")
    if "working_hours" in fields:
        fields["working_hours"] = checked_hours(fields["working_hours"])
    of_user = [name for name in OF_THE_PERSON if name in fields and getattr(user, name) != fields[name]]
    of_member = [name for name in OF_THE_MEMBER if name in fields and getattr(member, name) != fields[name]]
    for name in of_user:
        setattr(user, name, fields[name])
    for name in of_member:
        setattr(member, name, fields[name])
    if photo is not None:
        user.photo = as_webp(photo, size=(256, 256), field="photo", crop=True) if photo else ""
        of_user.append("photo")
    if of_user:
        user.save(update_fields=of_user)
    if of_member:
        _save(member, of_member)
    if of_user or of_member:
        publish(happened.ProfileChanged(member.pk, of_user + of_member), actor=member, subject=member)
    return member


def _save(member, fields):
    try:
        with transaction.atomic():
            member.save(update_fields=fields)
    except IntegrityError as error:
        raise ProfileRefused(gettext("A colleague has that handle."), code="handle_taken", field="handle") from error


def week(member):
    """(name of the day, its spans) from Monday on."""
    return [(name, member.working_hours.get(day, [])) for day, name in DAYS.items()]


def checked_hours(hours):
    """Working hours by day, each day's spans in order and apart; a mistake is refused with its day."""
    if not isinstance(hours, dict) or set(hours) - set(DAYS):
        raise ProfileRefused(gettext("Give hours by day: mon to sun."), code="bad_hours", field="working_hours")
    return {day: _spans(day, hours[day]) for day in DAYS if hours.get(day)}


def _spans(day, spans):
    try:
        read = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans]
    except (TypeError, ValueError) as error:
        raise ProfileRefused(gettext("Write times as 09:00."), code="bad_hours", field="working_hours") from error
    read.sort()
    edges = [edge for span in read for edge in span]
    if edges != sorted(set(edges)):
        raise ProfileRefused(gettext("Each span must end after it starts."), code="bad_hours", field="working_hours")
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in read]
