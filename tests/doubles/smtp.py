"""A mail server on loopback that takes mail, and misbehaves as it is told: 4xx, 5xx, hanging up after DATA."""

import random
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class OnAnyPort(Controller):
    """Port 0: the system chooses, so that runs beside one another don't meet."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass
class MailServer:
    """`taken`: (recipient, mail) of all that it took. Chances are of each try; `unknown` addresses are refused for ever.

    A mail whose line is cut was taken every second time, which the sender can't know.
    """

    busy: float = 0.0
    cut: float = 0.0
    unknown: object = lambda address: address.startswith("nobody")  # noqa: E731
    replies: dict = field(default_factory=dict)  # address → what RCPT TO is answered, each time
    seed: int = 1
    taken: list = field(default_factory=list)
    said: Counter = field(default_factory=Counter)
    keep_mails: bool = True

    def __post_init__(self):
        self.chance, self.lock, self.taken_and_cut = random.Random(self.seed), Lock(), []
        self.controller = OnAnyPort(self, hostname="127.0.0.1", port=0)

    def __enter__(self):
        self.controller.start()
        self.port = self.controller.port
        return self

    def __exit__(self, *exc):
        self.controller.stop()

    async def handle_RCPT(self, server: SMTP, session, envelope, address, options):
        self.said["rcpt"] += 1
        if address in self.replies:
            return self.replies[address]
        if self.unknown(address):
            self.said["550"] += 1
            return "550 5.1.1 There is no such mailbox"
        if self.chance.random() < self.busy:
            self.said["451"] += 1
            return "451 4.3.0 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        cut = self.chance.random() < self.cut
        if cut:
            self.said["cut"] += 1
        if not cut or self.said["cut"] % 2:
            with self.lock:
                self.taken += [(address, mail if self.keep_mails else mail["Message-ID"]) for address in envelope.rcpt_tos]
                if cut:
                    self.taken_and_cut.append(mail["Message-ID"])
        if cut:
            server.transport.abort()
        return "250 2.0.0 Taken"

    @property
    def mails(self):
        return [mail for _address, mail in self.taken]
