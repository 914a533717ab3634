from celery import shared_task

from accounts import events
from accounts.services import idempotency, invitations


@shared_task(acks_late=True, reject_on_worker_lost=True)
def hand_on(*, event_ids):
    events.hand_on_now(event_ids)


@shared_task
def sweep_events():
    """Beat runs it every half minute, and each start of a worker once."""
    return events.sweep()


@shared_task(autoretry_for=(OSError,), retry_backoff=120, max_retries=5, acks_late=True)
def mail_invitation(*, invitation_id):
    invitations.mail_once(invitation_id=invitation_id)


@shared_task
def mail_waiting_invitations():
    """Beat runs it every minute: mails that a crash or an absent server left behind."""
    for pk in invitations.waiting():
        mail_invitation.delay(invitation_id=str(pk))


@shared_task
def forget_idempotency_keys():
    """Beat runs it every hour."""
    return idempotency.forget_old()
