"""`manage.py verify_decisions` finds what was changed behind the application's back, and says where it begins."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from matching.models import Decision, DecisionChain, ScoredFeatures
from matching.services import chain
from matching.services.scoring import score_job
from tests.matching.cast import a_row

ENTRIES = 6


@pytest.fixture
def record(company):
    return chain.append(company.pk, [Decision(kind="erased", facts={"place": place}) for place in range(ENTRIES)])


def sql(*statements):
    """Run statements as somebody with the database's own key would: past the trigger."""
    connection.check_constraints()  # PostgreSQL alters no table with checks outstanding
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE matching_decision DISABLE TRIGGER USER"
            if connection.vendor == "postgresql"
            else "DROP TRIGGER IF EXISTS matching_decision_stays"
        )
        for statement in statements:
            cursor.execute(statement)


def verify(*arguments):
    """(exit code, verdicts) of the command."""
    out = StringIO()
    try:
        call_command("verify_decisions", "--json", *arguments, stdout=out)
        code = 0
    except SystemExit as stop:
        code = stop.code
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_record_that_nobody_touched_holds(record, other_company):
    code, (ours, theirs) = verify()
    assert (code, ours["ok"], ours["length"], ours["head"]) == (0, True, ENTRIES, record[-1].hash)
    assert (theirs["ok"], theirs["length"]) == (True, 0)


@pytest.mark.parametrize(
    ("statements", "broken_at"),
    [
        (["UPDATE matching_decision SET facts = '{\"place\": 9}' WHERE number = 3"], 3),
        (["UPDATE matching_decision SET kind = 'seen' WHERE number = 1"], 1),
        (["UPDATE matching_decision SET at = '2020-01-01 00:00:00' WHERE number = 4"], 4),
        (["DELETE FROM matching_decision WHERE number = 3"], 3),
        (
            [
                "DELETE FROM matching_decision WHERE number = 3",
                "UPDATE matching_decision SET number = number - 1 WHERE number > 3",
            ],
            3,
        ),
        (["DELETE FROM matching_decision WHERE number = 1"], 1),
        ([f"DELETE FROM matching_decision WHERE number = {ENTRIES}"], ENTRIES),
        (["DELETE FROM matching_decision WHERE number > 2"], 3),
        (["DELETE FROM matching_decision"], 1),
        (
            [
                "UPDATE matching_decision SET number = 100 WHERE number = 2",
                "UPDATE matching_decision SET number = 2 WHERE number = 4",
                "UPDATE matching_decision SET number = 4 WHERE number = 100",
            ],
            2,
        ),
        (["DELETE FROM matching_decisionchain"], 1),
    ],
)
def test_what_was_tampered_with_is_found_where_it_begins(record, statements, broken_at):
    sql(*statements)
    code, [verdict] = verify("--company", "ours")
    assert (code, verdict["ok"], verdict["broken_at"]) == (1, False, broken_at)
    assert verdict["why"]


def test_a_record_written_anew_is_found_by_a_seal_kept_elsewhere(company, record):
    kept = f"4:{record[3].hash}"
    assert verify("--company", "ours", "--anchor", kept)[0] == 0
    sql("DELETE FROM matching_decision", "DELETE FROM matching_decisionchain")
    chain.append(company.pk, [Decision(kind="erased", facts={"place": place * 2}) for place in range(ENTRIES)])
    assert verify("--company", "ours")[0] == 0  # in itself it holds

    code, [verdict] = verify("--company", "ours", "--anchor", kept)
    assert (code, verdict["broken_at"]) == (1, 4)


def test_features_that_were_changed_or_taken_out_are_found(company, job, crowd, django_capture_on_commit_callbacks):
    crowd([a_row()])
    with django_capture_on_commit_callbacks(execute=True):
        score_job(job.pk)
    features = ScoredFeatures.objects.get()

    ScoredFeatures.objects.update(row=a_row(years=40.0))
    assert "not what was scored" in verify("--company", "ours")[1][0]["why"]
    ScoredFeatures.objects.update(row=features.row)
    assert verify("--company", "ours")[0] == 0
    ScoredFeatures.objects.all().delete()
    assert "though the person is not" in verify("--company", "ours")[1][0]["why"]


def test_in_words(record, company, capsys):
    call_command("verify_decisions")
    assert f"ours: {ENTRIES} entries hold" in capsys.readouterr().out
    sql("DELETE FROM matching_decision WHERE number = 2")
    with pytest.raises(SystemExit):
        call_command("verify_decisions")
    assert "broken at entry 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--company", "nobody"], "no company called nobody"),
        (["--anchor", "1:ab"], "needs --company"),
        (["--company", "ours", "--anchor", "one"], "NUMBER:HASH"),
    ],
)
def test_a_wrong_call_says_what_to_change(company, arguments, said):
    with pytest.raises(CommandError, match=said):
        verify(*arguments)


def test_the_chains_of_two_companies_do_not_touch(company, other_company, record):
    chain.append(other_company.pk, [Decision(kind="erased")])
    assert list(DecisionChain.objects.order_by("length").values_list("length", flat=True)) == [1, ENTRIES]
    assert verify()[0] == 0
