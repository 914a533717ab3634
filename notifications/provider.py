"""What Anymail tells goes to our services; an error makes the provider tell it again, which does no harm."""

from anymail.signals import inbound, tracking
from django.dispatch import receiver

from notifications.services import feedback
from notifications.services import inbound as answers


class NotTaken(Exception):
    """We failed at what the provider told; what it told was well-formed."""


@receiver(tracking)
def take_feedback(event, esp_name, **kwargs):
    try:
        feedback.take(event, esp_name)
    except Exception as error:
        raise NotTaken from error


@receiver(inbound)
def take_answer(event, **kwargs):
    try:
        answers.take(event.message)
    except Exception as error:
        raise NotTaken from error
