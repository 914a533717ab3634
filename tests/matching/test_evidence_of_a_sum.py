"""Each line of a sum names the facts that speak for it, and no others."""

import pytest
from django.urls import reverse

from jobs.services.jobs import change_job
from matching.services.facts import add_fact


@pytest.fixture
def read(application, recruiter, job, django_capture_on_commit_callbacks):
    """What was read of the applicant: two positions of quite different work, and a skill that suggests another."""
    with django_capture_on_commit_callbacks(execute=True):
        change_job(job=job, actor=recruiter, title="Python developer")
        for title, start, end in (("Volunteer Coordinator", "2015-01", "2016-01"), ("Python Developer", "2018-03", "present")):
            value = {"title": title, "company": "Northwick", "start": start, "end": end}
            add_fact(candidate=application.candidate, kind="experience", value=value, actor=recruiter)
        add_fact(candidate=application.candidate, kind="skill", value={"name": "Django"}, actor=recruiter)
    return application


def row_of(page, label):
    return page.split(f'<th scope="row">{label}')[1].split("</tr>")[0]


def test_positions_of_other_work_speak_for_the_years_but_not_for_the_kind_of_work(read, recruiter, sign_in):
    page = sign_in(recruiter).get(reverse("matching:explanation", args=[read.pk])).content.decode()

    assert "Volunteer Coordinator" in row_of(page, "Years of experience")
    assert "Python Developer</a>" in row_of(page, "Same kind of work")
    assert "Volunteer Coordinator" not in row_of(page, "Same kind of work") + row_of(page, "Recent relevant project")


def test_a_skill_that_another_suggests_names_that_one_once(read, recruiter, sign_in):
    page = sign_in(recruiter).get(reverse("matching:explanation", args=[read.pk])).content.decode()

    assert "suggested by" in row_of(page, "Python") and row_of(page, "Python").count("Django") == 1
