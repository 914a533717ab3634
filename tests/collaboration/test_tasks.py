"""Tasks: written down, given, ticked off, and called to mind once when their hour comes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import Refused
from collaboration.models import Task
from collaboration.services import tasks


def test_a_task_is_called_to_mind_once(company, recruiter):
    now = timezone.now()
    task = tasks.create_task(actor=recruiter, text="Call Friday", due_at=now - timedelta(minutes=1))
    tasks.create_task(actor=recruiter, text="Call next week", due_at=now + timedelta(days=7))

    assert [tasks.tell_what_is_due(), tasks.tell_what_is_due()] == [1, 0]
    [told] = Event.objects.filter(name="task.due")
    assert told.event.task_id == str(task.pk) and told.company == company

    tasks.change_task(task=task, actor=recruiter, due_at=now - timedelta(seconds=1))  # another hour: another reminder
    assert tasks.tell_what_is_due() == 1


def test_what_is_done_is_not_called_to_mind(recruiter):
    task = tasks.create_task(actor=recruiter, text="Call", due_at=timezone.now() - timedelta(hours=1))
    tasks.finish_task(task=task, actor=recruiter)

    assert tasks.tell_what_is_due() == 0
    tasks.finish_task(task=task, actor=recruiter, done=False)
    assert tasks.tell_what_is_due() == 1


def test_it_goes_only_to_who_sees_what_it_is_about(recruiter, interviewer, viewer, stranger, application):
    for member, code in ((interviewer, "may_not_see"), (viewer, "not_found"), (stranger, "not_found")):
        with pytest.raises(Refused) as refused:
            tasks.create_task(actor=recruiter, text="Call", member=member, application=application)
        assert refused.value.code == code
    with pytest.raises(Refused):
        tasks.create_task(actor=recruiter, text="Call", member=stranger)  # about nothing: whose it would be still counts
    assert not Task.objects.exists()


def test_colleagues_see_tasks_about_what_they_see(recruiter, admin, interviewer, application):
    about = tasks.create_task(actor=recruiter, text="Call", application=application)
    own = tasks.create_task(actor=recruiter, text="Order cake")

    assert set(Task.objects.visible_to(recruiter)) == {about, own}
    assert set(Task.objects.visible_to(admin)) == {about}
    assert not Task.objects.visible_to(interviewer)


def test_a_task_of_a_hidden_job_is_hidden(recruiter, admin, application):
    task = tasks.create_task(actor=recruiter, text="Call", application=application)
    application.job.confidential = True
    application.job.save()

    assert task not in Task.objects.visible_to(admin)
    assert not Event.objects.visible_to(admin).filter(subject_id=str(task.pk)).exists()


def test_pages_write_change_and_tick_off(sign_in, recruiter, application):
    client = sign_in(recruiter)
    create = f"{reverse('collaboration:task_create')}?application={application.pk}"

    assert client.post(create, {"text": " ", "member": str(recruiter.pk)}).status_code == 422
    client.post(create, {"text": "Call Friday", "member": str(recruiter.pk), "due_at": "2026-11-27T09:30"})
    task = Task.objects.get()
    assert task.application == application and "Call Friday" in client.get(reverse("collaboration:tasks")).content.decode()

    client.post(reverse("collaboration:task_edit", args=[task.pk]), {"text": "Write", "member": str(recruiter.pk), "due_at": ""})
    client.post(reverse("collaboration:task_done", args=[task.pk]))
    task.refresh_from_db()
    assert (task.text, task.due_at, task.done_by) == ("Write", None, recruiter)
    assert "Write" in client.get(reverse("collaboration:tasks"), {"done": "true"}).content.decode()

    client.post(reverse("collaboration:task_undo", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_at is None
    client.post(reverse("collaboration:task_delete", args=[task.pk]))
    assert not Task.objects.exists()


def test_a_moment_that_is_none_is_refused_at_its_field(sign_in, recruiter):
    page = sign_in(recruiter).post(
        reverse("collaboration:task_create"), {"text": "Call", "member": str(recruiter.pk), "due_at": "friday"}
    )

    assert page.status_code == 422 and "id_due_at" in page.content.decode()


def test_the_api_does_the_same(sign_in, recruiter, application):
    client = sign_in(recruiter)

    made = client.post("/api/v1/tasks", {"text": "Call", "application": str(application.pk)}, content_type="application/json")
    address = f"/api/v1/tasks/{made.json()['id']}"
    done = client.patch(address, {"done": True, "text": "Called"}, content_type="application/json")

    assert made.status_code == 201 and made.json()["candidate"] == str(application.candidate_id)
    assert done.json()["text"] == "Called" and done.json()["done_by"] == str(recruiter.pk)
    assert client.get("/api/v1/tasks").json()["results"] == []
    assert client.delete(address).status_code == 204


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(sign_in, recruiter, application, count, django_assert_num_queries):
    for number in range(count):
        tasks.create_task(actor=recruiter, text=f"Call {number}", application=application)
    client = sign_in(recruiter)
    client.get(reverse("collaboration:tasks"))

    with django_assert_num_queries(4):
        page = client.get(reverse("collaboration:tasks"))

    assert page.content.decode().count('id="task-') == count
