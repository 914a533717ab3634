"""A worker that empties the outbox of the test's database, with waits that a test can sit out."""

import os
import time
from datetime import timedelta


def work():
    """Send until nothing waits and nothing is claimed."""
    from django.conf import settings

    from notifications.models import Message
    from notifications.services import delivery

    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["SMTP_PORT"])
    delivery.WAITS, delivery.LEASE, delivery.BATCH = [0.2] * len(delivery.WAITS), timedelta(seconds=3), 5
    while Message.objects.filter(state__in=["queued", "sending"]).exists():
        delivery.send_due()
        time.sleep(0.05)
