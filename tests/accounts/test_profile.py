"""A member says who they are."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import happened
from accounts.models import Event, Membership
from accounts.services.handles import suggest_handle
from accounts.services.pictures import PictureRefused, as_webp
from accounts.services.profiles import ProfileRefused, change_profile
from tests.accounts.cast import picture
from tests.conftest import make_member

pytestmark = pytest.mark.django_db
HOURS = {"mon": [["13:00", "17:00"], ["09:00", "12:00"]], "fri": [["09:00", "12:30"]], "sat": []}


def test_what_changed_is_kept_and_written_down_without_words(recruiter):
    changed = change_profile(
        member=recruiter,
        name="Zoë Ōkami",
        handle="zoe",
        title="Head of talent",
        bio="I listen.",
        time_zone="Asia/Tokyo",
        working_hours=HOURS,
    )

    recruiter = Membership.objects.get(pk=recruiter.pk)
    assert (recruiter.name, recruiter.handle, recruiter.title, recruiter.user.time_zone) == (
        "Zoë Ōkami",
        "zoe",
        "Head of talent",
        "Asia/Tokyo",
    )
    assert recruiter.working_hours == {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "fri": [["09:00", "12:30"]]}
    [row] = Event.objects.about(changed)
    assert row.event == happened.ProfileChanged(
        str(recruiter.pk), ["name", "time_zone", "handle", "title", "bio", "working_hours"]
    )
    assert "Ōkami" not in str(row.facts)


def test_the_same_again_is_no_event(recruiter):
    change_profile(member=recruiter, name=recruiter.name, handle=recruiter.handle)

    assert not Event.objects.exists()


@pytest.mark.parametrize("handle", ["Zoe", "zo e", "", "-zoe", "x" * 31, "zoë"])
def test_a_handle_that_cannot_be_mentioned_is_refused(recruiter, handle):
    with pytest.raises(ProfileRefused) as refusal:
        change_profile(member=recruiter, handle=handle)

    assert (refusal.value.code, refusal.value.field) == ("bad_handle", "handle")


def test_a_handle_is_one_persons_in_a_company(recruiter, viewer, stranger):
    with pytest.raises(ProfileRefused) as refusal:
        change_profile(member=recruiter, handle=viewer.handle)
    assert refusal.value.code == "handle_taken"

    Membership.objects.filter(pk=stranger.pk).update(handle="zoe")
    assert change_profile(member=recruiter, handle="zoe").handle == "zoe"


@pytest.mark.parametrize(
    "hours",
    [
        {"mon": [["17:00", "09:00"]]},
        {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]},
        {"mon": [["9", "x"]]},
        {"noday": []},
        [],
        {"mon": "09:00"},
        {"mon": [["09:00"]]},
        {"mon": [["09:00", "09:00"]]},
    ],
)
def test_hours_that_make_no_sense_are_refused(recruiter, hours):
    with pytest.raises(ProfileRefused) as refusal:
        change_profile(member=recruiter, working_hours=hours)

    assert refusal.value.code == "bad_hours"


@pytest.mark.parametrize(
    ("name", "email", "handle"),
    [("Ana Petrović", "", "ana.petrovic"), ("李小龍", "bruce@x.test", "bruce"), ("🦊", "", "member"), ("A" * 90, "", "a" * 26),
     ("Mara  O'Neil-Smith", "", "mara.oneil.smith")],
)  # fmt: skip
def test_a_handle_is_suggested_from_any_name(company, name, email, handle):
    assert suggest_handle(company=company, name=name, email=email) == handle


def test_a_suggested_handle_is_free(company):
    for number in ("", "2", "3"):
        assert suggest_handle(company=company, name="Ana") == f"ana{number}"
        member = make_member(company, "viewer", email=f"ana{number}@ours.test")
        Membership.objects.filter(pk=member.pk).update(handle=f"ana{number}")


def test_a_photo_is_drawn_anew_without_its_secrets():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "SECRET-PLACE", 6  # a description; turned by 90 degrees
    upload = picture(800, 400, "JPEG", exif=exif, comment=b"SECRET-COMMENT")

    kept = as_webp(upload, size=(256, 256), field="photo", crop=True)

    raw = kept.read()
    with Image.open(io.BytesIO(raw)) as image:
        assert (image.format, image.size) == ("WEBP", (256, 256))
        assert not image.getexif()
    assert b"SECRET" not in raw
    assert kept.name.endswith(".webp") and "picture" not in kept.name


@pytest.mark.parametrize(
    "raw",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"<script>"],
)
def test_what_is_no_picture_is_refused(raw):
    with pytest.raises(PictureRefused) as refusal:
        as_webp(ContentFile(raw, name="x.png"), size=(256, 256), field="photo")

    assert (refusal.value.code, refusal.value.field) == ("picture_unreadable", "photo")


def test_a_pixel_bomb_is_refused_before_it_unfolds():
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")

    with pytest.raises(PictureRefused) as refusal:
        as_webp(ContentFile(bomb.getvalue(), name="x.png"), size=(256, 256), field="photo")

    assert (refusal.value.code, len(bomb.getvalue()) < 50_000) == ("picture_too_large", True)


def form_of(client):
    form = client.get(reverse("accounts:profile")).context["form"]
    return {name: form[name].value() or "" for name in form.fields if not name.endswith("photo")}


def test_the_page_saves_and_shows_it(sign_in, recruiter):
    client = sign_in(recruiter)
    sent = {**form_of(client), "title": "Talent partner", "handle": "@Recruiter.One", "tue_1_from": "09:00", "tue_1_to": "17:00"}

    answer = client.post(
        reverse("accounts:profile"), {**sent, "photo": SimpleUploadedFile("me.png", picture().read())}, follow=True
    )

    assert "Your profile is saved." in answer.content.decode()
    member = Membership.objects.get(pk=recruiter.pk)
    assert (member.title, member.handle, member.working_hours) == (
        "Talent partner",
        "recruiter.one",
        {"tue": [["09:00", "17:00"]]},
    )
    photo = client.get(reverse("accounts:photo", args=[recruiter.user_id]))
    assert (photo.status_code, photo["Content-Type"], photo["X-Content-Type-Options"]) == (200, "image/webp", "nosniff")
    client.post(reverse("accounts:profile"), {**sent, "remove_photo": "on"})
    assert client.get(reverse("accounts:photo", args=[recruiter.user_id])).status_code == 404


def test_half_a_span_is_said_at_its_field(sign_in, recruiter):
    client = sign_in(recruiter)

    answer = client.post(reverse("accounts:profile"), {**form_of(client), "mon_1_from": "09:00"})

    assert answer.status_code == 422
    assert "mon_1_to" in answer.context["form"].errors


def test_a_colleague_sees_it_and_a_stranger_does_not(sign_in, recruiter, viewer, stranger):
    change_profile(member=recruiter, bio="I listen <b>well</b>.", photo=picture())
    client = sign_in(viewer)
    page = client.get(reverse("accounts:member", args=[recruiter.pk])).content.decode()
    assert "I listen &lt;b&gt;well&lt;/b&gt;." in page
    assert client.get(reverse("accounts:photo", args=[recruiter.user_id])).status_code == 200

    client = sign_in(stranger)
    assert client.get(reverse("accounts:photo", args=[recruiter.user_id])).status_code == 404
