"""What unsaved rules would do: the engine's own numbers over all applicants, with names, causes and the people a rule would catch."""

import numpy as np
import pytest

from jobs.models import Application
from matching.engine import ScoringConfig as Rules
from matching.engine import compile, explain, score, similarity
from matching.models import CandidateFeatures, Match, ScoringConfigVersion
from matching.services import comparing, configs, people, rerank
from matching.services.features import taxonomy_of
from tests.matching.cast import a_row


def under(job, member, **changes):
    """The effect of the rules in force with `changes`."""
    version = configs.version_for(job)
    held = people.applicants(job, taxonomy_of(job.company_id))
    return rerank.rerank(held, version, {**version.body, **changes}, member)


def weights(skills, experience, education):
    return {"skills": skills, "experience": experience, "education": education}


def names(places):
    return [place.name for place in places]


def test_the_list_shows_the_engines_own_numbers(crowd, job, recruiter):
    rows = [a_row(["python", "django"], 1 + n % 7, ["associate", "bachelor", "master"][n % 3], flags=n % 4) for n in range(30)]
    crowd(rows)

    effect = under(job, recruiter, weights=weights(30, 50, 20))

    held = people.applicants(job, taxonomy_of(job.company_id))
    table, compiled = held.held[0].table, compile(Rules(weights=weights(30, 50, 20)), held.demands, held.known)
    alike = similarity(table, compiled)
    scores = score(table, compiled, alike)
    order = np.lexsort((np.arange(30), -scores.ticks))[:20].tolist()
    assert [place.application for place in effect.rows] == [held.applications[int(table.ids[row])] for row in order]
    for place, row in zip(effect.rows, order, strict=True):
        told = explain(table, row, compiled, alike, held.known)
        assert round(place.score, 2) == float(told.total)
        assert sum(place.points.values()) == pytest.approx(place.score, abs=0.01)


def test_nothing_is_written(crowd, job, recruiter, django_assert_num_queries):
    crowd([a_row(), a_row(years=9.0)])
    configs.version_for(job)

    before = ScoringConfigVersion.objects.count()
    under(job, recruiter, weights=weights(0, 100, 0))

    assert ScoringConfigVersion.objects.count() == before and not Match.objects.exists()


def test_who_enters_and_leaves_is_said_with_the_criterion_that_did_it(crowd, job, recruiter):
    able = [a_row(["python", "django", "docker"], 0.5)] * 20
    old_hands = [a_row(["python"], 9.0)] * 2
    crowd([*able, *old_hands])

    effect = under(job, recruiter, weights=weights(20, 80, 0))

    assert names(effect.entered) == ["Person 0020", "Person 0021"] == names(effect.rows)[:2]
    assert names(effect.left) == ["Person 0018", "Person 0019"]
    assert all(place.why[0] == "Years of experience" and place.why[1].startswith("+") for place in effect.entered)
    assert effect.rows[0].old_rank == 21 and effect.rows[0].moved == 20
    assert effect.moved == 20 and effect.changed == 22, "all of the list stand elsewhere, and everybody's score is another"


def test_whom_a_rule_would_catch_is_named_and_by_how_much(crowd, job, recruiter):
    crowd([a_row(years=6.0), a_row(years=4.8), a_row(years=None, skills=["python"]), a_row(["cobol"], 9.0)])

    effect = under(job, recruiter, knockouts=[{"kind": "minimum_years", "value": 5}, {"kind": "skill", "value": "python"}])

    assert names(effect.knocked) == ["Person 0001", "Person 0003"], "whom it hurts most first"
    assert effect.knocked_count == 2 and [place.old_rank for place in effect.knocked] == sorted(
        place.old_rank for place in effect.knocked
    )
    assert effect.knocked[0].reasons == ["4.8 years, rule says 5."]
    assert "Python is not in the résumé" in effect.knocked[1].reasons[0]
    assert "Person 0002" in names(effect.rows), "what was not read knocks nobody out"
    assert effect.left == []


def test_who_would_come_back_is_counted(crowd, job, recruiter, company):
    crowd([a_row(years=1.0), a_row(years=9.0)])
    strict = Rules().to_dict() | {"knockouts": [{"kind": "minimum_years", "value": 5}]}
    configs.save_config(company=company, job=job, actor=recruiter, body=strict)

    effect = under(job, recruiter, knockouts=[])

    assert effect.freed == 1 and effect.knocked_count == 0 and effect.entered[0].old_rank is None


def test_many_who_would_be_caught_are_counted_beyond_those_named(crowd, job, recruiter):
    crowd([a_row(years=1.0)] * 30)

    effect = under(job, recruiter, knockouts=[{"kind": "minimum_years", "value": 5}])

    assert len(effect.knocked) == rerank.NAMED and effect.knocked_more == 30 - rerank.NAMED and effect.rows == []


def test_the_table_is_kept_and_follows_what_changes(crowd, job, recruiter, django_assert_num_queries):
    applications = crowd([a_row(), a_row(years=5.0)])
    known = taxonomy_of(job.company_id)
    first = people.applicants(job, known).held[0]

    with django_assert_num_queries(2):
        assert people.applicants(job, known).held[0] is first

    features = CandidateFeatures.objects.get(candidate=applications[0].candidate_id)
    features.row, features.version = a_row(years=20.0), 2
    features.save()
    second = people.applicants(job, known).held[0]
    assert second is not first and second.table.years.tolist() == [20.0, 5.0]

    Application.objects.filter(pk=applications[1].pk).update(status="withdrawn", closed_at=applications[1].applied_at)
    assert len(people.applicants(job, known)) == 1


def test_a_changed_job_is_asked_anew(crowd, job, recruiter):
    crowd([a_row()])
    known = taxonomy_of(job.company_id)
    assert set(people.applicants(job, known).demands.required) == {"python", "django"}

    job.skills.filter(name="Django").delete()
    job.revision += 1
    job.save(update_fields=["revision"])

    assert set(people.applicants(job, known).demands.required) == {"python"}


def test_one_person_under_both_rules_line_by_line(crowd, job, recruiter):
    [application] = crowd([a_row(["python"], 1.0)])
    version = configs.version_for(job)
    body = version.body | {"weights": weights(80, 20, 0), "min_years": 4}

    old, new = comparing.under(application.candidate, job, [version.body, body], taxonomy_of(job.company_id))
    rows = comparing.pairs(old, new)

    assert sum(line.points for line in old.lines) == old.total and sum(line.points for line in new.lines) == new.total
    assert sum(row.gap for row in rows) == new.total - old.total
    python = next(row for row in rows if row.label == "Python")
    assert python.two.points > python.one.points and python.gap_text.startswith("+")


def test_nobody_to_rank(job, recruiter):
    effect = under(job, recruiter)

    assert (effect.count, effect.rows, effect.knocked) == (0, [], [])


def test_names_go_through_the_one_door(crowd, job, recruiter, stranger):
    crowd([a_row(), a_row(years=8.0)])

    assert len(under(job, recruiter).rows) == 2
    assert under(job, stranger).rows == []
