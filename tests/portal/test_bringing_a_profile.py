"""A profile is filled from a résumé, LinkedIn's archive or a JSON Resume, and leaves as JSON Resume that reads as the same profile."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from jsonschema import Draft7Validator

from portal.models import Profile
from portal.services import erasure, held, importing, json_resume, linkedin, profiles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_asked_yet")]
BRING = "/me/profile/bring/"
SHARED = Path(__file__).parents[3] / "shared/data/contracts"
ARCHIVE = {
    "Basic_LinkedInDataExport_01-01-2026/Profile.csv": "\ufeffFirst Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Geo Location,Websites\r\n"
    'Ana,Horvat,Secret,1 Secret Street,Mar 7,Engineer,"Builds things.\nLikes ""boring"" tech.",Zagreb,'
    '"[PORTFOLIO:https://ana.example.com,BLOG:blog.example.com,OTHER:javascript:alert(1)]"\r\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Adria,Engineer,"Payments\n- Python",Zagreb,Mar 2021,\nAdria,Intern,,Zagreb,2019,Aug 2020\nAdria,Intern,,Zagreb,2019,Aug 2020\n',
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nZagreb University,2013,2017,,BSc,\n",
    "Skills.csv": 'Name\nPython\nPYTHON\n"Leadership, coaching"\n',
    "PhoneNumbers.csv": "Extension,Number,Type\n,+385 1 2345678,Mobile\n",
    "Connections.csv": "Notes:\n\nFirst Name,Last Name\nSecret,Friend\n",
}


def packed(files=None, **changed):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((ARCHIVE if files is None else files) | changed).items():
            archive.writestr(name, text)
    return out.getvalue()


def upload(data, name="archive.zip"):
    return {"file": SimpleUploadedFile(name, data)}


@pytest.fixture
def me(at_portal, person):
    return at_portal(person)


def test_linkedins_archive_fills_the_profile_and_a_second_time_changes_nothing(me, person):
    assert me.post(BRING, upload(packed())).status_code == 302

    made = Profile.objects.get(user=person)
    assert (made.headline, made.location, made.phone) == ("Engineer", "Zagreb", "+385 1 2345678")
    assert made.summary == 'Builds things.\nLikes "boring" tech.'
    assert made.links == ["https://ana.example.com", "https://blog.example.com"]
    assert made.skills == ["Python", "Leadership, coaching"]
    assert [(row["title"], row["start"], row["end"], row["text"]) for row in made.experience] == [
        ("Engineer", "2021-03", "present", "Payments\n- Python"),
        ("Intern", "2019", "2020-08", ""),
    ]
    assert [(row["school"], row["degree"], row["start"], row["end"]) for row in made.education] == [
        ("Zagreb University", "BSc", "2013", "2017")
    ]
    assert "Secret" not in json.dumps(held.as_data(person)["profile"])
    before = held.as_data(person)["profile"]
    me.post(BRING, upload(packed()))
    assert held.as_data(person)["profile"] == before


@pytest.mark.skipif(not SHARED.exists(), reason="the shared archive is not here")
def test_the_shared_archive_reads_as_expected():
    expected = json.loads((SHARED / "linkedin-export-basic.expected.json").read_text())
    found = linkedin.read((SHARED / "linkedin-export-basic.zip").read_bytes())

    assert found["name"].split() == expected["name"]
    assert (found["headline"], found["links"], found["skills"]) == (
        expected["headline"],
        expected["websites"],
        expected["skills"],
    )
    assert [[row["company"], row["title"], row["start"], row["end"]] for row in found["experience"]] == expected["positions"]
    assert [[row["school"], row["degree"], row["start"], row["end"]] for row in found["education"]] == expected["education"]


def test_what_they_wrote_stays(me, person):
    profiles.change(user=person, headline="Mine", links=["https://mine.example.com"])
    profiles.change_skills(user=person, text="python")
    me.post(BRING, upload(packed()))

    made = Profile.objects.get(user=person)
    assert (made.headline, made.links[0], made.skills) == ("Mine", "https://mine.example.com", ["python", "Leadership, coaching"])


def test_a_country_comes_with_its_place_only(person):
    profiles.change(user=person, location="Leeds")
    importing.take(user=person, found={"location": "Austin", "country": "US"})

    assert (profiles.of(person).location, profiles.of(person).country) == ("Leeds", "")


def test_a_skill_with_a_comma_stays_one_when_the_others_are_changed(me, person):
    me.post(BRING, upload(packed()))
    assert ">Python\nLeadership, coaching</textarea>" in me.get("/me/profile/").content.decode()
    me.post("/me/profile/skills/", {"skills": "Leadership, coaching\r\nGo, SQL"})

    assert Profile.objects.get(user=person).skills == ["Leadership, coaching", "Go", "SQL"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 cut off", "cut off or damaged"),
        (packed({"a.txt": "x"}), "There is no profile in this archive"),
        (packed({"../Profile.csv": "First Name\n"}), "no archive as LinkedIn makes it"),
        (packed({f"{number}.csv": "" for number in range(201)}), "no archive as LinkedIn makes it"),
        (packed({"Skills.csv": "Name\n" + "x" * 3_000_000}), "packed more tightly"),
        (packed({"Skills.csv": "Nombre\nPython\n"}), "Set LinkedIn to English"),
        (packed({"Skills.csv": b"Name\n\xff\xfe\n"}), "Skills.csv can"),
    ],
)
def test_an_archive_that_is_none_is_refused_in_words(me, person, data, said):
    answer = me.post(BRING, upload(data))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert profiles.of(person).skills == []


@pytest.mark.parametrize("name", ["resume.json", "cv.exe", "cv.pdf"])
@pytest.mark.parametrize("data", [b"", b"[]", b'{"a": 1}', b"[" * 100_000])
def test_a_file_that_is_nothing_is_refused(me, data, name, monkeypatch):
    def unreadable(*_):
        raise importing.Unreadable("unsupported", "We can't read that.")

    monkeypatch.setattr(importing, "studied", unreadable)
    assert me.post(BRING, upload(data, name)).status_code == 422


def test_no_file_is_said(me):
    assert "Choose a file first." in me.post(BRING).content.decode()


def filled(user):
    linked = importing.take(user=user, found=linkedin.read(packed()))
    profiles.save_row(user=user, kind="education", value={"degree": "MSc", "end": "2019"})
    profiles.change_preferences(
        user=user, remote=["remote"], places="Split", salary_min=1, salary_max=None, currency="EUR", mails=profiles.MAILS
    )
    profiles.change(user=user, country="HR", name="Ana Horvat")
    return linked


def test_json_resume_round_trips(me, person, someone):
    filled(person)
    said = me.get("/me/profile/resume.json")
    importing.take(user=someone, found=json_resume.read(said.content))

    theirs, mine = held.as_data(someone)["profile"], held.as_data(person)["profile"]
    assert theirs == mine
    assert mine["preferences"]["salary"] == {"min": 1, "max": None, "currency": "EUR"}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared schema is not here")
def test_what_leaves_keeps_to_the_schema(person):
    filled(person)
    schema = json.loads((SHARED / "jsonresume-schema-1.3.1.json").read_text())

    assert list(Draft7Validator(schema).iter_errors(json_resume.write(person, profiles.of(person)))) == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared sample is not here")
def test_somebody_elses_json_resume_is_understood(person):
    importing.take(user=person, found=json_resume.read((SHARED / "jsonresume-sample.resume.json").read_bytes()))

    made = Profile.objects.get(user=person)
    assert (made.headline, made.country, made.location) == ("Programmer", "US", "San Francisco")
    assert (made.experience[0]["company"], made.experience[0]["start"], made.experience[0]["end"]) == (
        "Pied Piper",
        "2013-12",
        "2014-12",
    )


@pytest.mark.parametrize(
    "said",
    [
        {"basics": []},
        {"basics": {"label": "\x00\ud800", "location": {"countryCode": "\ud800"}}, "skills": [{"name": "a\ud800\x00"}]},
        {"work": {"a": 1}, "skills": "x", "education": None},
        {"basics": {"location": 3, "profiles": [1, {"url": "javascript:alert(1)"}]}, "work": [{"name": 3, "startDate": {}}, 4]},
        {
            "skills": [{"name": "x" * 999}] * 900,
            "meta": {"intellimatch": {"preferences": {"remote": ["moon"], "salary": {"min": -1, "currency": "ZZZ"}}}},
        },
    ],
)
def test_a_hostile_json_resume_leaves_a_sound_profile(person, said):
    importing.take(user=person, found=json_resume.read(json.dumps(said).encode()))

    made = Profile.objects.get(user=person)
    assert (made.links, made.preferences, made.experience) == ([], {}, [])
    assert all(len(name) <= 120 for name in made.skills)


def test_a_resume_is_read_kept_and_shown_beside_the_profile(me, person):
    text = "Ana Horvat\nana@example.test\n\nExperience\n\nSoftware Engineer, Adria d.o.o.\nJanuary 2019 - March 2023\n- Built payments.\n\nSkills\nPython, PostgreSQL, Django\n"
    answer = me.post(BRING, upload(text.encode(), "../<b>cv</b>.txt"))

    assert answer.status_code == 302
    made = Profile.objects.get(user=person)
    assert {"Python", "PostgreSQL"} <= set(made.skills)
    assert made.experience[0]["start"] == "2019-01"
    page = me.get("/me/profile/document/").content.decode()
    assert me.post("/me/profile/skills/", {"skills": "Go", "at": "document"})["Location"] == "/me/profile/document/"
    assert "Built payments." in page and "<b>cv" not in page
    got = me.get(f"/me/profile/{person.pk}/document/")
    assert (b"".join(got.streaming_content), got["X-Content-Type-Options"]) == (text.encode(), "nosniff")
    assert got["Content-Disposition"].startswith("attachment")


def test_the_next_document_takes_the_place_of_the_one_before(me, person, own_document, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        me.post(BRING, upload(b"Ana Horvat\n\nSkills\nPython\n", "next.txt"))

    assert not default_storage.exists(own_document.document.name)
    assert Profile.objects.get(user=person).document_name == "next.txt"


def test_the_document_goes_when_they_say_so(me, person, own_document, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        me.post("/me/profile/document/remove/")

    assert not default_storage.exists(own_document.document.name)
    assert me.get(f"/me/profile/{person.pk}/document/").status_code == 404


def test_the_profile_leaves_with_my_data_and_goes_with_the_person(
    me, person, own_document, own_photo, django_capture_on_commit_callbacks
):
    names = zipfile.ZipFile(io.BytesIO(held.as_archive(person))).namelist()
    assert {"files/photo.webp", "files/profile-cv.txt"} <= set(names)

    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_account(person)
    assert not default_storage.exists(own_document.document.name)
    assert not default_storage.exists(own_photo.photo.name)
    assert not Profile.objects.exists()
