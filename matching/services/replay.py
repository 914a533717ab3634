"""Stored scores made again from what was stored with them: the features, the job's demands, the version of the rules."""

from dataclasses import dataclass, field

from matching.engine import ENGINE_VERSION, FeatureTable, Knockout, ScoringConfig, compile, explain, similarity
from matching.engine import Job as Demands
from matching.services.chain import canonical
from matching.services.evidence import lines_of
from matching.services.features import taxonomy_of, to_row


@dataclass
class Replay:
    """same: how many came out bit for bit; other: [(match, what differs)]; older: made by an engine that is not here any more."""

    same: int = 0
    other: list = field(default_factory=list)
    older: int = 0


def replay(matches) -> Replay:
    """Score and every line of these matches again, those of equal rules and demands together as they were made."""
    found, groups, known = Replay(), {}, {}
    for match in matches.select_related("config_version"):
        if match.engine_version != ENGINE_VERSION or not match.lines or match.config_version is None:
            found.older += 1
            continue
        groups.setdefault((match.company_id, match.config_version_id, canonical(match.job_facts)), []).append(match)
    for (company_id, *_rest), group in groups.items():
        if company_id not in known:
            known[company_id] = taxonomy_of(company_id)
        for match, why in zip(group, _explained(group, known[company_id]), strict=True):
            if why.total != match.score:
                found.other.append((match, f"the score was {match.score}, it comes out as {why.total}"))
            elif why.reasons != match.knockouts or lines_of(why) != match.lines:
                found.other.append((match, f"the score {match.score} is the same, its lines are not"))
            else:
                found.same += 1
    return found


def _explained(group, known):
    first = group[0]
    demands = Demands(**{**first.job_facts, "fields": tuple(first.job_facts.get("fields", ()))})
    compiled = compile(ScoringConfig.from_dict(first.config_version.body), demands, known)
    table = FeatureTable.build(
        to_row(place, match.features, known, [Knockout(**rule) for rule in match.waived]) for place, match in enumerate(group)
    )
    alike = similarity(table, compiled)
    return [explain(table, place, compiled, alike, known) for place in range(len(group))]
