"""`manage.py check_email` says whether mail will be believed, in words to act on, and sends a probe."""

from io import StringIO

import dns.exception
import dns.resolver
import pytest
from django.core.management import CommandError, call_command

from notifications.services import domain
from tests.doubles.smtp import MailServer

GOOD = {
    ("ours.test", "MX"): ["10 mx.ours.test."],
    ("ours.test", "TXT"): ['"google-site-verification=1"', '"v=spf1 include:mailgun.org ~all"'],
    ("s1._domainkey.ours.test", "TXT"): ['"v=DKIM1; k=rsa; " "p=MIGf"'],
    ("_dmarc.ours.test", "TXT"): ['"v=DMARC1; p=reject; rua=mailto:a@ours.test"'],
}


class Names:
    """A name server of ours: what it does not know is not there; it may be away."""

    def __init__(self, records, away=False):
        self.records, self.away = records, away

    def resolve(self, name, kind, lifetime):
        if self.away:
            raise dns.exception.Timeout
        if (name, kind) not in self.records:
            raise dns.resolver.NXDOMAIN
        return [dns.rdata.from_text("IN", kind, text) for text in self.records[name, kind]]


def states(records=GOOD, name="ours.test", away=False, **more):
    found = {one.part: one for one in domain.look(name, provider="mailgun", resolver=Names(records, away), **more)}
    return found, {part: one.state for part, one in found.items()}


def test_a_domain_that_is_well_set_up():
    assert states()[1] == {"MX": "ok", "SPF": "ok", "DKIM": "ok", "DMARC": "ok"}


def test_a_domain_with_nothing_says_what_to_add():
    found, state = states({})

    assert state == {"MX": "advice", "SPF": "wrong", "DKIM": "advice", "DMARC": "wrong"}
    assert "v=spf1 include:mailgun.org ~all" in found["SPF"].text
    assert "_dmarc.ours.test: v=DMARC1; p=none" in found["DMARC"].text


@pytest.mark.parametrize(
    ("spf", "state"),
    [
        (['"v=spf1 include:mailgun.org -all"', '"v=spf1 a -all"'], "wrong"),
        (['"v=spf1 a -all"'], "wrong"),
        (['"v=spf1 include:mailgun.org +all"'], "wrong"),
        (['"v=spf1 include:mailgun.org"'], "advice"),
        ([f'"v=spf1 include:mailgun.org {" ".join(f"include:a{n}.test" for n in range(10))} -all"'], "wrong"),
    ],
)
def test_a_list_of_senders_that_does_not_do(spf, state):
    assert states(GOOD | {("ours.test", "TXT"): spf})[1]["SPF"] == state


def test_keys_and_policies_that_do_not_do():
    withdrawn = GOOD | {("s1._domainkey.ours.test", "TXT"): ['"v=DKIM1; p="']}
    assert states(withdrawn)[1]["DKIM"] == "wrong"
    assert states(GOOD, selector="other")[1]["DKIM"] == "wrong"
    assert states(GOOD | {("_dmarc.ours.test", "TXT"): ['"v=DMARC1; p=none; rua=mailto:a@b.test"']})[1]["DMARC"] == "advice"
    assert states(GOOD, name="mail.ours.test")[1]["DMARC"] == "ok"  # the one above counts


def test_a_name_server_that_is_away_proves_nothing():
    assert set(states(away=True)[1].values()) == {"advice"}


def test_an_address_of_no_domain_is_told():
    assert states(name="localhost")[1] == {"domain": "wrong"}


@pytest.mark.django_db
def test_the_command_sends_a_probe_past_the_outbox(settings, monkeypatch):
    monkeypatch.setattr(dns.resolver, "get_default_resolver", lambda: Names(GOOD))
    out = StringIO()
    with MailServer() as server:
        settings.MAIL_TRANSPORT, settings.DEFAULT_FROM_EMAIL = "django.core.mail.backends.smtp.EmailBackend", "h@ours.test"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        call_command("check_email", to="ops@ours.test", stdout=out)
        assert "If you read it, mail works" in server.mails[0].get_content()
        with pytest.raises(CommandError, match="550"):
            call_command("check_email", to="nobody@ours.test", stdout=out)

    assert "ok      DMARC" in out.getvalue()


@pytest.mark.django_db
def test_who_runs_the_machine_reads_a_sign_in_link_without_a_mail_server(write):
    write(company=None, kind="sign_in", text="https://ours.test/reset/SECRET")
    out = StringIO()
    call_command("read_mail", "mara@people.test", stdout=out)

    assert "https://ours.test/reset/SECRET" in out.getvalue()
