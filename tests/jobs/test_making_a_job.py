import pytest
from django.urls import reverse

from accounts.models import Event
from jobs.models import Job
from jobs.services.applications import hire
from jobs.services.jobs import JobRefused, change_job, create_job, duplicate_job, open_job

FORM = {
    "title": "Potter",
    "remote": "onsite",
    "employment": "full_time",
    "openings": "2",
    "salary_period": "year",
    "reapply": "warn",
    "reapply_days": "180",
    "description": "Throw pots.\n\n- on the wheel\n- by hand",
    "skill-name": ["Throwing", "", "Glazing"],
    "skill-required": ["yes", "yes", "no"],
    "skill-importance": ["5", "3", "2"],
}


def post(client, **changes):
    return client.post(reverse("jobs:create"), FORM | changes)


def test_the_form_makes_a_draft_with_pipeline_skills_and_seats(recruiter, sign_in):
    answer = post(sign_in(recruiter))

    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("jobs:job_details", args=[job.pk])
    assert (job.status, job.openings.count(), job.stages.count()) == ("draft", 2, 6)
    assert [(one.name, one.required, one.importance) for one in job.skills.all()] == [
        ("Throwing", True, 5),
        ("Glazing", False, 2),
    ]
    assert job.description == "<p>Throw pots.</p>\n<ul>\n<li>on the wheel</li>\n<li>by hand</li>\n</ul>"
    assert [(one.member, one.part) for one in job.team.all()] == [(recruiter, "recruiter")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"salary_min": "70000", "salary_max": "50000", "currency": "EUR"}, "salary_max"),
        ({"salary_min": "50000", "currency": ""}, "currency"),
        ({"salary_min": "50000", "currency": "XQX"}, "currency"),
        ({"opens_on": "2030-02-01", "closes_on": "2030-01-01"}, "closes_on"),
        ({"openings": "0"}, "openings"),
        ({"min_years": "-1"}, "min_years"),
        ({"remote": "moon"}, "remote"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_lost(changes, field, recruiter, sign_in):
    answer = post(sign_in(recruiter), **changes)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    text = answer.content.decode()
    assert "Throw pots." in text
    assert 'value="Glazing"' in text
    assert not Job.objects.exists()


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "مهندس برمجيات أول 👩‍💻", "x" * 140])
def test_any_title_comes_back_as_it_was_and_runs_nothing(title, recruiter, sign_in):
    client = sign_in(recruiter)
    post(client, title=title, description='<img src=x onerror=alert(1)> [a](javascript:alert(1)) <b onclick="x">b</b>')

    job = Job.objects.get()
    assert job.title == title
    for page in ("jobs:job_details", "jobs:job_edit"):
        text = client.get(reverse(page, args=[job.pk])).content.decode()
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text


def test_a_department_of_another_company_is_not_there(their_department, recruiter, sign_in):
    answer = post(sign_in(recruiter), department=their_department.pk)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["department"])

    with pytest.raises(JobRefused) as refused:
        create_job(company=recruiter.company, actor=recruiter, title="Potter", department=their_department)
    assert refused.value.code == "not_found"


def test_who_was_slower_keeps_their_words(job, recruiter, admin, sign_in):
    client, address = sign_in(recruiter), reverse("jobs:job_edit", args=[job.pk])
    mine = FORM | {"title": "My title", "revision": job.revision}
    change_job(job=job, actor=admin, title="Their title")

    refused = client.post(address, mine)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Somebody changed this job while you were editing" in text
    assert 'value="My title"' in text

    seen = refused.context["form"].data["revision"]
    assert client.post(address, mine | {"revision": seen}).status_code == 302
    job.refresh_from_db()
    assert job.title == "My title"


def test_saving_without_changes_changes_nothing(job, recruiter, sign_in):
    client, address = sign_in(recruiter), reverse("jobs:job_edit", args=[job.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    sent |= {
        "skill-name": ["Python", "Django", "Docker"],
        "skill-required": ["yes", "yes", "no"],
        "skill-importance": ["5", "4", "2"],
    }
    before = Event.objects.count()
    sent.pop("confidential")

    assert client.post(address, sent).status_code == 302

    revision = job.revision
    job.refresh_from_db()
    assert (job.revision, Event.objects.count()) == (revision, before)


def test_fewer_seats_than_filled_are_refused(job, applicants, recruiter):
    for row in applicants(2):
        hire(application=row, actor=recruiter)

    with pytest.raises(JobRefused) as refused:
        change_job(job=job, actor=recruiter, openings=1, title="Other")
    assert refused.value.field == "openings"
    job.refresh_from_db()
    assert job.title != "Other"


def test_a_copy_has_the_demands_and_none_of_the_people(job, application, post, recruiter):
    copy = duplicate_job(job=job, actor=recruiter)

    assert (copy.status, copy.title, copy.applications.count()) == ("draft", job.title, 0)
    assert list(copy.skills.values_list("name", "required", "importance")) == list(
        job.skills.values_list("name", "required", "importance")
    )
    assert list(copy.stages.values_list("name", "type")) == list(job.stages.values_list("name", "type"))
    assert [(one.title, one.published_at) for one in copy.posts.all()] == [(post.title, None)]


def test_a_template_starts_the_next_job_and_is_never_opened(job, recruiter, sign_in):
    template = duplicate_job(job=job, actor=recruiter, as_template=True)
    form = sign_in(recruiter).get(reverse("jobs:create") + f"?template={template.pk}").context

    assert form["form"].initial["title"] == job.title
    assert [one.initial["name"] for one in form["skills"].forms] == ["Python", "Django", "Docker"]
    with pytest.raises(JobRefused) as refused:
        open_job(job=template, actor=recruiter)
    assert refused.value.code == "is_template"
