"""The chain of a company's decision record: how an entry is sealed, appended and verified. Nothing here knows what entries mean."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from django.db import transaction

from matching.models import GENESIS, Decision, DecisionChain, ScoredDemands, ScoredFeatures, ScoringConfigVersion

COLUMNS = (
    "number",
    "kind",
    "job_id",
    "candidate_id",
    "application_id",
    "member_id",
    "person_id",
    "match_id",
    "match_version",
    "event_id",
    "facts",
)
PIECE = 1000


def canonical(value):
    """JSON that is the same text for the same value on every machine: keys sorted, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def digest(value):
    """SHA-256 of a value that is nobody's secret: rules, a job's demands."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def salted(salt, value):
    """HMAC-SHA256 of a person's data: without the salt it can't be tried against guesses."""
    return hmac.new(bytes.fromhex(salt), canonical(value).encode(), hashlib.sha256).hexdigest()


def body(entry):
    """All of an entry but its seals, as it is hashed and exported."""
    found = {name: getattr(entry, name) for name in COLUMNS}
    found |= {"company_id": entry.company_id, "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds")}
    return {name: value if isinstance(value, int | str | dict | None) else str(value) for name, value in found.items()}


def seal(previous, entry):
    return hashlib.sha256(f"{previous}\n{canonical(body(entry))}".encode()).hexdigest()


def lock(company_id):
    """The company's chain, held till the end of the transaction: one writer at a time, so that no two entries follow the same one."""
    DecisionChain.objects.get_or_create(company_id=company_id)
    return DecisionChain.objects.select_for_update().get(pk=company_id)


@transaction.atomic
def append(company_id, entries, chain=None):
    """Write entries (Decisions without number and seals) at the end of the company's chain, a thousand with one statement."""
    entries = list(entries)
    if not entries:
        return []
    chain = chain or lock(company_id)
    for entry in entries:
        entry.company_id, entry.number, entry.previous = company_id, chain.length + 1, chain.head
        entry.hash = seal(entry.previous, entry)
        chain.length, chain.head = entry.number, entry.hash
    Decision.objects.bulk_create(entries, batch_size=PIECE)
    chain.save(update_fields=["length", "head"])
    return entries


@dataclass
class Verdict:
    """What became of walking one chain. broken_at: number of the first entry that is wrong (or missing); why, in words."""

    company: str
    length: int
    head: str
    broken_at: int | None = None
    why: str = ""
    erased: int = 0  # entries whose features went with an erased person: they can't be held against their digest any more

    @property
    def ok(self):
        return self.broken_at is None


def verify(company, anchors=()):
    """Walk a company's chain from its first entry; `anchors`: (number, hash) pairs that were kept outside the database."""
    chain = DecisionChain.objects.filter(pk=company.pk).first() or DecisionChain(company=company)
    verdict = Verdict(company.slug, chain.length, chain.head)
    kept, previous, number = dict(anchors), GENESIS, 0
    rows = Decision.objects.filter(company=company).order_by("number").iterator(PIECE)
    while piece := list(islice(rows, PIECE)):
        evidence = _Evidence(piece)
        for entry in piece:
            number += 1
            verdict.why = _wrong(entry, number, previous) or evidence.wrong(entry, verdict)
            if not verdict.why and kept.pop(number, entry.hash) != entry.hash:
                verdict.why = "It is not the entry that was kept elsewhere under this number."
            if verdict.why:
                verdict.broken_at = number
                return verdict
            previous = entry.hash
    if (number, previous) != (chain.length, chain.head):
        verdict.broken_at = min(number, chain.length) + 1
        verdict.why = f"The chain should end with entry {chain.length}; it ends with {number}."
    elif kept:
        verdict.broken_at, verdict.why = min(kept), "An entry that was kept elsewhere is not there."
    return verdict


def _wrong(entry, number, previous):
    """Why an entry can't stand at this place; "" if it can."""
    if entry.number != number:
        return f"Entry {number} is missing."
    if entry.previous != previous:
        return "It does not follow the entry before it."
    if entry.hash != seal(previous, entry):
        return "Its content is not what was sealed."
    return ""


class _Evidence:
    """What a piece of entries names by digest: the features and demands that were scored, and the rules."""

    def __init__(self, piece):
        scored = [entry.facts for entry in piece if entry.kind == Decision.Kind.SCORED]
        self.features = ScoredFeatures.objects.in_bulk({facts["features"] for facts in scored if facts.get("features")})
        self.features = {str(pk): row for pk, row in self.features.items()}
        demands = ScoredDemands.objects.in_bulk({facts["demands"] for facts in scored if facts.get("demands")})
        self.demands = {str(pk): row for pk, row in demands.items()}
        self.rules = ScoringConfigVersion.objects.in_bulk({facts["rules"] for facts in scored if facts.get("rules")})
        self.people = set(_standing(entry.candidate_id for entry in piece))

    def wrong(self, entry, verdict):
        """Why the evidence is not what was sealed; "" if it is, or if it was erased with its person (or job)."""
        facts = entry.facts
        if entry.kind != Decision.Kind.SCORED:
            return ""
        features = self.features.get(facts.get("features"))
        if features is None:
            verdict.erased += 1
            return "The features that it names are gone, though the person is not." if entry.candidate_id in self.people else ""
        if salted(features.salt, features.row) != facts["features_digest"]:
            return "The features that it names are not what was scored."
        demands, rules = self.demands.get(facts.get("demands")), self.rules.get(facts.get("rules"))
        if demands and digest(demands.facts) != facts["demands_digest"]:
            return "The job's demands that it names are not what was scored."
        if rules and digest(rules.body) != facts["rules_digest"]:
            return "The scoring rules that it names are not what was scored by."
        return ""


def _standing(candidate_ids):
    from jobs.models import Candidate

    return Candidate.objects.filter(pk__in=set(candidate_ids) - {None}).values_list("pk", flat=True)
