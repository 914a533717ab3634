"""The board: a column for each stage, the cards that a member may see, moves that are never lost without a word."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from collaboration.models import Comment, Interview, Task
from collaboration.services import assignments
from jobs.blind import pseudonym
from jobs.models import Application, Job, RejectionReason
from jobs.services.applications import apply_to_job, move_application, reject
from jobs.services.candidates import assign_sight, create_candidate
from jobs.services.jobs import create_job, join_team, open_job
from matching.models import Match


@pytest.fixture
def address(job):
    return reverse("collaboration:board", args=[job.pk])


@pytest.fixture
def moving(application):
    return reverse("collaboration:board_move", args=[application.pk])


def people(job, actor, count, **fields):
    """`count` more applicants with a match, a task, an interview and a comment each."""
    made = []
    for number in range(count):
        person = create_candidate(company=job.company, actor=actor, name=f"Person {number:03}", emails=[f"p{number}@people.test"])
        one = apply_to_job(job=job, candidate=person, actor=actor)
        Application.objects.filter(pk=one.pk).update(match_score=number % 100, assignee=actor, **fields)
        Match.objects.update_or_create(
            job=job,
            candidate=person,
            company=job.company,
            defaults={
                "score": number % 100,
                "engine_version": "1",
                "feature_version": 1,
                "components": {"met": ["Python", "Django", "Git"]},
            },
        )
        Task.objects.create(company=job.company, text="Call", member=actor, application=one, candidate=person, job=job)
        Interview.objects.create(company=job.company, application=one, name="Talk")
        Comment.objects.create(company=job.company, application=one, author=actor, text="Good")
        made.append(one)
    return made


def page_of(client, address, **query):
    return client.get(address, query).content.decode()


def stage_of(job, type):
    return job.stages.get(type=type)


def test_a_card_says_who_how_well_why_and_what_comes_next(sign_in, recruiter, job, address):
    [one] = people(job, recruiter, 1)
    Application.objects.filter(pk=one.pk).update(
        answer_due_at=timezone.now() - timedelta(days=1), moved_at=timezone.now() - timedelta(days=4)
    )

    answer = sign_in(recruiter).get(address)

    [card] = answer.context["columns"][0].cards
    assert (
        card["met"] == ["Python", "Django"]
        and card["step"][1] == "Talk"
        and card["said"] == 1
        and card["days"] == 4
        and card["overdue"]
    )
    page = answer.content.decode()
    for words in ("Person 000", "Python", "Talk", "Answer was due", "4 days here", recruiter.name):
        assert words in page
    assert (answer.context["columns"][0].count, answer.context["columns"][0].median) == (1, 4)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_any_number_of_cards_takes_the_same_queries(sign_in, recruiter, job, address, count, django_assert_num_queries):
    people(job, recruiter, count)
    client = sign_in(recruiter)
    client.get(address)

    with django_assert_num_queries(15):
        page = client.get(address).content.decode()

    assert page.count("data-card=") == min(count, 25)
    assert ("column-more" in page) == (count > 25)


@pytest.mark.parametrize("order", ["score", "due"])
def test_a_column_fills_as_it_scrolls(sign_in, recruiter, job, address, order):
    made = people(job, recruiter, 30)
    Application.objects.filter(pk__in=[one.pk for one in made[:5]]).update(match_score=None, answer_due_at=None)
    first = sign_in(recruiter).get(address, {"sort": order}).context["columns"][0]
    query = {"sort": order, "column": first.key, "cursor": first.cursor}

    rest = sign_in(recruiter).get(address, query)

    shown = [card["pk"] for card in [*first.cards, *rest.context["column"].cards]]
    assert len(shown) == 30 and set(shown) == {one.pk for one in made} and rest.context["column"].cursor is None
    assert "<html" not in rest.content.decode()


def test_a_page_that_scrolled_gets_as_many_again(sign_in, recruiter, job, address):
    people(job, recruiter, 30)
    first = sign_in(recruiter).get(address).context["columns"][0]

    [again, *_] = sign_in(recruiter).get(address, {"have": [f"{first.key}.30", "x.9", "nonsense"]}).context["columns"]

    assert len(again.cards) == 30 and again.cursor is None


def test_the_median_is_the_one_in_the_middle(sign_in, recruiter, job, address):
    for one, days in zip(people(job, recruiter, 3), (1, 5, 90), strict=True):
        Application.objects.filter(pk=one.pk).update(moved_at=timezone.now() - timedelta(days=days))

    column = sign_in(recruiter).get(address).context["columns"][0]

    assert (column.count, column.median) == (3, 5)


def test_a_swap_equals_a_reload(sign_in, recruiter, job, address):
    people(job, recruiter, 3)
    client = sign_in(recruiter)

    piece = client.get(address, headers={"HX-Request": "true", "HX-Target": "board"}).content.decode().strip()

    assert piece.startswith('<div id="board"') and piece in page_of(client, address)


def test_filters_narrow_cards_and_counts(sign_in, recruiter, admin, job, address):
    made = people(job, recruiter, 3)
    assignments.assign(actor=recruiter, member=admin, application=made[0])
    client = sign_in(recruiter)

    def counted(**query):
        return client.get(address, query).context["columns"][0].count

    assert [counted(), counted(score=1), counted(mine="true"), counted(assignee=str(admin.pk)), counted(q="001")] == [
        3,
        2,
        2,
        1,
        1,
    ]
    assert counted(source="nothing") in (0, 3)
    assert "Nobody fits these filters" in page_of(client, address, score=99)


def test_an_interviewer_sees_only_their_cards(sign_in, recruiter, interviewer, job, address):
    mine, other = people(job, recruiter, 2)
    assign_sight(candidate=mine.candidate, member=interviewer, actor=recruiter)

    for where in (address, reverse("collaboration:boards")):
        page = page_of(sign_in(interviewer), where)
        assert mine.candidate.name in page and other.candidate.name not in page
        assert "data-movable" not in page


def test_a_confidential_job_is_not_on_the_board_across_jobs(sign_in, company, recruiter, admin, application):
    secret = open_job(job=create_job(company=company, actor=admin, title="Secret", confidential=True), actor=admin)
    join_team(job=secret, member=admin, part="recruiter")
    [hidden] = people(secret, admin, 1)

    page = page_of(sign_in(recruiter), reverse("collaboration:boards"))
    assert application.candidate.name in page and hidden.candidate.name not in page
    assert sign_in(recruiter).get(reverse("collaboration:board", args=[secret.pk])).status_code == 404
    assert hidden.candidate.name in page_of(sign_in(admin), reverse("collaboration:boards"))


def test_a_viewer_looks_and_moves_nothing(sign_in, viewer, application, address, moving):
    client = sign_in(viewer)

    page = page_of(client, address)
    answer = client.post(moving, {"stage": stage_of(application.job, "reviewed").pk})

    assert application.candidate.name in page and "data-movable" not in page and 'class="board sortable"' not in page
    assert answer.status_code == 403
    application.refresh_from_db()
    assert application.stage.type == "applied"


def test_a_card_is_moved_and_can_be_taken_back(sign_in, recruiter, application, moving):
    client = sign_in(recruiter)
    answer = client.post(
        moving,
        {"stage": stage_of(application.job, "interview").pk, "revision": application.revision, "from": application.stage_id},
    )

    assert answer.status_code == 200 and "is in “" in answer.json()["text"]
    application.refresh_from_db()
    assert application.stage.type == "interview" and answer.json()["revision"] == application.revision
    client.post(answer.json()["undo"])
    application.refresh_from_db()
    assert application.stage.type == "applied"


def test_across_jobs_the_type_names_the_jobs_own_stage(sign_in, recruiter, application, moving):
    answer = sign_in(recruiter).post(
        moving, {"type": "interview", "revision": application.revision, "from": application.stage_id}
    )

    application.refresh_from_db()
    assert answer.status_code == 200 and application.stage == stage_of(application.job, "interview")


def test_who_comes_too_late_is_told_who_moved_it_and_where(sign_in, recruiter, admin, application, moving):
    interview, offer = stage_of(application.job, "interview"), stage_of(application.job, "offer")
    seen, before = application.revision, application.stage_id
    move_application(application=application, to_stage=interview, actor=admin)

    answer = sign_in(recruiter).post(moving, {"stage": offer.pk, "revision": seen, "from": before})

    assert answer.status_code == 409
    assert answer.json()["text"] == f"{admin.name} moved {application.candidate.name} to “{interview.name}” a moment ago."
    application.refresh_from_db()
    assert application.stage == interview


def test_a_rejection_meanwhile_is_told_too(sign_in, recruiter, admin, application, moving):
    seen, reason = application.revision, RejectionReason.objects.create(company=application.company, name="Too far")
    reject(application=application, actor=admin, reason=reason)

    answer = sign_in(recruiter).post(
        moving, {"stage": stage_of(application.job, "offer").pk, "revision": seen, "from": application.stage_id}
    )

    assert answer.status_code == 409 and answer.json()["text"].startswith(f"{admin.name} rejected {application.candidate.name}")


def test_what_changed_besides_the_stage_stops_no_move(sign_in, recruiter, application, moving):
    seen = application.revision
    Application.objects.filter(pk=application.pk).update(revision=seen + 3)

    answer = sign_in(recruiter).post(
        moving, {"stage": stage_of(application.job, "offer").pk, "revision": seen, "from": application.stage_id}
    )

    assert answer.status_code == 200


def test_a_hire_is_asked_for_first(sign_in, recruiter, application, moving):
    client, body = sign_in(recruiter), {"stage": stage_of(application.job, "hired").pk, "revision": application.revision}

    asked = client.post(moving, body)
    application.refresh_from_db()
    assert (asked.status_code, asked.json()["code"], application.status) == (422, "confirm", "active")

    done = client.post(moving, body | {"confirmed": "1"})
    application.refresh_from_db()
    assert (
        done.status_code == 200
        and application.status == "hired"
        and application.job.openings.filter(status="filled").count() == 1
    )
    page = client.get(reverse("collaboration:board", args=[application.job_id]))
    assert page.context["columns"][-1].count == 1, "who was hired stands in the last column"


def test_a_refused_move_says_why(sign_in, recruiter, application, moving, their_job):
    application.job.openings.update(status="closed", closed_at=timezone.now())
    client = sign_in(recruiter)

    full = client.post(moving, {"stage": stage_of(application.job, "hired").pk, "confirmed": "1"})
    elsewhere = client.post(moving, {"stage": their_job.stages.first().pk})
    nowhere = client.post(moving, {"type": "dreaming"})

    assert full.status_code == 409 and "All openings of this job are filled" in full.json()["text"]
    assert elsewhere.status_code == nowhere.status_code == 422 and "no such stage" in nowhere.json()["text"]


def test_a_card_that_was_just_moved_says_by_whom(sign_in, recruiter, admin, application, address):
    move_application(application=application, to_stage=stage_of(application.job, "interview"), actor=admin)

    page = page_of(sign_in(recruiter), address)

    assert f'data-by="{admin.pk}"' in page and f"{admin.name} moved {application.candidate.name} to" in page


def test_what_happens_to_a_card_is_told_to_the_boards(
    sign_in, recruiter, admin, application, django_capture_on_commit_callbacks, monkeypatch
):
    from accounts import live
    from collaboration.services.comments import add_comment

    told = set()
    monkeypatch.setattr(live, "_tell", lambda kind, topics: told.update(topics))
    wanted = {f"job:{application.job_id}", f"applications:{application.company_id}"}

    for act in (
        lambda: move_application(application=application, to_stage=stage_of(application.job, "reviewed"), actor=admin),
        lambda: assignments.assign(actor=admin, member=recruiter, application=application),
        lambda: add_comment(entity_type="application", entity=application, author=recruiter, text="Well"),
        lambda: people(application.job, recruiter, 1),
    ):
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert wanted <= told


def test_an_empty_job_says_what_to_do(sign_in, recruiter, job, address):
    page = page_of(sign_in(recruiter), address)

    assert "Nobody has applied yet" in page and "Upload résumés" in page
    assert Membership.objects.filter(company=job.company).exists()


def test_a_job_that_is_reviewed_blind_shows_nobodys_name(sign_in, company, recruiter, job, address):
    [one] = people(job, recruiter, 1)
    Job.objects.filter(pk=job.pk).update(blind=True)
    company.reviews_blind = True
    company.save(update_fields=["reviews_blind"])

    for where in (address, reverse("collaboration:boards")):
        page = page_of(sign_in(recruiter), where)
        assert pseudonym(one.candidate_id) in page and "Person 000" not in page
