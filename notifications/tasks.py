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
