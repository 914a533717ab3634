import pytest
from django.urls import reverse

from jobs.models import Answer
from jobs.services.jobs import JobRefused, hold_job
from jobs.services.posts import delete_post, publish_post, save_post, unpublish_post


def test_the_form_writes_a_post_with_questions(job, recruiter, sign_in):
    answer = sign_in(recruiter).post(
        reverse("jobs:post_create", args=[job.pk]),
        {
            "title": "Come and build",
            "language": "de",
            "audience": "public",
            "text": "Hallo\n\n- eins",
            "show_pay": "on",
            "question-id": ["", ""],
            "question-text": ["Which shift?", ""],
            "question-kind": ["choice", "text"],
            "question-options": ["early, late", ""],
            "question-required": ["yes", "no"],
        },
    )

    assert answer.status_code == 302
    post = job.posts.get()
    assert (post.language, post.text) == ("de", "<p>Hallo</p>\n<ul>\n<li>eins</li>\n</ul>")
    assert [(one.text, one.kind, one.options, one.required) for one in post.questions.all()] == [
        ("Which shift?", "choice", ["early", "late"], True)
    ]


def test_a_choice_without_choices_is_refused_and_nothing_saved(job, recruiter):
    with pytest.raises(JobRefused) as refused:
        save_post(job=job, actor=recruiter, title="x", questions=[{"text": "Which?", "kind": "choice", "options": ["one"]}])
    assert refused.value.code == "too_few_options"
    assert not job.posts.exists()


def test_an_answer_keeps_the_words_of_a_question_that_is_gone(post, application, job, recruiter):
    [question] = post.questions.all()
    Answer.objects.create(application=application, question=question, text=question.text, value="yes")

    save_post(job=job, actor=recruiter, post=post, questions=[])

    [answer] = application.answers.all()
    assert (answer.question, answer.text, answer.value) == (None, "May you work here?", "yes")


def test_a_post_is_shown_and_taken_down(post, recruiter):
    shown = publish_post(post=post, actor=recruiter)
    assert shown.published_at is not None
    with pytest.raises(JobRefused) as refused:
        delete_post(post=shown, actor=recruiter)
    assert refused.value.code == "published"

    assert unpublish_post(post=shown, actor=recruiter).unpublished_at is not None
    assert publish_post(post=shown, actor=recruiter).unpublished_at is None


def test_only_an_open_job_is_read_about(post, job, recruiter):
    post.job = hold_job(job=job, actor=recruiter)

    with pytest.raises(JobRefused) as refused:
        publish_post(post=post, actor=recruiter)
    assert refused.value.code == "job_not_open"
