from celery import shared_task


@shared_task
def send_waiting_mail():
    """Beat runs it every half minute, and each transaction that wrote a mail once."""
    from notifications.services import delivery

    delivery.send_due()


@shared_task
def remind_of_interviews():
    """Beat runs it every minute."""
    from notifications.services import reminders

    while reminders.remind_due():
        pass
    reminders.note_missed()


@shared_task
def mail_notices():
    from notifications.services import digests

    while digests.mail_what_is_due():
        pass


@shared_task
def send_digests():
    from notifications.services import digests

    digests.send_digests()


@shared_task
def forget_old_notices():
    from notifications.services import notices

    while notices.forget_old():
        pass


@shared_task
def watch_mail():
    """Beat runs it every five minutes: mail that is stuck is an error in the log."""
    from notifications.services import health

    health.watch()


@shared_task
def forget_old_mail():
    """Beat runs it every hour."""
    from notifications.services import outbox

    outbox.forget_old()
