"""What the decision record says and when: entries from events, who saw which score, and the record taken out as a file."""

import csv
import json

from django.db import transaction
from django.db.models import Q

from accounts.events import publish
from accounts.models import Membership
from jobs.blind import EARLY
from jobs.models import Application, Candidate, Job, Stage, StageChange
from jobs.services.exports import safe
from matching import events
from matching.models import Decision, Match, ScoredDemands, ScoredFeatures, ScoringConfigVersion
from matching.services import chain
from matching.services.chain import append, body, digest

Kind = Decision.Kind
ACTS = {
    "application.moved": Kind.MOVED,
    "application.rejected": Kind.REJECTED,
    "application.unrejected": Kind.UNREJECTED,
    "application.hired": Kind.HIRED,
    "application.unhired": Kind.UNHIRED,
    "application.withdrawn": Kind.WITHDRAWN,
    "application.reopened": Kind.REOPENED,
    "match.knocked_out": Kind.KNOCKED_OUT,
    "match.unknocked": Kind.RELEASED,
    "knockout.waived": Kind.LET_IN,
    "knockout.restored": Kind.SENT_BACK,
}
BY_RULE = {"match.knocked_out", "match.unknocked"}


def _by_company(rows):
    """[(company id, its rows)], always in the same order, so that two workers never wait for each other in a ring."""
    found = {}
    for row in rows:
        found.setdefault(row.company_id, []).append(row)
    return sorted(found.items())


def _ids(rows, name):
    return {row.facts[name] for row in rows if row.facts.get(name)}


def record_scores(rows):
    """An entry for each version of a score."""
    for company_id, of_company in _by_company(row for row in rows if row.facts.get("match_id")):
        features = dict(ScoredFeatures.objects.filter(pk__in=_ids(of_company, "features_id")).values_list("pk", "digest"))
        demands = dict(ScoredDemands.objects.filter(pk__in=_ids(of_company, "demands_id")).values_list("pk", "digest"))
        versions = ScoringConfigVersion.objects.in_bulk(_ids(of_company, "config_version_id"))
        digests = {str(pk): one for pk, one in (features | demands).items()}
        rules = {pk: (version.number, digest(version.body)) for pk, version in versions.items()}
        append(company_id, [_of_score(row, digests, rules) for row in of_company])


def _of_score(row, digests, rules):
    facts = row.facts
    number, rules_digest = rules.get(facts["config_version_id"], (None, None))
    return Decision(
        kind=Kind.SCORED,
        at=row.at,
        event_id=row.pk,
        job_id=facts["job_id"],
        candidate_id=facts["candidate_id"],
        application_id=facts["application_id"] or None,
        match_id=facts["match_id"],
        match_version=facts["version"],
        facts={
            "score": facts["score"],
            "engine": facts["engine"],
            "waived": facts["waived"],
            "rules": facts["config_version_id"],
            "rules_version": number,
            "rules_digest": rules_digest,
            "features": facts["features_id"],
            "feature_version": facts["feature_version"],
            "features_digest": digests.get(facts["features_id"]),
            "demands": facts["demands_id"],
            "demands_digest": digests.get(facts["demands_id"]),
        },
    )


def record_acts(rows):
    """An entry for each act on an application, a rule's acts too: by whom, and at which version of its score."""
    for company_id, of_company in _by_company(rows):
        applications = Application.objects.in_bulk(_ids(of_company, "application_id"))
        applications = {str(pk): one for pk, one in applications.items()}
        changes = StageChange.objects.in_bulk(_ids(of_company, "stage_change_id"))
        stages = Stage.objects.in_bulk({pk for one in changes.values() for pk in (one.from_stage_id, one.to_stage_id)} - {None})
        scores = _Scores(applications)
        entries = [_of_act(row, applications, changes, stages, scores) for row in of_company]
        append(company_id, entries + _reveals(entries, applications, changes, stages))


def _of_act(row, applications, changes, stages, scores):
    application, change = applications.get(row.facts["application_id"]), changes.get(row.facts.get("stage_change_id"))
    said = {}
    if change:
        said["change"] = change.pk
    for name in ("from_stage", "to_stage") if change else ():
        stage = stages.get(getattr(change, f"{name}_id"))
        said[name] = {"id": stage.pk, "name": stage.name, "type": stage.type} if stage else None
    if application and row.name == "application.rejected" and application.closed_at == row.at and application.rejection_reason_id:
        said["reason"] = str(application.rejection_reason_id)
    if "codes" in row.facts:
        said["rules"] = row.facts["codes"]
    match, version, score = scores.at(application, row.at)
    return Decision(
        kind=ACTS[row.name],
        at=row.at,
        event_id=row.pk,
        application_id=row.facts["application_id"],
        job_id=row.facts.get("job_id"),
        candidate_id=application.candidate_id if application else None,
        member_id=None if row.name in BY_RULE else row.member_id,
        person_id=None if row.name in BY_RULE else row.person_id,
        match_id=match,
        match_version=version,
        facts=said | {"score": score, "by": "rule" if row.name in BY_RULE else row.actor_kind},
    )


def _reveals(entries, applications, changes, stages):
    """On a job reviewed blind an act tells who somebody is: to whoever acted, or to all when the review is over."""
    blind = set(Job.objects.filter(pk__in={one.job_id for one in applications.values()}, blind=True).values_list("pk", flat=True))
    of_change = {
        one.pk: one
        for one in changes.values()
        if one.application_id in {app.pk for app in applications.values() if app.job_id in blind}
    }
    before = StageChange.objects.filter(application__in={one.application_id for one in of_change.values()}, member__isnull=False)
    before = list(before.exclude(cause="applied").values_list("application_id", "member_id", "pk"))
    found = []
    for entry, change in ((entry, of_change.get(entry.facts.get("change"))) for entry in entries):
        if change is None or change.from_status != "active":
            continue
        left, entered = stages.get(change.from_stage_id), stages.get(change.to_stage_id)
        over = change.to_status != "active" or (entered is not None and entered.type not in EARLY)
        again = any(app == change.application_id and member == change.member_id and pk < change.pk for app, member, pk in before)
        if (left is not None and left.type not in EARLY) or (again and not over) or (change.member_id is None and not over):
            continue
        found.append(
            Decision(
                kind=Kind.REVEALED,
                at=entry.at,
                event_id=entry.event_id,
                application_id=entry.application_id,
                job_id=entry.job_id,
                candidate_id=entry.candidate_id,
                member_id=entry.member_id,
                person_id=entry.person_id,
                facts={"to": "all" if over else "member"},
            )
        )
    return found


def record_uncovered_jobs(rows):
    """That blind review was switched off: from then on everybody sees who the applicants are."""
    rows = [row for row in rows if "blind" in row.facts["fields"]]
    open_now = {str(pk) for pk in Job.objects.filter(pk__in=_ids(rows, "job_id"), blind=False).values_list("pk", flat=True)}
    for company_id, of_company in _by_company(row for row in rows if row.facts["job_id"] in open_now):
        append(
            company_id,
            [
                Decision(
                    kind=Kind.REVEALED,
                    at=row.at,
                    event_id=row.pk,
                    job_id=row.facts["job_id"],
                    member_id=row.member_id,
                    facts={"to": "all"},
                )
                for row in of_company
            ],
        )


class _Scores:
    """The scores that were in force at a moment, as the record itself has them; one that it has not yet, from the match."""

    def __init__(self, applications):
        pairs = {(one.job_id, one.candidate_id) for one in applications.values()}
        matches = Match.objects.filter(job__in={job for job, _person in pairs}, candidate__in={person for _job, person in pairs})
        found = {match.pk: match for match in matches.only("job_id", "candidate_id", "score", "version", "at")}
        self.of_pair = {}
        scored = Decision.objects.filter(match_id__in=found, kind=Kind.SCORED).order_by("number")
        made = [(match.at, match.pk, match.version, str(match.score)) for match in found.values()]
        made += [(entry.at, entry.match_id, entry.match_version, entry.facts["score"]) for entry in scored]
        for score in sorted(made, key=lambda score: (score[0], score[2])):
            match = found[score[1]]
            self.of_pair.setdefault((match.job_id, match.candidate_id), []).append(score)

    def at(self, application, moment):
        """(match id, version, score) of the newest of the pair's scores that was made by then; Nones if there was none."""
        made = self.of_pair.get((application.job_id, application.candidate_id), []) if application else []
        return next((score[1:] for score in reversed(made) if score[0] <= moment), (None, None, None))


def record_erasures(rows):
    """That a person was erased, and when: after it their features are rightly gone."""
    for company_id, of_company in _by_company(rows):
        append(
            company_id,
            [
                Decision(
                    kind=Kind.ERASED, at=row.at, event_id=row.pk, candidate_id=row.facts["candidate_id"], member_id=row.member_id
                )
                for row in of_company
            ],
        )


@transaction.atomic
def record_sights(*, member_id, seen, at):
    """That a member saw these versions of scores: {match id: version}. What stands in the record already is not written again."""
    member = Membership.objects.get(pk=member_id)
    link = chain.lock(member.company_id)
    matches = Match.objects.filter(company=member.company_id, pk__in=seen).only("job_id", "candidate_id", "score", "version")
    versions = {(str(match.pk), match.version): (match.job_id, match.candidate_id, None, str(match.score)) for match in matches}
    scored = Decision.objects.filter(company=member.company_id, kind=Kind.SCORED, match_id__in=seen)
    versions |= {
        (str(entry.match_id), entry.match_version): (entry.job_id, entry.candidate_id, entry.application_id, entry.facts["score"])
        for entry in scored
    }
    had = Decision.objects.filter(kind=Kind.SEEN, member_id=member.pk, match_id__in=seen).values_list("match_id", "match_version")
    had = {(str(match), version) for match, version in had}
    entries = []
    for key in sorted((set(seen.items()) - had) & versions.keys()):
        job, candidate, application, score = versions[key]
        entries.append(
            Decision(
                kind=Kind.SEEN,
                at=at,
                job_id=job,
                candidate_id=candidate,
                application_id=application,
                member_id=member.pk,
                match_id=key[0],
                match_version=key[1],
                facts={"score": score},
            )
        )
    append(member.company_id, entries, link)
    return len(entries)


def of_candidate(candidate, member):
    """The entries about a person, also from before rows were merged into theirs, as far as the member may see them."""
    merged = Candidate.objects.filter(company=candidate.company_id, merged_into=candidate).values("pk")
    return Decision.objects.visible_to(member).filter(Q(candidate_id=candidate.pk) | Q(candidate_id__in=merged))


def of_job(job, member):
    return Decision.objects.visible_to(member).filter(job_id=job.pk)


COLUMNS = [
    "number",
    "at",
    "kind",
    "job_id",
    "candidate_id",
    "application_id",
    "member_id",
    "member",
    "person_id",
    "match_id",
    "match_version",
    "score",
    "facts",
    "previous",
    "hash",
]


def names_of(entries):
    """{id: name} of the members that entries name. Colleagues' names stand beside the record, not in it."""
    return {
        pk: name or email
        for pk, name, email in Membership.objects.filter(pk__in={entry.member_id for entry in entries} - {None}).values_list(
            "pk", "user__name", "user__email"
        )
    }


class _Echo:
    def write(self, line):
        return line


def _pieces(entries):
    piece = []
    for entry in entries.order_by("number").iterator(chain.PIECE):
        piece.append(entry)
        if len(piece) == chain.PIECE:
            yield piece, names_of(piece)
            piece = []
    yield piece, names_of(piece)


def as_csv(entries):
    """The lines of the file, a thousand entries a query; a cell that could be a formula is made text."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for piece, names in _pieces(entries):
        for entry in piece:
            said = body(entry) | {
                "member": names.get(entry.member_id, ""),
                "score": entry.facts.get("score"),
                "previous": entry.previous,
                "hash": entry.hash,
                "facts": chain.canonical(entry.facts),
            }
            yield writer.writerow([safe(said[name]) for name in COLUMNS])


def as_json(entries, about, hidden=frozenset()):
    """The record as one JSON object, piece by piece, with the demands and rules that scores were made of, and the features, but for
    those of the candidates in `hidden`: they hold a place."""
    yield json.dumps(about, default=str)[:-1] + ', "entries": ['
    used, first = {"features": set(), "demands": set(), "rules": set()}, True
    for piece, names in _pieces(entries):
        for entry in piece:
            said = body(entry) | {"member": names.get(entry.member_id), "previous": entry.previous, "hash": entry.hash}
            yield ("" if first else ",") + "\n" + json.dumps(said, ensure_ascii=False)
            first = False
            for name, ids in used.items() if entry.kind == Kind.SCORED else ():
                if name != "features" or entry.candidate_id not in hidden:
                    ids.add(entry.facts[name])
    yield "\n]"
    for name, model, columns in (
        ("features", ScoredFeatures, ("salt", "row")),
        ("demands", ScoredDemands, ("facts",)),
        ("rules", ScoringConfigVersion, ("body",)),
    ):
        yield f', "{name}": {{'
        for place, (pk, *values) in enumerate(model.objects.filter(pk__in=used[name] - {None, ""}).values_list("pk", *columns)):
            yield (
                ("," if place else "")
                + f"\n{json.dumps(str(pk))}: "
                + json.dumps(dict(zip(columns, values, strict=True)), ensure_ascii=False)
            )
        yield "}"
    yield "}\n"


@transaction.atomic
def log_export(*, actor, subject, count):
    """Write down that somebody took a record out as a file."""
    publish(events.DecisionsExported(subject._meta.model_name, count), actor=actor, subject=subject)
