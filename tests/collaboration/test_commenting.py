"""Comments: who sees them, who can be called in them, how long they can be changed, and what stays of one that is taken back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Membership
from accounts.refusal import Refused
from collaboration.models import Attachment, Comment, Interview
from collaboration.services import comments
from collaboration.services.audience import audience
from jobs.models import Application, Candidate, Job
from jobs.services.candidates import assign_sight
from tests.conftest import OURS, make_member


def say(author, entity, text="Good fit", **more):
    kind = {Application: "application", Candidate: "candidate", Job: "job", Interview: "interview"}[type(entity)]
    return comments.add_comment(entity_type=kind, entity=entity, author=author, text=text, **more)


def test_only_those_who_may_see_the_thing_can_be_called(application, recruiter, admin, interviewer, stranger):
    said = say(
        recruiter, application, f"@{admin.handle} @{interviewer.handle} @nobody mail@{admin.handle}.test what do you think?"
    )

    assert list(said.mentioned.all()) == [admin]
    [told] = Event.objects.about(application).filter(name="comment.created")
    assert told.event.mentioned == [str(admin.pk)] and OURS not in str(told.facts)

    assign_sight(candidate=application.candidate, member=interviewer, actor=recruiter)
    assert list(say(recruiter, application, f"@{interviewer.handle}?").mentioned.all()) == [interviewer]


@pytest.mark.parametrize("confidential", [False, True])
def test_the_audience_is_whom_visible_to_lets_see(application, candidate, job, members, company, recruiter, confidential):
    from jobs.services.jobs import join_team

    job.confidential = confidential
    job.save()
    join_team(job=job, member=members["viewer"], part="recruiter")
    assign_sight(candidate=candidate, member=members["interviewer"], actor=recruiter)
    gone = make_member(company, "recruiter", email="gone@ours.test", handle="gone")
    Membership.objects.filter(pk=gone.pk).update(deactivated_at=timezone.now())

    for entity in (Application.objects.get(pk=application.pk), candidate, job):
        seen = {one for one in members.values() if type(entity).objects.visible_to(one).filter(pk=entity.pk).exists()}
        assert set(audience(entity)) == seen


def test_a_private_thread_is_for_its_author_and_those_called(application, recruiter, admin, viewer):
    root = say(recruiter, application, "Salary worries me", private=True)
    reply = say(recruiter, application, f"@{admin.handle} you too?", parent=root)

    assert reply.private
    assert set(Comment.objects.visible_to(admin)) == {root, reply}
    assert not Comment.objects.visible_to(viewer)
    assert not Event.objects.visible_to(viewer).filter(name="comment.created").exists()
    assert Event.objects.visible_to(admin).filter(name="comment.created").count() == 2


def test_words_can_be_changed_for_five_minutes(application, recruiter, admin):
    said = say(recruiter, application)

    changed = comments.edit_comment(comment=said, actor=recruiter, text=f"Better: ask @{admin.handle}")
    assert changed.edited_at and list(changed.mentioned.all()) == [admin]
    with pytest.raises(Refused) as refused:
        comments.edit_comment(comment=said, actor=admin, text="Mine")
    assert refused.value.code == "not_the_author"

    Comment.objects.filter(pk=said.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    with pytest.raises(Refused) as refused:
        comments.edit_comment(comment=said, actor=recruiter, text="Too late")
    assert refused.value.code == "too_late"


def test_what_is_taken_back_leaves_a_trace_without_words_or_files(
    application, recruiter, admin, viewer, sign_in, django_capture_on_commit_callbacks
):
    said = say(recruiter, application, f"Secret {OURS}", files=[SimpleUploadedFile("cv.pdf", b"%PDF")])
    kept = said.attachments.get()

    with pytest.raises(Refused):
        comments.delete_comment(comment=said, actor=viewer)
    with django_capture_on_commit_callbacks(execute=True):
        comments.delete_comment(comment=said, actor=admin)

    page = sign_in(viewer).get(reverse("collaboration:application_comments", args=[application.pk])).content.decode()
    assert f"{admin.name} deleted a comment of {recruiter.name}" in page and "Secret" not in page
    assert not Attachment.objects.exists() and not kept.file.storage.exists(kept.file.name)


def test_an_erased_person_takes_comments_and_files_along(application, recruiter, django_capture_on_commit_callbacks):
    from jobs.services.candidates import delete_candidate

    kept = say(recruiter, application.candidate, files=[SimpleUploadedFile("note.txt", b"words")]).attachments.get()
    with django_capture_on_commit_callbacks(execute=True):
        delete_candidate(candidate=application.candidate, actor=recruiter)

    assert not Comment.objects.exists() and not kept.file.storage.exists(kept.file.name)


def test_markdown_is_shown_and_scripts_are_words(application, recruiter, admin, sign_in):
    say(
        recruiter,
        application,
        f"**Strong** <script>alert(1)</script> [x](javascript:alert(1)) @{admin.handle} <img src=x onerror=alert(1)>",
    )

    page = sign_in(recruiter).get(reverse("collaboration:application_comments", args=[application.pk])).content.decode()

    assert "<strong>Strong</strong>" in page and f'<span class="mention">@{admin.handle}</span>' in page
    assert "<script>alert" not in page and 'href="javascript' not in page and "<img src=x" not in page


def test_reactions_are_set_and_taken_back(application, recruiter, admin):
    said = say(recruiter, application)

    assert [comments.react(comment=said, actor=admin, kind="agree") for _turn in range(2)] == [True, False]
    assert not said.reactions.exists()
    with pytest.raises(Refused):
        comments.react(comment=said, actor=admin, kind="🔥")


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [("run.exe", 10, "file_kind"), ("page.html", 10, "file_kind"), ("big.pdf", 11 * 2**20, "file_too_large")],
)
def test_files_that_are_refused_say_why(application, recruiter, name, size, code):
    with pytest.raises(Refused) as refused:
        say(recruiter, application, files=[SimpleUploadedFile(name, b"x" * size)])
    assert (refused.value.code, refused.value.field) == (code, "files") and not Comment.objects.exists()


def test_a_file_is_given_out_as_a_download_to_who_sees_the_comment(application, recruiter, interviewer, sign_in):
    kept = say(recruiter, application, "", files=[SimpleUploadedFile("../../etc/plan.pdf", b"%PDF-1.7")]).attachments.get()
    address = reverse("collaboration:attachment", args=[kept.pk])

    answer = sign_in(recruiter).get(address)
    assert (
        answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        and answer["Content-Type"] == "application/octet-stream"
    )
    assert sign_in(interviewer).get(address).status_code == 404


def test_the_page_says_answers_edits_and_refuses(application, recruiter, sign_in):
    client, address = sign_in(recruiter), reverse("collaboration:application_comments", args=[application.pk])
    htmx = {"HTTP_HX_REQUEST": "true"}

    assert client.post(address, {"text": "  "}, **htmx).status_code == 422
    assert "Call her" in client.post(address, {"text": "Call her"}, **htmx).content.decode()
    root = Comment.objects.get()
    client.post(address, {"text": "Did so", "parent": str(root.pk)}, **htmx)
    assert root.replies.get().text == "Did so"
    edit = reverse("collaboration:comment_edit", args=[root.pk])
    assert "Call her" in client.get(edit).content.decode()
    assert "Call him" in client.post(edit, {"text": "Call him"}).content.decode()
    assert client.post(edit, {"text": ""}).status_code == 422
    names = client.get(reverse("collaboration:application_mentions", args=[application.pk]), {"q": recruiter.handle[:4]}).json()
    assert names == [{"key": f"{recruiter.name} @{recruiter.handle}", "value": recruiter.handle}]


def test_the_api_does_the_same(application, recruiter, admin, sign_in):
    client, address = sign_in(recruiter), f"/api/v1/comments?entity_type=application&entity_id={application.pk}"

    made = client.post(
        "/api/v1/comments",
        {"entity_type": "application", "entity_id": str(application.pk), "text": f"@{admin.handle}"},
        content_type="application/json",
    )
    [listed] = client.get(address).json()["results"]
    one = f"/api/v1/comments/{listed['id']}"

    assert made.status_code == 201 and listed["mentioned"] == [str(admin.pk)] and listed["text"] == f"@{admin.handle}"
    assert client.put(one, {"text": "Changed"}, content_type="application/json").json()["text"] == "Changed"
    assert client.post(f"{one}/reactions", {"kind": "agree"}, content_type="application/json").json()["reactions"] == [
        {"kind": "agree", "member": str(recruiter.pk)}
    ]
    assert client.delete(one).status_code == 204 and client.get(one).json()["deleted_at"]
    assert client.get("/api/v1/comments").status_code == 400
    assert client.get("/api/v1/comments?entity_type=company&entity_id=1").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_takes_the_same_queries_for_any_number(sign_in, application, recruiter, count, django_assert_num_queries):
    for number in range(count):
        root = say(recruiter, application, f"One {number}")
        say(recruiter, application, f"Two {number}", parent=root)
    client = sign_in(recruiter)
    client.get(reverse("collaboration:application_comments", args=[application.pk]))

    with django_assert_num_queries(12):
        page = client.get(reverse("collaboration:application_comments", args=[application.pk]))

    assert page.content.decode().count('class="comment"') == 2 * count
