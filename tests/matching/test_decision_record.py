"""The decision record: what was scored, who saw it, what they decided; it only grows, and erasing a person does not break it."""

from functools import partial
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.events import hand_on_now
from accounts.models import Company, Event, Receipt
from jobs.models import Candidate
from jobs.services import applications as service
from jobs.services import bulk
from jobs.services.candidates import delete_candidate
from matching.engine import ScoringConfig as Rules
from matching.models import GENESIS, Decision, DecisionChain, Match, ScoredFeatures
from matching.querysets import RecordGrowsOnly
from matching.services import chain
from matching.services.configs import save_config
from matching.services.scoring import score_job
from matching.services.waivers import let_back_in, take_back
from tests.conftest import OURS
from tests.matching.cast import a_row


@pytest.fixture
def handed(django_capture_on_commit_callbacks):
    """handed(act) runs an act and gives its events to their handlers, as after the commit."""

    def run(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **kwargs)

    return run


@pytest.fixture(autouse=True)
def a_cache_of_our_own(settings):
    """These tests forget everything now and then, and on Redis others keep their things in the same place."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "decisions"}}
    cache.clear()


def record(company, *kinds):
    rows = Decision.objects.filter(company=company).order_by("number")
    return list(rows.filter(kind__in=kinds) if kinds else rows)


def five_years(company, job, recruiter, years=5):
    body = Rules(knockouts=[{"kind": "minimum_years", "value": years}]).to_dict()
    return save_config(company=company, job=job, actor=recruiter, body=body)


def test_a_score_is_recorded_with_what_it_was_made_of(company, job, crowd, handed):
    crowd([a_row()])

    handed(score_job, job.pk)

    [entry], match, features = record(company), Match.objects.get(), ScoredFeatures.objects.get()
    assert (entry.kind, entry.number, entry.previous) == ("scored", 1, GENESIS)
    assert (entry.match_id, entry.match_version, entry.job_id, entry.candidate_id) == (match.pk, 1, job.pk, match.candidate_id)
    assert entry.application_id == job.applications.get().pk
    facts = entry.facts
    assert (facts["score"], facts["engine"], facts["rules"]) == (str(match.score), match.engine_version, match.config_version_id)
    assert (facts["features"], facts["feature_version"]) == (str(features.pk), 1)
    assert facts["features_digest"] == chain.salted(features.salt, match.features) == features.digest
    assert facts["rules_digest"] == chain.digest(match.config_version.body)


def test_the_same_number_under_other_rules_is_another_version_and_no_change_is_none(company, job, crowd, recruiter, handed):
    crowd([a_row(skills=[])])
    handed(score_job, job.pk)
    handed(score_job, job.pk)
    assert len(record(company)) == 1

    handed(save_config, company=company, job=job, actor=recruiter, body=Rules(cap=99).to_dict())

    assert [entry.match_version for entry in record(company)] == [1, 2]
    assert {entry.facts["score"] for entry in record(company)} == {str(Match.objects.get().score)}


def test_every_knockout_by_a_rule_is_an_entry_of_its_own_without_the_persons_facts(company, job, crowd, recruiter, handed):
    five_years(company, job, recruiter)
    crowd([a_row(years=3.25), a_row(years=7.0)])

    handed(score_job, job.pk)

    [entry] = record(company, "knocked_out")
    caught = Match.objects.get(score=0)
    assert (entry.match_id, entry.match_version, entry.facts["rules"], entry.facts["by"]) == (
        caught.pk,
        1,
        ["minimum_years"],
        "rule",
    )
    assert (entry.member_id, entry.candidate_id, entry.facts["score"]) == (None, caught.candidate_id, "0.00")
    assert "3.2" not in chain.canonical(chain.body(entry)["facts"])


def test_who_lets_somebody_back_in_stands_in_the_record(company, job, crowd, recruiter, handed):
    five_years(company, job, recruiter)
    [one] = crowd([a_row(years=3.25)])
    handed(score_job, job.pk)

    handed(let_back_in, application=one, actor=recruiter, note="Something private")
    handed(take_back, application=one, actor=recruiter)

    told = [
        (entry.kind, entry.member_id, entry.facts.get("rules"))
        for entry in record(company, "let_in", "sent_back", "released", "knocked_out")
    ]
    assert sorted(told, key=str) == sorted(
        [
            ("knocked_out", None, ["minimum_years"]),
            ("let_in", recruiter.pk, ["minimum_years"]),
            ("released", None, ["minimum_years"]),
            ("sent_back", recruiter.pk, ["minimum_years"]),
            ("knocked_out", None, ["minimum_years"]),
        ],
        key=str,
    )
    assert [entry.facts["waived"] for entry in record(company, "scored")] == [[], ["minimum_years"], []]
    assert "private" not in "".join(chain.canonical(chain.body(entry)) for entry in record(company))
    assert chain.verify(company).ok


def test_who_decided_what_at_which_score(company, job, crowd, recruiter, person, reason, handed):
    [one] = crowd([a_row()])
    handed(score_job, job.pk)
    first, second = job.stages.all()[:2]
    score = str(Match.objects.get().score)

    handed(service.move_application, application=one, to_stage=second, actor=recruiter)
    handed(service.reject, application=one, actor=recruiter, reason=reason, note="Said something private")
    handed(service.unreject, application=one, actor=recruiter)
    handed(service.hire, application=one, actor=recruiter)
    handed(service.unhire, application=one, actor=recruiter)
    handed(service.withdraw, application=one, actor=person)
    handed(service.reopen, application=one, actor=recruiter)

    acts = [entry for entry in record(company) if entry.kind != "scored"]
    assert [entry.kind for entry in acts] == ["moved", "rejected", "unrejected", "hired", "unhired", "withdrawn", "reopened"]
    assert {entry.facts["score"] for entry in acts} == {score}
    assert {entry.match_version for entry in acts} == {1}
    assert [entry.member_id for entry in acts] == [None if entry.kind == "withdrawn" else recruiter.pk for entry in acts]
    assert [entry.person_id for entry in acts if entry.kind == "withdrawn"] == [person.pk]
    assert acts[0].facts["from_stage"] == {"id": first.pk, "name": first.name, "type": first.type}
    assert acts[0].facts["to_stage"]["id"] == second.pk
    assert acts[1].facts["reason"] == str(reason.pk)
    assert "private" not in "".join(chain.canonical(chain.body(entry)) for entry in acts)


def test_a_decision_is_held_against_the_score_of_its_time(company, job, crowd, recruiter, handed):
    [one] = crowd([a_row()])
    handed(score_job, job.pk)
    before = str(Match.objects.get().score)
    with transaction.atomic():
        service.move_application(application=one, to_stage=job.stages.all()[1], actor=recruiter)  # nobody hands it on yet
    handed(
        save_config,
        company=company,
        job=job,
        actor=recruiter,
        body=Rules(weights={"skills": 20, "experience": 60, "education": 20}).to_dict(),
    )
    assert str(Match.objects.get().score) != before

    hand_on_now(Event.objects.filter(name="application.moved").values_list("pk", flat=True))

    [entry] = record(company, "moved")
    assert (entry.facts["score"], entry.match_version) == (before, 1)


def test_what_was_decided_before_there_was_a_score_names_none(company, application, recruiter, handed, reason):
    handed(service.reject, application=application, actor=recruiter, reason=reason)

    [entry] = record(company, "rejected")
    assert (entry.facts["score"], entry.match_id) == (None, None)


def test_an_event_that_is_handed_on_twice_gives_one_entry(company, application, recruiter, handed, reason):
    handed(service.reject, application=application, actor=recruiter, reason=reason)
    rejected = Event.objects.filter(name="application.rejected")
    rejected.update(handled_at=None)
    hand_on_now(rejected.values_list("pk", flat=True))
    assert len(record(company, "rejected")) == 1

    Receipt.objects.all().delete()  # even where the receipt is lost, the database refuses the second
    rejected.update(handled_at=None)
    hand_on_now(rejected.values_list("pk", flat=True))
    assert len(record(company, "rejected")) == 1


def test_a_thousand_moves_take_a_handful_of_queries(company, job, crowd, recruiter):
    crowd([a_row() for _place in range(1000)])
    stages = list(job.stages.all())

    def move(count, stage):
        rows = job.applications.filter(pk__in=list(job.applications.order_by("pk").values_list("pk", flat=True)[:count]))
        bulk.bulk_move(applications=rows, actor=recruiter, to_stage=stage)
        moved = list(Event.objects.filter(name="application.moved", handled_at=None))
        from matching.handlers import record_acts

        with CaptureQueriesContext(connection) as queries:
            record_acts(moved)
        Event.objects.filter(name="application.moved").update(handled_at="2026-01-01T00:00Z")
        return len(queries)

    move(1, stages[2])
    assert move(3, stages[1]) <= 11
    assert move(1000, stages[3]) <= 29  # SQLite takes some sixty entries a statement
    assert chain.verify(company).ok
    assert DecisionChain.objects.get().length == 1004


def test_opening_an_explanation_or_a_ranking_is_noted_once_for_each_member_and_version(
    company, job, crowd, recruiter, viewer, sign_in, handed
):
    one, two = crowd([a_row(), a_row(years=9.0)])
    handed(score_job, job.pk)
    explanation = reverse("matching:explanation", args=[one.pk])

    sign_in(recruiter).get(explanation)
    cache.clear()
    sign_in(recruiter).get(explanation)
    sign_in(recruiter).get(reverse("matching:job_ranking", args=[job.pk]))
    sign_in(viewer).get(explanation)

    seen = {(entry.member_id, entry.application_id, entry.match_version) for entry in record(company, "seen")}
    assert seen == {(recruiter.pk, one.pk, 1), (recruiter.pk, two.pk, 1), (viewer.pk, one.pk, 1)}
    assert len(record(company, "seen")) == 3

    handed(save_config, company=company, job=job, actor=recruiter, body=Rules(cap=99).to_dict())
    sign_in(recruiter).get(explanation)
    assert len(record(company, "seen")) == 4


def test_the_api_notes_it_too(company, match, recruiter, sign_in):
    for path in ("matches", f"matches/{match.pk}", f"matches/{match.pk}/explanation"):
        cache.clear()
        assert sign_in(recruiter).get(f"/api/v1/{path}").status_code == 200
        assert [entry.member_id for entry in record(company, "seen")] == [recruiter.pk]


def test_a_page_that_shows_a_score_writes_nothing_itself(job, crowd, recruiter, sign_in, handed, monkeypatch):
    [one] = crowd([a_row()])
    handed(score_job, job.pk)
    sent = []
    monkeypatch.setattr("matching.tasks.record_sights.delay", lambda **what: sent.append(what))
    client = sign_in(recruiter)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("matching:explanation", args=[one.pk]))
        client.get(reverse("matching:explanation", args=[one.pk]))

    assert len(sent) == 1
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_entries_can_not_be_changed_or_deleted(company, match, handed, job, recruiter, reason):
    handed(service.reject, application=job.applications.get(), actor=recruiter, reason=reason)
    entry = Decision.objects.get()
    for act in (
        entry.save,
        entry.delete,
        Decision.objects.all().delete,
        partial(Decision.objects.all().update, kind="seen"),
        partial(Decision.objects.bulk_update, [entry], ["kind"]),
    ):
        with pytest.raises(RecordGrowsOnly):
            act()


def test_the_database_refuses_it_too(company, application, handed, recruiter, reason):
    handed(service.reject, application=application, actor=recruiter, reason=reason)
    statements = ["UPDATE matching_decision SET kind = 'seen'"]
    if connection.vendor == "postgresql":
        statements.append("DELETE FROM matching_decision")
    for statement in statements:
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert len(record(company)) == 1


def test_erasing_a_person_takes_their_features_and_leaves_the_chain(company, job, crowd, recruiter, handed):
    crowd([a_row(), a_row()])
    handed(score_job, job.pk)
    gone = Candidate.objects.first()

    handed(delete_candidate, candidate=gone, actor=recruiter)

    assert not ScoredFeatures.objects.filter(candidate_id=gone.pk).exists()
    [erased] = record(company, "erased")
    assert (erased.candidate_id, erased.member_id) == (gone.pk, recruiter.pk)
    verdict = chain.verify(company)
    assert (verdict.ok, verdict.erased) == (True, 1)


def test_an_entry_holds_no_names_and_no_texts(company, job, application, fact, recruiter, handed, reason):
    handed(score_job, job.pk)
    handed(service.reject, application=application, actor=recruiter, reason=reason, note=f"{OURS} note", why=f"{OURS} why")
    everything = "".join(chain.canonical(chain.body(entry)) for entry in record(company))
    assert OURS not in everything and "mara" not in everything.lower()


def test_a_company_that_is_deleted_takes_its_record_along(company, application, recruiter, handed, reason):
    handed(service.reject, application=application, actor=recruiter, reason=reason)

    Match.objects.all().delete()
    job = application.job
    application.delete()
    job.delete()
    Company.objects.get(pk=company.pk).delete()

    assert not Decision.objects.exists() and not DecisionChain.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_one_chain(company):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    def write(place):
        try:
            chain.append(company.pk, [Decision(kind="erased", facts={"place": place, "n": n}) for n in range(5)])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))

    entries = record(company)
    assert [entry.number for entry in entries] == list(range(1, 121))
    assert all(two.previous == one.hash for one, two in pairwise(entries))
    assert chain.verify(company).ok
