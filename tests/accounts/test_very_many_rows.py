"""Rows that are written past the ORM are those that it would have written."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.bulk import insert_all, insert_rows, update_all
from accounts.events import publish
from accounts.models import Event
from jobs.models import Candidate, ContactPoint, Intake, IntakeRow, Tag
from tests.accounts.happenings import Unheard

pytestmark = pytest.mark.django_db


def values(model, **of):
    return list(
        model.objects.filter(**of).values_list(*(field.name for field in model._meta.concrete_fields if field.name != "id"))
    )


def test_they_read_back_as_those_of_bulk_create(company, candidate):
    def points(kind, start):
        return [
            ContactPoint(company=company, candidate=candidate, kind=kind, value=f"wörd\t\\N {n}", key=f"k{n}", position=n)
            for n in range(3)
        ]

    ContactPoint.objects.filter(candidate=candidate).delete()
    ContactPoint.objects.bulk_create(points("link", 0))
    expected = values(ContactPoint)
    ContactPoint.objects.all().delete()

    insert_all(points("link", 0))

    assert values(ContactPoint) == expected


def test_json_dates_and_nothing_survive(company, recruiter):
    one = Candidate(company=company, name="Ada", years="3.5", top_skills=["a", {"b": None}], custom={}, created_by=recruiter)

    insert_all([one])

    again = Candidate.objects.get(pk=one.pk)
    assert (again.top_skills, again.custom, float(again.years), again.created_at, again.created_by, again.consent_until) == (
        ["a", {"b": None}], {}, 3.5, one.created_at, recruiter, None
    )  # fmt: skip
    one.name = "Bea"
    one.save()  # an update: the row is known to be there
    assert Candidate.objects.of(company).count() == 1


def test_rows_share_what_they_share_and_have_ids_of_their_own(company):
    insert_rows(Tag, ["name"], [("a",), ("b",)], company=company.pk)

    assert sorted(Tag.objects.of(company).values_list("name", flat=True)) == ["a", "b"]
    assert len(set(Tag.objects.of(company).values_list("pk", flat=True))) == 2


def test_one_row_that_breaks_a_rule_and_none_is_written(company):
    with pytest.raises(IntegrityError):
        insert_rows(Tag, ["name"], [("a",), ("b",), ("a",)], company=company.pk)

    assert not Tag.objects.of(company).exists()


def test_each_row_is_updated_with_its_own(company, recruiter):
    intake = Intake.objects.create(company=company, kind="csv", by=recruiter)
    insert_all([IntakeRow(intake=intake, number=n, values=[str(n)]) for n in range(3)])
    rows = list(intake.rows.all())
    for row in rows:
        row.errors, row.state = {"name": f"wrong {row.number}"}, IntakeRow.State.BAD

    update_all(rows[:2], ["errors", "state"])

    assert list(intake.rows.values_list("number", "errors", "state")) == [
        (0, {"name": "wrong 0"}, "bad"), (1, {"name": "wrong 1"}, "bad"), (2, {}, "waiting"),
    ]  # fmt: skip


def test_a_thousand_events_that_nobody_hears_cost_no_more_statements_than_a_hundred(company, django_capture_on_commit_callbacks):
    def statements(count):
        with django_capture_on_commit_callbacks() as later, CaptureQueriesContext(connection) as asked:
            publish(*map(Unheard, range(count)), actor=None, subject=company)
        assert later == []  # no task for what has no handler
        return len(asked)

    assert statements(100) == statements(1000)
    assert Event.objects.filter(name=Unheard.name).exclude(handled_at=None).count() == 1100
