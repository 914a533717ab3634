"""A person keeps a profile of their own: who they are, a photo, how they want to work; and sees what is missing."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from notifications.models import Suppression
from notifications.services.suppression import SuppressionRefused, lift, standing_against
from portal.models import Profile
from portal.services import profiles
from portal.services.completeness import completeness
from tests.portal.cast import a_picture

pytestmark = pytest.mark.django_db
PAGE = "/me/profile/"
WHO = {"name": "Ana Horvat", "headline": "Engineer", "phone": "+385 1 2345678", "location": "Zagreb", "country": "HR"}
WISHES = {
    "remote": ["remote", "hybrid"],
    "places": "Zagreb, Split",
    "salary_min": "60000",
    "salary_max": "80000",
    "currency": "EUR",
}
JOB = {
    "kind": "experience",
    "title": "Engineer",
    "company": "Adria",
    "start": "2021-03",
    "end": "",
    "text": "Payments.\r\nOn call.",
}


@pytest.fixture
def me(at_portal, person):
    return at_portal(person)


def test_who_they_are(me, person):
    answer = me.post(PAGE, WHO | {"summary": "I build.", "links": "example.com/ana\nhttp://blog.example.com/"})

    assert answer["Location"] == f"{PAGE}#you"
    made = Profile.objects.get(user=person)
    assert (made.headline, made.phone, made.country) == ("Engineer", "+385 1 2345678", "HR")
    assert made.links == ["https://example.com/ana", "https://blog.example.com/"]
    person.refresh_from_db()
    assert person.name == "Ana Horvat"
    assert 'value="Engineer"' in me.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.com", "data:text/html,x", "https://me:pw@example.com", "nonsense"]
)
def test_what_is_no_address_of_a_page_is_refused_and_nothing_is_lost(me, person, link):
    answer = me.post(PAGE, WHO | {"links": link})

    assert answer.status_code == 422
    assert "Write addresses such as" in answer.content.decode()
    assert 'value="+385 1 2345678"' in answer.content.decode()
    assert profiles.of(person).links == []


def test_how_they_want_to_work(me, person):
    me.post(f"{PAGE}preferences/", WISHES | {"mails": ["status", "surveys", "confirmations"]})

    assert Profile.objects.get(user=person).preferences == {
        "remote": ["remote", "hybrid"],
        "places": ["Zagreb", "Split"],
        "salary": {"min": 60000, "max": 80000, "currency": "EUR"},
    }


@pytest.mark.parametrize(
    "wrong", [{"salary_min": "90000"}, {"currency": ""}, {"currency": "ZZZ"}, {"remote": ["moon"]}, {"salary_max": "-1"}]
)
def test_wishes_that_make_no_sense(me, person, wrong):
    assert me.post(f"{PAGE}preferences/", WISHES | wrong).status_code == 422
    assert profiles.of(person).preferences == {}


def test_mails_that_are_not_wanted_come_from_no_company(me, person, company, recruiter):
    me.post(f"{PAGE}preferences/", {"mails": ["status", "confirmations"]})

    def kept_away(kind):
        return standing_against(company=company, address=person.email.upper(), kind=kind)

    assert kept_away("interview_survey") and not kept_away("status_update") and not kept_away("rejection")
    with pytest.raises(SuppressionRefused):  # a recruiter can't overrule it
        lift(suppression=kept_away("interview_survey"), actor=recruiter, why="They want it.")
    me.post(f"{PAGE}preferences/", {"mails": ["status", "confirmations", "surveys"]})
    me.post(f"{PAGE}preferences/", {"mails": ["status", "confirmations", "surveys"]})
    assert kept_away("interview_survey") is None


def test_what_one_company_was_told_stands(me, person, company):
    Suppression.objects.create(
        company=company, address=person.email, address_hash=profiles.suppression.hash_of(person.email), reason="complaint"
    )
    me.post(f"{PAGE}preferences/", {"mails": ["status", "confirmations", "surveys"]})

    assert standing_against(company=company, address=person.email, kind="status_update")


def test_a_photo_becomes_a_square_of_pixels_and_nothing_else(me, person, own_photo, someone, at_portal):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ana"
    before = own_photo.photo.name
    me.post(f"{PAGE}photo/", {"photo": a_picture((900, 600), exif=exif)})
    person.refresh_from_db()
    answer = me.get(f"{PAGE}{person.pk}/photo/")
    data = b"".join(answer.streaming_content)

    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    with person.photo.open("rb") as file, Image.open(file) as image:
        assert (image.size, image.format, dict(image.getexif())) == ((512, 512), "WEBP", {})
    assert b"Camera" not in data
    assert at_portal(someone).get(f"{PAGE}{person.pk}/photo/").status_code == 404
    assert before != person.photo.name


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"GIF89a", b""])
def test_what_is_no_picture_is_refused(me, person, data):
    answer = me.post(f"{PAGE}photo/", {"photo": SimpleUploadedFile("photo.png", data, "image/png")})

    assert answer.status_code == 422
    person.refresh_from_db()
    assert not person.photo


def test_the_photo_goes(me, person, own_photo, django_capture_on_commit_callbacks):
    name = own_photo.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        me.post(f"{PAGE}photo/", {"act": "remove"})

    assert not default_storage.exists(name)
    assert me.get(f"{PAGE}{person.pk}/photo/").status_code == 404


def test_work_and_education_are_added_mended_and_taken_out(me, person):
    me.post(f"{PAGE}rows/", JOB)
    me.post(f"{PAGE}rows/", JOB | {"title": "Intern", "start": "2019", "end": "2020", "text": ""})
    made = Profile.objects.get(user=person)
    assert [(row["title"], row["start"], row["end"], row["text"]) for row in made.experience] == [
        ("Engineer", "2021-03", "present", "Payments.\nOn call."),
        ("Intern", "2019", "2020", ""),
    ]

    me.post(f"{PAGE}rows/", JOB | {"number": "1", "revision": made.revision, "title": "Trainee", "end": "2022"})
    made.refresh_from_db()
    assert [row["title"] for row in made.experience] == ["Engineer", "Trainee"]
    me.post(f"{PAGE}rows/", {"kind": "experience", "act": "remove", "number": "0", "revision": made.revision})
    made.refresh_from_db()
    assert [row["title"] for row in made.experience] == ["Trainee"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"title": "", "company": ""}, 422),
        ({"start": "March"}, 422),
        ({"start": "2022", "end": "2020"}, 422),
        ({"kind": "links"}, 422),
        ({"number": "7", "revision": "2"}, 409),
        ({"number": "-1", "revision": "2"}, 409),
        ({"number": "0", "revision": "1"}, 409),
        ({"number": "0"}, 409),
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_kept_on_the_page(me, person, change, status):
    profiles.save_row(user=person, kind="education", value={"degree": "BSc"})
    answer = me.post(f"{PAGE}rows/", JOB | change)

    assert answer.status_code == status
    assert (profiles.of(person).experience, profiles.of(person).links) == ([], [])


def test_what_is_there_makes_it_complete(me, person, own_photo):
    assert completeness(person, profiles.of(person))[0] == 10
    me.post(PAGE, WHO | {"summary": "I build.", "links": "https://example.com"})
    me.post(f"{PAGE}skills/", {"skills": "Python, Go; SQL, python"})
    me.post(f"{PAGE}rows/", JOB)
    page = me.get(PAGE).content.decode()

    assert "80 % complete" in page
    assert 'href="#education"' in page and 'href="#preferences"' in page and 'href="#skills"' not in page
    me.post(f"{PAGE}rows/", {"kind": "education", "degree": "BSc", "school": "Zagreb"})
    me.post(f"{PAGE}preferences/", WISHES)
    assert completeness(person, Profile.objects.get(user=person)) == (100, [])


def test_what_no_database_keeps_is_left_out(person):
    profiles.save_row(user=person, kind="experience", value=JOB | {"title": "En\x00gineer", "text": "\x00\ud800"})
    profiles.change_skills(user=person, text="Py\x00thon")

    made = Profile.objects.get(user=person)
    assert (made.skills, made.experience[0]["title"], made.experience[0]["text"]) == (["Python"], "Engineer", "")


def test_hostile_words_stay_words(me, person):
    me.post(PAGE, WHO | {"headline": "<script>alert(1)</script>"})
    me.post(f"{PAGE}rows/", JOB | {"title": '"><img src=x onerror=alert(1)>'})
    me.post(f"{PAGE}skills/", {"skills": "<b>x</b>"})
    page = me.get(PAGE).content.decode()

    assert "<script>alert" not in page and "<img src=x" not in page and "<b>x</b>" not in page


def test_the_page_takes_the_same_queries_however_full(me, person, django_assert_max_num_queries):
    for number in range(30):
        profiles.save_row(user=person, kind="experience", value={"title": f"Job {number}"})

    with django_assert_max_num_queries(6):
        me.get(PAGE)
