"""Departments, sources, reasons, tags, tracking links: what a company keeps in its settings."""

import pytest
from django.urls import reverse

from jobs.models import Department, RejectionReason, Source, Tag, TrackingLink
from jobs.services.defaults import seed_defaults
from jobs.services.lookups import LookupRefused, save_lookup, tags_named


def test_a_company_starts_with_sources_and_reasons_once(company):
    seed_defaults(company)
    seed_defaults(company)

    assert Source.objects.filter(company=company).count() == 8
    assert RejectionReason.objects.filter(company=company).count() == 8


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("departments", {"name": "Kiln"}),
        ("sources", {"name": "Radio", "type": "social"}),
        ("reasons", {"name": "Too far", "side": "them"}),
        ("tags", {"name": "night"}),
    ],
)
def test_an_entry_is_made_changed_and_deleted(kind, form, admin, sign_in):
    client, address = sign_in(admin), reverse("jobs:settings_list", args=[kind])
    assert client.post(reverse("jobs:settings_create", args=[kind]), form).status_code == 302
    [row] = [one for one in client.get(address).context["rows"] if one.name == form["name"]]

    client.post(reverse("jobs:settings_edit", args=[kind, row.pk]), form | {"name": "Renamed"})
    row.refresh_from_db()
    assert row.name == "Renamed"

    client.post(reverse("jobs:settings_delete", args=[kind, row.pk]))
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_name_is_there_once_whatever_its_case(company, tag):
    with pytest.raises(LookupRefused) as refused:
        save_lookup(Tag(company=company), name=" RELOCATES ")
    assert refused.value.code == "name_taken"


def test_a_department_does_not_lie_within_itself(company, department):
    inner = save_lookup(Department(company=company), name="Inner", parent=department)

    with pytest.raises(LookupRefused) as refused:
        save_lookup(department, parent=inner)
    assert refused.value.code == "circle"


def test_tags_are_found_again_by_name(company, tag):
    assert [one.name for one in tags_named(company, ["relocates", "Relocates", " ", "new  one"])] == ["relocates", "new one"]


def test_what_named_a_source_stays_without_it(source, candidate, admin, sign_in):
    candidate.source = source
    candidate.save()

    sign_in(admin).post(reverse("jobs:settings_delete", args=["sources", source.pk]))

    candidate.refresh_from_db()
    assert candidate.source is None


def test_a_link_names_its_source(company, source, job, admin, sign_in):
    sign_in(admin).post(reverse("jobs:links"), {"source": source.pk, "job": job.pk})

    link = TrackingLink.objects.get()
    assert (link.source, link.job) == (source, job)
    assert len(link.token) >= 12


def test_a_link_cannot_name_what_is_foreign(their_source, their_job, admin, sign_in):
    answer = sign_in(admin).post(reverse("jobs:links"), {"source": their_source.pk, "job": their_job.pk})

    assert sorted(answer.context["form"].errors) == ["job", "source"]
    assert not TrackingLink.objects.exists()
