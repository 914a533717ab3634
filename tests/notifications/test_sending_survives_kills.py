"""Workers killed with SIGKILL while the mail server is busy, hangs up and refuses: no mail is lost, few are doubled, all can be told.

`python -m benchmarks mail` runs it with 5,000 mails and 20 kills.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, transaction

from notifications.models import Message, MessageEvent, Suppression
from tests.doubles.smtp import MailServer

MAILS, KILLS = int(os.environ.get("MAILS", "200")), int(os.environ.get("MAIL_KILLS", "3"))
SEED, WORKERS, PATIENCE = int(os.environ.get("MAIL_SEED", "1")), 2, 900
WORKER = "import django; django.setup(); from tests.notifications import sending; sending.work()"


def start_worker(port):
    at = connection.settings_dict
    url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}/{at['NAME']}"
    environment = {
        **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "PRODUCTION": "false", "SMTP_PORT": str(port),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, env=environment)  # noqa: S603  (our own module)


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="kills need row locks: DATABASE_URL is not PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_no_mail(company, write, settings, capsys):
    settings.MAIL_TRANSPORT, chance = "django.core.mail.backends.smtp.EmailBackend", random.Random(SEED)
    dead = {number for number in range(MAILS) if number % 100 == 7}
    with transaction.atomic():
        for number in range(MAILS):
            write(to=f"{'nobody' if number in dead else 'p'}{number}@people.test")
        transaction.get_connection().run_on_commit.clear()  # only the workers below send
    begun, kills = time.monotonic(), 0
    with MailServer(busy=0.05, cut=0.02, seed=SEED, keep_mails=False) as server:
        workers = [start_worker(server.port) for _ in range(WORKERS)]
        while kills < KILLS:
            goal = MAILS * (kills + 1) // (KILLS + 1)
            while Message.objects.filter(state="sent").count() < goal:
                assert time.monotonic() < begun + PATIENCE
                time.sleep(0.02)
            time.sleep(chance.random() / 50)
            victim = workers.pop(chance.randrange(WORKERS))
            alive = victim.poll() is None
            victim.send_signal(signal.SIGKILL)
            victim.wait(10)
            kills += alive
            workers.append(start_worker(server.port))
        for worker in workers:
            assert worker.wait(PATIENCE) == 0
        assert start_worker(server.port).wait(PATIENCE) == 0  # a last one finds nothing left
    taken = Counter(server.taken)
    doubles = sum(taken.values()) - len(taken)
    by_cut = len(server.taken_and_cut)  # taken, and the line cut before we heard it: nobody can know
    states = Counter(Message.objects.values_list("state", flat=True))
    lost = MAILS - len(dead) - len({address for address, _name in taken})
    with capsys.disabled():
        print(
            f"\n   {MAILS:,} mails, {kills} kills of {WORKERS} workers (seed {SEED}): {lost} lost, {doubles - by_cut} doubled by kills,"
            f" {by_cut} by lines cut after the mail was taken, all under their Message-ID; {states['failed']} refused for ever;"
            f" the server said 451 {server.said['451']} times, 550 {server.said['550']}, cut {server.said['cut']};"
            f" {time.monotonic() - begun:.0f} s"
        )

    assert lost == 0
    assert states == Counter({"sent": MAILS - len(dead), "failed": len(dead)})
    assert len({name for _address, name in taken}) == len({address for address, _name in taken}) == len(taken)
    assert doubles - by_cut <= kills
    assert len(dead) == Suppression.objects.count()
    assert len(dead) <= server.said["550"] <= len(dead) + kills  # a no is asked for again only where its hearer was killed
    assert MessageEvent.objects.filter(kind="sent").count() == MAILS - len(dead)
