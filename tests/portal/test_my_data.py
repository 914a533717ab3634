"""A person sees what is kept about them, corrects it, takes it with them, and takes back what they agreed to."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile

from accounts.events import hand_on_now
from accounts.models import Consent, Event
from collaboration.services.comments import add_comment
from jobs.models import Resume
from matching.models import Fact, Match
from matching.services.facts import add_fact
from tests.conftest import OURS, THEIRS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_asked_yet")]


def hand_on():
    while ids := list(Event.objects.filter(handled_at=None).values_list("pk", flat=True)):
        hand_on_now(ids)


def archive(client):
    return zipfile.ZipFile(io.BytesIO(client.get("/me/data/my-data.zip").content))


def test_the_page_names_each_company_with_why_and_until(at_portal, person, own_application, own_other_application):
    page = at_portal(person).get("/me/data/").content.decode()

    for said in (OURS, THEIRS, "You applied, and the company needs it to decide.", "until you or the company delete it"):
        assert said in page


def test_the_archive_holds_everything_of_theirs_and_nothing_of_others(
    at_portal, person, own_application, own_fact, application, recruiter
):
    resume = Resume(company=own_application.company, candidate=own_application.candidate, name="cv.pdf", sha256="0", kind="pdf")
    resume.file.save("cv.pdf", ContentFile(b"%PDF the file"))
    add_comment(
        entity_type="application",
        entity=own_application,
        author=recruiter,
        text="Xylophone: what colleagues say among themselves",
    )

    found = archive(at_portal(person))
    data = json.loads(found.read("data.json"))

    assert sorted(found.namelist()) == ["data.json", "files/1-1.pdf", "my-data.html"]
    assert found.read("files/1-1.pdf") == b"%PDF the file"
    [company] = data["companies"]
    assert company["applications"][0]["job"] == own_application.job.title
    assert {"kind": "email", "value": person.email} in company["contacts"]
    assert [one["value"]["name"] for one in company["read"]] == ["Python"]
    assert company["notes_of_colleagues"] == 1
    everything = b"".join(found.read(name) for name in found.namelist()).decode(errors="replace")
    for secret in ("Xylophone", "mara@ours-candidate.test", recruiter.user.email):
        assert secret not in everything


def test_a_correction_counts_at_once(at_portal, person, own_application, company):
    add_fact(candidate=own_application.candidate, kind="skill", value={"name": "Cobol"}, actor=None)
    hand_on()
    before = Match.objects.get(candidate=own_application.candidate).score
    client = at_portal(person)
    page = f"/me/applications/{own_application.pk}/why/"
    assert "Your documents name Python" not in client.get(page).content.decode()

    assert client.post(f"/me/data/{own_application.candidate_id}/add/", {"kind": "skill", "name": "Python"}).status_code == 302
    hand_on()

    assert Match.objects.get(candidate=own_application.candidate).score > before
    assert "Your documents name Python, which the job asks for." in client.get(page).content.decode()
    told = Event.objects.get(name="fact.corrected", person=person)
    assert told.facts["kind"] == "skill"


def test_a_fact_is_mended_and_taken_out(at_portal, person, own_fact):
    client = at_portal(person)

    client.post(f"/me/data/facts/{own_fact.pk}/", {"name": "Kotlin"})
    assert Fact.objects.standing().get().value["name"] == "Kotlin"
    client.post(f"/me/data/facts/{own_fact.pk}/", {"act": "remove"})
    assert not Fact.objects.standing().exists()


@pytest.mark.parametrize("kind", ["email", "name", "work_permit", "nonsense"])
def test_what_is_not_theirs_to_write_is_refused(at_portal, person, own_candidate, kind):
    answer = at_portal(person).post(f"/me/data/{own_candidate.pk}/add/", {"kind": kind, "name": "attacker@evil.test"})

    assert answer.status_code == 422
    assert not Fact.objects.exists()


def test_a_mistake_is_said_and_kept(at_portal, person, own_candidate):
    answer = at_portal(person).post(
        f"/me/data/{own_candidate.pk}/add/", {"kind": "experience", "title": "Cook", "start": "next year"}
    )

    assert answer.status_code == 422
    assert "Write dates as 2021-03" in answer.content.decode()
    assert 'value="next year"' in answer.content.decode()


def test_taking_consent_back_is_as_easy_as_giving_it(at_portal, person, own_consent, own_candidate):
    type(own_candidate).objects.filter(pk=own_candidate.pk).update(consent_until="2099-01-01")

    at_portal(person).post(f"/me/data/consents/{own_consent.pk}/withdraw/")

    own_candidate.refresh_from_db()
    assert Consent.objects.get().withdrawn_at is not None
    assert own_candidate.consent_until is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_so_often(count, at_portal, person, own_application, own_other_application, django_assert_num_queries):
    for number in range(count - 1):
        add_fact(candidate=own_application.candidate, kind="skill", value={"name": f"Skill {number}"}, actor=None)
    client = at_portal(person)

    with django_assert_num_queries(8):
        client.get("/me/data/")
