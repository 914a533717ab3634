"""Twenty clients move, assign and comment at random at the same time: the board then is what a reload shows and what the log tells."""

import random
import threading
from collections import Counter

import pytest
from django.db import connection, connections
from django.urls import reverse

from accounts.models import Event, Membership
from accounts.refusal import Refused
from collaboration.models import Assignment, Comment
from collaboration.services import assignments
from collaboration.services.comments import add_comment
from jobs.models import Application, Stage, StageChange
from jobs.services.applications import apply_to_job, move_application, reject, unreject
from jobs.services.candidates import create_candidate

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
CLIENTS, ACTS, PEOPLE = 20, 100, 40


@pytest.fixture(autouse=True)
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes one writer at a time; needs PostgreSQL")


@pytest.fixture
def applications(job, recruiter):
    people = [
        create_candidate(company=job.company, actor=recruiter, name=f"Person {n}", emails=[f"p{n}@p.test"]) for n in range(PEOPLE)
    ]
    return [apply_to_job(job=job, candidate=one, actor=recruiter) for one in people]


def one_act(random, ids, stages, members, told):
    """A random act of a random member on a page that may be old; what was refused is counted."""
    actor, row = random.choice(members), Application.objects.get(pk=random.choice(ids))
    kind = random.choices(["move", "blind", "reject", "unreject", "assign", "unassign", "comment"], [40, 10, 5, 10, 20, 5, 10])[0]
    try:
        if kind in ("move", "blind"):
            seen = row.revision - random.choice([0, 0, 1]) if kind == "move" else None
            move_application(application=row, to_stage=random.choice(stages), actor=actor, seen_revision=seen)
        elif kind == "reject":
            reject(application=row, actor=actor, at=row.moved_at)
        elif kind == "unreject":
            unreject(application=row, actor=actor)
        elif kind == "assign":
            assignments.assign(actor=actor, member=random.choice(members), application=row)
        elif kind == "unassign":
            assignments.unassign(actor=actor, application=row)
        else:
            add_comment(entity_type="application", entity=row, author=actor, text="Well")
    except Refused as refusal:
        told[refusal.code] += 1
    else:
        told["done"] += 1


def client(number, ids, stages, members, told, broken, gate):
    try:
        chance = random.Random(number)
        gate.wait()
        for _ in range(ACTS):
            one_act(chance, ids, stages, members, told)
    except Exception as error:  # a thread's failure is the test's
        broken.append(error)
    finally:
        connections.close_all()


def replayed(pk):
    """(stage, status) as the changes of stage tell it, each beginning where the one before ended."""
    stage = status = None
    for change in StageChange.objects.filter(application=pk).order_by("pk"):
        assert (change.from_stage_id, change.from_status or None) == (stage, status), (
            f"{change} does not follow what was before it"
        )
        stage, status = change.to_stage_id, change.to_status
    return stage, status


def test_2000_acts_of_20_clients_end_in_what_the_log_tells(job, applications, recruiter, admin, client_of):
    members = list(Membership.objects.filter(pk__in=[recruiter.pk, admin.pk]).select_related("company"))
    stages = list(Stage.objects.filter(job=job).exclude(type="hired"))
    ids, told, broken, gate = [one.pk for one in applications], Counter(), [], threading.Barrier(CLIENTS)
    args = (ids, stages, members, told, broken, gate)

    threads = [threading.Thread(target=client, args=(number, *args)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert broken == []
    assert sum(told.values()) == CLIENTS * ACTS and told["moved_meanwhile"] and told["done"] > CLIENTS * ACTS / 3
    rows = {row.pk: row for row in Application.objects.filter(pk__in=ids)}
    for pk, row in rows.items():
        assert replayed(pk) == (row.stage_id, row.status)
        running = Assignment.objects.running().filter(application=pk).first()
        assert row.assignee_id == (running and running.member_id)
    _the_log_tells_the_same(rows)
    page = client_of(recruiter).get(reverse("collaboration:board", args=[job.pk]))
    shown = {card["pk"]: card["stage_id"] for column in page.context["columns"] for card in column.cards}
    assert shown == {pk: row.stage_id for pk, row in rows.items() if row.status == "active"}
    counts = {column.key: column.count for column in page.context["columns"]}
    assert counts == {column.key: len(column.cards) for column in page.context["columns"]}


def _the_log_tells_the_same(rows):
    """One event for each change, and who has whom, and how often was commented, from the event log alone."""
    names = {"applied": "created", "moved": "moved", "rejected": "rejected", "unrejected": "unrejected"}
    changes = Counter(names[cause] for cause in StageChange.objects.values_list("cause", flat=True))
    log = Event.objects.filter(subject_type="jobs.application")
    assert changes == Counter(
        name.split(".")[1] for name in log.filter(name__startswith="application.").values_list("name", flat=True)
    )
    has = dict.fromkeys(rows)
    for name, facts in log.filter(name__startswith="assignment.").order_by("pk").values_list("name", "facts"):
        pk = next(pk for pk in rows if str(pk) == facts["application_id"])
        assert (str(has[pk]) if has[pk] else None) == (facts["before_id"] if name == "assignment.made" else facts["member_id"])
        has[pk] = facts["member_id"] if name == "assignment.made" else None
    assert has == {pk: str(row.assignee_id) if row.assignee_id else None for pk, row in rows.items()}
    assert log.filter(name="comment.created").count() == Comment.objects.count()


@pytest.fixture
def client_of(sign_in):
    return sign_in
