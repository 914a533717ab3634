"""`manage.py replay_matches`: stored scores come out again bit for bit, with every line, from what was stored with them."""

from random import Random

import pytest
from django.core.management import CommandError, call_command

from matching.engine import ScoringConfig as Rules
from matching.models import CandidateFeatures, Match
from matching.services.configs import save_config
from matching.services.scoring import score_job
from tests.matching.cast import a_row


def someone(chance):
    return a_row(
        skills=chance.sample(["python", "django", "docker", "postgresql", "java", "kubernetes"], chance.randint(0, 5)),
        years=chance.choice([None, chance.randint(0, 150) / 12]),
        tier=chance.choice([None, "none", "bachelor", "phd"]),
        flags=chance.randint(0, 7),
    )


def test_a_thousand_stored_scores_come_out_the_same(job, company, crowd, recruiter, capsys):
    save_config(
        company=company, job=job, actor=recruiter, body=Rules(knockouts=[{"kind": "minimum_years", "value": 1}]).to_dict()
    )
    chance = Random(7)
    crowd([someone(chance) for _place in range(1000)])
    score_job(job.pk)
    save_config(company=company, job=job, actor=recruiter, body=Rules().to_dict())  # what holds now changes nothing of what was
    CandidateFeatures.objects.update(row=a_row(skills=[]))
    assert len(set(Match.objects.values_list("score", flat=True))) > 50

    call_command("replay_matches")

    assert "1000 came out the same, 0 did not" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"score": "12.34"}, "the score was 12.34"),
        ({"lines": "0" * 64}, "its lines are not"),
        ({"features": a_row(skills=["java"])}, "it comes out as"),
    ],
)
def test_what_does_not_come_out_is_named(match, job, crowd, capsys, change, said):
    Match.objects.update(**change)
    with pytest.raises(SystemExit) as stop:
        call_command("replay_matches", "--job", str(job.pk))
    told = capsys.readouterr().out
    assert stop.value.code == 1 and said in told and str(match.pk) in told


def test_another_engines_scores_are_counted_by_themselves(match, capsys):
    Match.objects.update(engine_version="1")
    call_command("replay_matches")
    assert "0 came out the same, 0 did not, 1 were made by another engine" in capsys.readouterr().out


def test_a_job_that_is_not_there_is_said(db):
    for name in ("nonsense", "0192c7a0-0000-7000-8000-000000000000"):
        with pytest.raises(CommandError, match="There is no job"):
            call_command("replay_matches", "--job", name)
