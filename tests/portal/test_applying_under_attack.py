"""Those who come to the apply form to do harm: bombs, floods, robots, other people's drafts, scripts in every field."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from billing.entitlements import limit
from jobs.models import Application, Resume
from portal.models import ApplyDraft
from portal.services import applying
from tests.portal.careers_cast import DRAFT_TOKEN, resume_file

pytestmark = pytest.mark.django_db
BAD = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.docx", zipped(**{"[Content_Types].xml": b"0" * 60_000_000, "word/document.xml": b"0" * 60_000_000})),
        ("many.zip", zipped(a=b"x", b=b"y")),
        ("tool.pdf", b"MZ" + b"\x00" * 500),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("nothing.pdf", b""),
        ("large.txt", b"a" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_what_is_no_resume_is_not_kept(applicant, name, data):
    answer = applicant.start(resume_file(data, name))

    assert answer.status_code == 422 and "That did not work" in answer.content.decode()
    assert not ApplyDraft.objects.exists()


def test_no_file_and_no_word_about_it(applicant):
    assert "Choose a file first" in applicant.client.post(f"{applicant.job}apply/").content.decode()


def test_scripts_in_every_field_stay_text(applicant, django_capture_on_commit_callbacks):
    applicant.start(resume_file(name=f"{BAD}.txt"))
    names = [name for name, field in applicant.page().context["form"].fields.items() if field.__class__.__name__ == "CharField"]
    changes = {name: BAD for name in names if name != "website_2" and not name.endswith(("-start", "-end"))}

    shown = applicant.client.post(applicant.form, {**changes, "email": "no", "act": "send"})
    assert shown.status_code == 422 and BAD not in shown.content.decode()
    assert BAD not in applicant.page().content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        applicant.send(**changes, email="jane@applicant.test")
    assert Application.objects.get().candidate.name == BAD


def test_who_fills_the_trap_or_is_too_quick_is_asked_once_more(applicant):
    applicant.start(resume_file())
    trapped = applicant.send(website_2="https://spam.example")
    assert trapped.status_code == 200 and "One more click" in trapped.content.decode() and not Application.objects.exists()

    assert applicant.client.post(applicant.form, {"act": "confirm"}).status_code == 302
    assert Application.objects.get().candidate.name == "Jane Applicant"

    applicant.start(resume_file())
    ApplyDraft.objects.filter(sent_at=None).update(begun_at=timezone.now())
    assert "One more click" in applicant.send(email="quick@applicant.test").content.decode()


def test_a_confirmation_that_nobody_asked_for_is_worth_nothing(applicant):
    applicant.start(resume_file())
    ApplyDraft.objects.update(begun_at=timezone.now())
    applicant.client.post(applicant.form, {"act": "keep", **applicant.filled(consent="on")})

    answer = applicant.client.post(applicant.form, {"act": "confirm"})

    assert "One more click" in answer.content.decode() and not Application.objects.exists()


def test_a_flood_from_one_address_is_stopped_with_words(applicant, monkeypatch, settings):
    monkeypatch.setattr("portal.views.applying.DRAFTS_AN_HOUR", "2/h")
    for _number in range(2):
        assert applicant.start().status_code == 302

    answer = applicant.client.post(f"{applicant.job}apply/", {"act": "without"})

    assert answer.status_code == 429 and "What you typed is kept" in answer.content.decode()
    assert ApplyDraft.objects.count() == 2 and applicant.page().status_code == 200


def test_a_draft_is_its_writers_alone(client, draft, open_post, their_open_post):
    path = f"/careers/ours/{open_post.pk}/apply/"
    assert client.get(f"{path}{DRAFT_TOKEN}/").status_code == 200

    for foreign in (
        f"{path}{DRAFT_TOKEN[:-1]}/",
        f"{path}{draft.token_hash}/",
        f"{path}{draft.pk}/",
        f"/careers/theirs/{their_open_post.pk}/apply/{DRAFT_TOKEN}/",
        f"/careers/theirs/{open_post.pk}/apply/{DRAFT_TOKEN}/",
    ):
        assert client.get(foreign).status_code == client.post(foreign, {"act": "keep", "name": "x"}).status_code == 404, foreign
    draft.refresh_from_db()
    assert json.loads(draft.said) == {}


def test_tokens_are_long_and_kept_as_hashes_only(open_post):
    draft, token = applying.begin(post=open_post)

    assert len(token) >= 32 and token not in str(vars(draft))


def test_the_pages_of_a_draft_are_kept_nowhere(client, draft, open_post):
    answer = client.get(f"/careers/ours/{open_post.pk}/apply/{DRAFT_TOKEN}/")

    assert answer["Cache-Control"] == "private, no-store" and "noindex" in answer["X-Robots-Tag"]


def test_what_was_typed_is_not_readable_in_the_database(applicant):
    from django.db import connection

    applicant.start(resume_file())
    applicant.client.post(applicant.form, {"act": "keep", "name": "Zanthippe"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, studied FROM portal_applydraft")
        row = str(cursor.fetchone())

    assert "Zanthippe" not in row and "Jane" not in row


def test_endless_text_is_refused_and_more_questions_than_asked_are_ignored(applicant):
    applicant.start()
    long = dict.fromkeys(applicant.page().context["form"].fields, "x" * 10000)
    answer = applicant.client.post(applicant.form, {**long, "act": "keep"})
    assert answer.status_code == 422 or len(json.loads(ApplyDraft.objects.get().said)) < 60

    applicant.client.post(applicant.form, {"act": "keep", "name": "A", "is_staff": "1", "q-1": "x"})
    assert "is_staff" not in json.loads(ApplyDraft.objects.get().said)


def test_the_plan_is_over_and_the_application_still_arrives(applicant, company, settings, django_capture_on_commit_callbacks):
    settings.BILLING_ENABLED = True
    Resume.objects.bulk_create(
        Resume(company=company, name="x", file="x", sha256=f"{number}") for number in range(limit(company, "resumes_read"))
    )
    applicant.start(resume_file())
    with django_capture_on_commit_callbacks(execute=True):
        applicant.send(name="Jane", email="jane@applicant.test")

    assert Application.objects.get().candidate.resumes.get().error_code == "over_quota"


def test_old_drafts_are_forgotten_by_the_hour(draft):
    from portal.tasks import forget_drafts

    forget_drafts()
    assert ApplyDraft.objects.exists()
    ApplyDraft.objects.update(begun_at=timezone.now() - timedelta(days=8), expires_at=timezone.now() - timedelta(days=1))
    forget_drafts()
    assert not ApplyDraft.objects.exists()
