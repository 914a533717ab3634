"""Adding, changing, deleting a person, and taking people out as a file."""

import csv
import io

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from accounts.models import Event
from jobs.models import Application, Candidate, CustomField
from jobs.services.candidates import CandidateRefused, change_candidate, create_candidate, delete_candidate
from tests.conftest import OURS, THEIRS


def test_the_form_adds_a_person_with_contacts_and_tags(recruiter, tag, source, sign_in):
    answer = sign_in(recruiter).post(
        reverse("jobs:candidate_create"),
        {
            "name": "Ida Berg",
            "headline": "Potter",
            "country": "DE",
            "source": source.pk,
            "tags": "Relocates, night shift",
            "contact-value": ["ida@berg.test", "+49 30 901821", "berg.test/ida", ""],
            "contact-kind": ["email", "phone", "link", "email"],
        },
    )

    person = Candidate.objects.get()
    assert answer.headers["Location"] == reverse("jobs:candidate", args=[person.pk])
    assert (person.name, person.email, person.source) == ("Ida Berg", "ida@berg.test", source)
    assert sorted(person.tags.values_list("name", flat=True)) == ["night shift", "relocates"]
    assert [(one.kind, one.value) for one in person.contact_points.all()] == [
        ("email", "ida@berg.test"),
        ("link", "https://berg.test/ida"),
        ("phone", "+49 30 901821"),
    ]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "محمد عبد الرحمن", "李小龍 👩‍🔧", "W" * 160])
def test_any_name_comes_back_as_it_was_and_runs_nothing(name, recruiter, sign_in):
    client = sign_in(recruiter)
    client.post(reverse("jobs:candidate_create"), {"name": name})

    person = Candidate.objects.get()
    assert person.name == name
    for address in (reverse("jobs:candidate", args=[person.pk]), reverse("jobs:candidates")):
        assert "<script>alert(1)" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": "   "}, "name"),
        ({"contact-value": ["not an address"], "contact-kind": ["email"]}, None),
        ({"contact-value": ["12"], "contact-kind": ["phone"]}, None),
        ({"contact-value": ["javascript:alert(1)"], "contact-kind": ["link"]}, None),
        ({"country": "XX"}, "country"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_lost(changes, where, recruiter, sign_in):
    sent = {"name": "Ida", "headline": "Kept headline", "contact-value": ["a@b.test"], "contact-kind": ["email"]} | changes
    answer = sign_in(recruiter).post(reverse("jobs:candidate_create"), sent)

    assert answer.status_code == 422
    assert "Kept headline" in answer.content.decode()
    assert where is None or list(answer.context["form"].errors) == [where]
    assert not Candidate.objects.exists()


def test_who_was_slower_keeps_their_words(candidate, recruiter, admin, sign_in):
    change_candidate(candidate=candidate, actor=admin, headline="Theirs")

    answer = sign_in(recruiter).post(
        reverse("jobs:candidate_edit", args=[candidate.pk]), {"name": "Mine", "revision": candidate.revision}
    )

    assert answer.status_code == 422
    assert "Somebody changed this person while you were editing" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    candidate.refresh_from_db()
    assert (candidate.name, candidate.headline) == (f"Mara {OURS}", "Theirs")


def test_contacts_are_replaced_and_the_first_address_is_the_primary_one(candidate, recruiter):
    changed = change_candidate(candidate=candidate, actor=recruiter, emails=["new@x.test", "mara@ours-candidate.test"])

    assert changed.email == "new@x.test"
    assert [(one.kind, one.value) for one in changed.contact_points.all()] == [
        ("email", "new@x.test"),
        ("email", "mara@ours-candidate.test"),
        ("phone", "+49 30 901820"),
    ]
    assert Event.objects.about(changed).last().facts["fields"] == ["emails"]


def test_what_is_no_number_finds_nobody(people):
    one, two = people(2, phones=["n/a"])

    assert not one.contact_points.filter(kind="phone").exists()
    assert not two.contact_points.filter(kind="phone").exists()


def test_deleting_reaches_applications_and_files(
    application, resume, candidate, recruiter, sign_in, django_capture_on_commit_callbacks
):
    client, address = sign_in(recruiter), reverse("jobs:candidate_delete", args=[candidate.pk])
    assert "1 application" in client.get(address).content.decode()
    assert default_storage.exists(resume.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)

    assert not Candidate.objects.filter(pk=candidate.pk).exists()
    assert not Application.objects.exists()
    assert not default_storage.exists(resume.file.name)
    [row] = Event.objects.filter(name="candidate.deleted")
    assert OURS not in str(row.facts)


def test_a_deletion_that_fails_leaves_the_files(application, resume, candidate, recruiter):
    with pytest.raises(RuntimeError), transaction.atomic():
        delete_candidate(candidate=candidate, actor=recruiter)
        raise RuntimeError

    assert default_storage.exists(resume.file.name)
    assert Candidate.objects.filter(pk=candidate.pk).exists()


def lines(answer):
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_file_is_safe_in_a_spreadsheet_and_logged(company, candidate, their_candidate, recruiter, sign_in):
    CustomField.objects.create(company=company, entity="candidate", key="shirt", name="Shirt")
    Candidate.objects.filter(pk=candidate.pk).update(
        name='=HYPERLINK("http://x")', headline="+1", location="@SUM(A1)", custom={"shirt": "-2"}
    )

    [row] = lines(sign_in(recruiter).post(reverse("jobs:candidates_export")))

    assert row["name"] == '\'=HYPERLINK("http://x")'
    assert (row["headline"], row["location"], row["shirt"], row["phones"]) == ("'+1", "'@SUM(A1)", "'-2", "'+49 30 901820")
    assert Event.objects.get(name="candidate.exported").facts == {"count": 1}


def test_the_file_holds_what_the_filters_leave(people, recruiter, sign_in):
    people(3)

    rows = lines(sign_in(recruiter).post(reverse("jobs:candidates_export") + "?q=person+1"))

    assert [row["name"] for row in rows] == ["Person 1"]
    assert THEIRS not in str(rows)


def test_a_country_that_there_is_not_is_refused_whoever_asks(company, candidate, recruiter):
    with pytest.raises(CandidateRefused) as made:
        create_candidate(company=company, actor=recruiter, name="Ida Berg", country="XX")
    with pytest.raises(CandidateRefused) as changed:
        change_candidate(candidate=candidate, actor=recruiter, country="ZZ")

    assert {(refusal.value.code, refusal.value.field) for refusal in (made, changed)} == {("unknown_country", "country")}
    assert Candidate.objects.get().country == ""
