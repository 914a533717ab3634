"""`manage.py read_mail`: what stands in the outbox, sign-in links too, for who runs this machine and has no mail server."""

from django.core.management.base import BaseCommand

from notifications.models import Message


class Command(BaseCommand):
    help = "Print the newest mails of the outbox, newest first. Only who may run commands on this machine can use it."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="", help="only mails to this address")
        parser.add_argument("--last", type=int, default=1, help="how many (1)")

    def handle(self, address, last, **options):
        rows = Message.objects.filter(to_email=address.lower()) if address else Message.objects.all()
        for mail in rows.order_by("-pk")[:last]:
            self.stdout.write(
                f"To: {mail.to_email}\nSubject: {mail.subject}\nState: {mail.state} {mail.why}\n\n{mail.text or ''}\n{'-' * 72}"
            )
