from celery import shared_task


@shared_task
def send_waiting_mail():
    """Beat runs it every half minute, and each transaction that wrote a mail once."""
    from notifications.services import delivery

    delivery.send_due()
