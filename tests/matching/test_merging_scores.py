"""Merging two candidates: their facts count together, each application's score is that of the person it belongs to."""

import pytest

from jobs.services.jobs import create_job, open_job
from jobs.services.merge import merge_candidates, undo_merge
from matching.models import Fact, Match
from tests.matching.test_scoring_applications import applicant, settled  # noqa: F401  (fixtures)


@pytest.fixture
def two(applicant, company, recruiter, job, settled):  # noqa: F811
    """Two records of one person with a running application each, for jobs of their own."""
    from jobs.services.applications import apply_to_job

    first = applicant("Ada Strong", "Python, Docker")
    second_job = open_job(
        job=create_job(company=company, actor=recruiter, title="Engineer", skills=[("Python", True, 5), ("Django", True, 4)]),
        actor=recruiter,
    )
    second = applicant("Bea Strong", "Python, Django, Kubernetes").candidate
    second.applications.all().delete()
    Match.objects.filter(candidate=second).delete()
    with settled():
        apply_to_job(job=second_job, candidate=second, actor=recruiter)
    return first.candidate, second


def state(*candidates):
    """What there is of them: scores by job, standing facts, matches."""
    return [
        (
            dict(one.applications.values_list("job__title", "match_score")),
            sorted(Fact.objects.standing().filter(candidate=one).values_list("kind", "key")),
            dict(Match.objects.filter(candidate=one).values_list("job__title", "score")),
            (one.years, one.top_skills, one.headline, one.name, one.email, one.search.skills, one.search.text),
        )
        for one in (type(one).objects.get(pk=one.pk) for one in candidates)
    ]


def test_what_both_know_counts_for_all_their_applications(two, recruiter, settled):  # noqa: F811
    kept, merged = two
    before = dict(kept.applications.values_list("job__title", "match_score"))

    with settled():
        merge_candidates(kept=kept, merged=merged, actor=recruiter)

    after = dict(kept.applications.values_list("job__title", "match_score"))
    assert len(after) == 2
    assert all(after[title] > score for title, score in before.items()), "Django is known of now"
    assert after == dict(Match.objects.filter(candidate=kept).values_list("job__title", "score"))


def test_no_fact_stands_twice(two, recruiter, settled):  # noqa: F811
    kept, merged = two

    with settled():
        merge_candidates(kept=kept, merged=merged, actor=recruiter)

    standing = list(Fact.objects.standing().filter(candidate=kept).values_list("kind", "key"))
    assert len(standing) == len(set(standing))
    assert ("skill", "django") in standing
    assert [key for kind, key in standing if kind == "name"] == ["ada strong"]


def test_taking_it_back_gives_everybody_their_own_facts_and_scores(two, recruiter, settled):  # noqa: F811
    kept, merged = two
    before = state(kept, merged)

    with settled():
        merge = merge_candidates(kept=kept, merged=merged, actor=recruiter)
    assert state(kept, merged) != before
    with settled():
        undo_merge(merge=merge, actor=recruiter)

    assert state(kept, merged) == before


def test_the_words_of_both_find_the_kept_one(two, recruiter, settled):  # noqa: F811
    kept, merged = two

    with settled():
        merge_candidates(kept=kept, merged=merged, actor=recruiter)

    found = type(kept).objects.visible_to(recruiter)
    assert list(found.search("kubernetes")) == [kept]
