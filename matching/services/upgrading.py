"""After an upgrade that raised the engine's version: everybody's features are made anew, then the running lists are scored again.

In pieces by a task that each start and each hour look for. Scores that stand keep the engine that made them until theirs is made;
lists of jobs that are over keep them for good.
"""

import time

from django.db import transaction

from matching.engine import ENGINE_VERSION
from matching.models import CandidateFeatures, Match
from matching.services import pool, rescoring
from matching.services.features import ENGINE, rebuild

PIECE = 200  # people in one transaction, as in `rescoring`
TURN = 20  # seconds after which a task makes room for others and is queued again


def go_on():
    """Make the features that an older engine made anew, as far as one turn reaches; True where there is more to do."""
    began = time.monotonic()
    while time.monotonic() - began < TURN:
        with transaction.atomic():
            rows = (
                CandidateFeatures.objects.filter(engine__lt=ENGINE)
                .order_by("pk")
                .select_related("candidate")
                .select_for_update(of=("self",))
            )
            people = [row.candidate for row in rows[:PIECE]]
            if not people:
                return False
            rebuild(people)
            if not CandidateFeatures.objects.filter(engine__lt=ENGINE).exists():
                _finish()
    return True


def _finish():
    """Nobody's features are old: the lists that people still work with follow, and the pools' files."""
    old = Match.objects.exclude(engine_version=ENGINE_VERSION).filter(job__status__in=["open", "on_hold"])
    rescoring.ask(old.order_by().values_list("job", flat=True).distinct(), cause="engine")
    companies = list(CandidateFeatures.objects.order_by().values_list("company", flat=True).distinct())
    transaction.on_commit(lambda: [pool.make_soon(company_id) for company_id in companies if pool.is_made(company_id)])
