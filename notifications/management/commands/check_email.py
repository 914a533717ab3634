"""`manage.py check_email`: whether mail from here will be believed, and whether it leaves."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notifications.services import domain, health
from notifications.services.outbox import mail_domain
from notifications.views.hooks import address_of


class Command(BaseCommand):
    help = "Look at the domain that mail is sent from (MX, SPF, DKIM, DMARC) and at the outbox; --to sends a probe."

    def add_arguments(self, parser):
        parser.add_argument("--to", help="send a probe to this address, past the outbox, and say what the server answered")
        parser.add_argument("--selector", default="", help="the name of your DKIM key, as the provider shows it")

    def handle(self, to, selector, **options):
        transport = settings.MAIL_TRANSPORT
        provider = transport.split(".")[-2] if transport.startswith("anymail.") else ""
        self.say(
            "transport", "ok" if transport else "advice", transport or "none: set EMAIL_URL or ANYMAIL_PROVIDER; mails are kept"
        )
        self.say("from", "ok", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        findings = list(domain.look(mail_domain(), provider=provider, selector=selector))
        for found in findings:
            self.say(found.part, found.state, found.text)
        if provider:
            self.say("events", "ok", f"tell the provider to call {settings.SITE_URL}{address_of('events')}")
            if settings.INBOUND_DOMAIN:
                self.say("answers", "ok", f"mail to {settings.INBOUND_DOMAIN}: {settings.SITE_URL}{address_of('answers')}")
        state = health.watch()
        words = f"{state.sent} sent and {state.failed} failed in 24 hours, {state.waiting} waiting"
        self.say("outbox", "wrong" if state.stuck else "ok", words + (f", stuck: {state.away_since}" if state.stuck else ""))
        if to:
            self.probe(to)
        if any(found.state == domain.WRONG for found in findings) or state.stuck:
            raise SystemExit(1)

    def say(self, part, state, text):
        self.stdout.write(f"{state:<7} {part:<10} {text}")

    def probe(self, to):
        if not settings.MAIL_TRANSPORT:
            raise CommandError("There is no mail server to send a probe by: set EMAIL_URL or ANYMAIL_PROVIDER.")
        words = f"This probe left {settings.SITE_URL} at {timezone.now():%Y-%m-%d %H:%M:%S} UTC. If you read it, mail works."
        mail = EmailMultiAlternatives("IntelliMatch: a probe", words, to=[to], headers={"Auto-Submitted": "auto-generated"})
        mail.connection = get_connection(settings.MAIL_TRANSPORT)
        try:
            mail.send()
        except Exception as error:
            raise CommandError(f"The probe was not taken: {type(error).__name__}: {error}") from error
        self.say("probe", "ok", f"taken for {to}; look at its head there: SPF, DKIM and DMARC should say pass")
