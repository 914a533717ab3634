"""What a score was made of, kept so that it can be shown and computed again: a row for each version of a candidate's features
and of a job's demands, and what tells one version of a score from the next."""

from secrets import token_hex

from matching.models import ScoredDemands, ScoredFeatures
from matching.services.chain import digest, salted


def keep(job, features, demands):
    """{candidate id: {"features_id", "demands_id"}}; rows are written where they are missing. A few queries for any number."""
    facts = demands.facts()
    asked, _new = ScoredDemands.objects.get_or_create(job=job, digest=digest(facts), defaults={"facts": facts})
    new = []
    for row in features:
        salt = token_hex(16)
        new.append(
            ScoredFeatures(
                candidate_id=row.candidate_id, version=row.version, salt=salt, row=row.row, digest=salted(salt, row.row)
            )
        )
    have = _kept(features)
    missing = [one for one in new if (one.candidate_id, one.version) not in have]
    if missing:  # another worker may write the same ones: the first stays
        ScoredFeatures.objects.bulk_create(missing, batch_size=500, ignore_conflicts=True)
        have = _kept(features)
    return {
        row.candidate_id: {"features_id": have[row.candidate_id, row.version], "demands_id": str(asked.pk)} for row in features
    }


def _kept(features):
    """{(candidate id, version): id}."""
    rows = ScoredFeatures.objects.filter(candidate__in=[row.candidate_id for row in features])
    return {(candidate, version): str(pk) for candidate, version, pk in rows.values_list("candidate_id", "version", "pk")}


def stamp(match):
    """What makes a score another version of itself."""
    return match.score, match.config_version_id, match.engine_version, match.feature_version, match.lines


def made(match):
    """What the event of a score says of its making."""
    return {
        "match_id": match.pk,
        "version": match.version,
        "config_version_id": match.config_version_id,
        "engine": match.engine_version,
        "feature_version": match.feature_version,
    }


def lines_of(why):
    """The digest of everything that an explanation says: total, reasons and every line."""
    return digest(
        [
            why.total,
            why.earned,
            why.knocked,
            why.reasons,
            why.missing,
            [[miss.rule.code, miss.gap] for miss in why.missed],
            [vars(line) for line in why.lines],
        ]
    )
