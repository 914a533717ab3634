"""A POST with an Idempotency-Key is done once: sent again, it is answered as the first time.

The act and its answer are one transaction, so that neither is there without the other.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import IdempotencyKey
from accounts.refusal import Refused

KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=5)  # a request that shows no answer for so long has died: nothing of it was committed


class KeyRefused(Refused):
    """The key names another request, or one that still runs."""


def begin(*, member, path, key, asked):
    """The row of this request; it has a `status` if the request was answered before, and is the caller's to run if not."""
    for_this = {"member": member, "path": path, "key": key}
    now = timezone.now()
    IdempotencyKey.objects.filter(**for_this, begun_at__lt=now - KEPT).delete()
    row, first = IdempotencyKey.objects.get_or_create(**for_this, defaults={"asked": asked, "begun_at": now})
    if first:
        return row
    if row.asked != asked:
        raise KeyRefused(
            _("This Idempotency-Key was sent with another body before. Take a new key for a new request."),
            code="idempotency_key_reused", field="Idempotency-Key",
        )  # fmt: skip
    if row.status is None and not _take_over(row, now):
        raise KeyRefused(
            _("The request with this Idempotency-Key still runs. Ask again in a moment."),
            code="idempotency_key_in_use", field="Idempotency-Key", conflict=True,
        )  # fmt: skip
    return row


def _take_over(row, now):
    """Whether the request had died, and is the caller's now: one of many wins."""
    mine = IdempotencyKey.objects.filter(pk=row.pk, status=None, begun_at=row.begun_at, begun_at__lt=now - LEASE)
    if mine.update(begun_at=now):
        row.begun_at = now
        return True
    return False


def keep_answer(row, *, status, headers, body):
    """Write the answer down with the act. Raises KeyRefused where somebody took over, for then the act must not stand."""
    row.status, row.headers, row.body = status, headers, body
    mine = IdempotencyKey.objects.filter(pk=row.pk, status=None, begun_at=row.begun_at)
    if not mine.update(status=status, headers=headers, body=body):
        raise KeyRefused(_("The request took too long and was begun anew."), code="idempotency_key_in_use", conflict=True)


def give_up(row):
    """Nothing came of it: the key is free again."""
    IdempotencyKey.objects.filter(pk=row.pk, status=None, begun_at=row.begun_at).delete()


def forget_old():
    """Delete what is older than a day; how many those were."""
    return IdempotencyKey.objects.filter(begun_at__lt=timezone.now() - KEPT).delete()[0]
