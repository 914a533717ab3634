"""The feed: one log told in words, only of what the reader may see."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from collaboration.services import assignments, comments, feed
from jobs.services.applications import move_application, reject


@pytest.fixture
def busy(application, recruiter, admin, stages, reason):
    """An application that was moved, talked about, given to somebody and rejected."""
    comments.add_comment(entity_type="application", entity=application, author=admin, text="Secret words")
    comments.add_comment(entity_type="application", entity=application, author=admin, text="Private words", private=True)
    assignments.assign(actor=recruiter, member=admin, application=application)
    move_application(
        application=application, to_stage=application.job.stages.order_by("position")[1], actor=recruiter, why="Strong CV"
    )
    reject(application=application, actor=admin, reason=reason)
    return application


def told(member, **about):
    return [(line.who, strip_tags(line.text)) for line in feed.as_lines(feed.happened(member, **about), member)]


def test_it_says_who_did_what(busy, recruiter, admin):
    first, second = busy.job.stages.order_by("position")[:2]

    name, lines = busy.candidate.name, told(recruiter, candidate=busy.candidate)

    assert lines[0] == (admin.name, f"rejected {name} in “{second.name}”")
    assert lines[1] == (recruiter.name, f"moved {name} from “{first.name}” to “{second.name}”")
    assert (recruiter.name, f"gave {name} to {admin.name}") in lines and lines.count((admin.name, f"commented on {name}")) == 1
    assert set(lines) <= set(told(recruiter, job=busy.job)) | set(told(recruiter))


def test_it_can_be_narrowed(busy, recruiter, admin):
    assert {text for _who, text in told(recruiter, group="talk")} == {f"commented on {busy.candidate.name}"}
    assert {who for who, _text in told(recruiter, by=recruiter)} == {recruiter.name}


def test_a_name_that_attacks_is_a_name(busy, recruiter):
    busy.candidate.name = "<script>alert(1)</script> %(from)s"
    busy.candidate.save()

    texts = [line.text for line in feed.as_lines(feed.happened(recruiter, group="moves"), recruiter)]

    assert any("&lt;script&gt;" in text for text in texts) and not any("<script>" in text for text in texts)


def test_nobody_reads_of_what_they_may_not_see(busy, interviewer, stranger, viewer):
    assert not any("rejected" in text or "commented" in text for _who, text in told(interviewer))
    assert told(stranger, candidate=busy.candidate) == []
    busy.job.confidential = True
    busy.job.save()
    assert not any("rejected" in text for _who, text in told(viewer))


def test_pages_and_api_show_no_words_of_comments(busy, recruiter, sign_in):
    client = sign_in(recruiter)

    for address in (
        reverse("collaboration:activity"),
        reverse("collaboration:candidate_activity", args=[busy.candidate_id]),
        reverse("collaboration:job_feed", args=[busy.job_id]),
        "/api/v1/activity",
        f"/api/v1/activity?job={busy.job_id}",
    ):
        page = client.get(address)
        assert page.status_code == 200 and b"Secret words" not in page.content and b"reject" in page.content, address
    assert client.get("/api/v1/activity?group=gossip").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_any_number(busy, recruiter, sign_in, count, django_assert_num_queries):
    for number in range(count):
        comments.add_comment(entity_type="application", entity=busy, author=recruiter, text=f"Again {number}")
    client, address = sign_in(recruiter), reverse("collaboration:job_feed", args=[busy.job_id])
    client.get(address)

    with django_assert_num_queries(12):
        page = client.get(address)

    assert page.content.decode().count("commented on") == count + 1
