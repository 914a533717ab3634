import pytest
from django.urls import reverse

from jobs.models import CustomField, Job
from jobs.services.custom_fields import CustomRefused, clean_custom, save_field
from jobs.services.jobs import change_job


def field(company, **fields):
    return save_field(company=company, **{"entity": "job", "name": "Cost centre", "kind": "text", **fields})


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", " 4711 ", "4711"),
        ("number", "12.50", 12.5),
        ("number", 3, 3),
        ("date", "2030-02-28", "2030-02-28"),
        ("yes_no", "no", False),
        ("choice", "B", "B"),
        ("link", "https://a.test/x", "https://a.test/x"),
        ("text", "", None),
    ],
)
def test_values_are_kept_by_their_kind(kind, given, kept, company):
    one = field(company, kind=kind, options=["A", "B"])

    assert clean_custom(company, "job", {one.key: given}).get(one.key) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("number", "twelve"),
        ("number", True),
        ("number", "NaN"),
        ("number", "1e400"),
        ("date", "2030-02-30"),
        ("yes_no", "perhaps"),
        ("choice", "C"),
        ("link", "javascript:alert(1)"),
        ("text", ["x"]),
        ("text", "x" * 2001),
    ],
)
def test_what_does_not_fit_is_refused_by_name(kind, given, company):
    one = field(company, kind=kind, options=["A", "B"])

    with pytest.raises(CustomRefused) as refused:
        clean_custom(company, "job", {one.key: given})
    assert refused.value.field == one.key


def test_an_unknown_key_is_refused(company, job, recruiter):
    with pytest.raises(CustomRefused) as refused:
        change_job(job=job, actor=recruiter, custom={"nonsense": 1})
    assert refused.value.code == "unknown_field"


def test_a_key_is_made_of_the_name_and_is_there_once(company):
    assert field(company, name="Größe & Farbe").key == "groe_farbe"
    assert field(company, name="2nd choice").key == "field_2nd_choice"
    with pytest.raises(CustomRefused) as refused:
        field(company, name="Grosse: Größe & Farbe", key="groe_farbe")
    assert refused.value.code == "key_taken"


def test_a_field_out_of_use_keeps_its_values(company, job, recruiter, admin, sign_in):
    one = field(company)
    change_job(job=job, actor=recruiter, custom={one.key: "4711"})
    sign_in(admin).post(reverse("jobs:custom_field_archive", args=[one.pk]))

    client = sign_in(recruiter)
    page = client.get(reverse("jobs:job_edit", args=[job.pk]))
    assert f"custom_{one.key}" not in page.context["form"].fields
    job.refresh_from_db()
    change_job(job=job, actor=recruiter, custom={**job.custom}, location="Delft")
    assert Job.objects.get(pk=job.pk).custom == {one.key: "4711"}


def test_the_form_of_a_job_takes_them(company, job, recruiter, sign_in):
    field(company, name="Shift", kind="choice", options=["day", "night"])
    form = sign_in(recruiter).get(reverse("jobs:job_edit", args=[job.pk])).context["form"]

    assert [choice[0] for choice in form.fields["custom_shift"].choices] == ["", "day", "night"]


def test_a_choice_needs_choices(admin, sign_in):
    answer = sign_in(admin).post(
        reverse("jobs:custom_field_create"), {"name": "Size", "entity": "job", "kind": "choice", "options": "one"}
    )

    assert answer.status_code == 422
    assert not CustomField.objects.exists()
