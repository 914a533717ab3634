"""Invitations from a file: a report of every row first, then the good rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Invitation
from accounts.services.bulk_invitations import dry_run, invite_many
from accounts.services.invitations import InvitationRefused

pytestmark = pytest.mark.django_db
FILE = "E-Mail;Role\nada@new.test;admin\n\nno address;viewer\ngrace@new.test;\nADA@new.test;viewer\nviewer@ours.test;viewer\nx@new.test;boss\n"


def test_every_row_is_reported_and_nothing_is_written(company, admin, viewer):
    report = dry_run(company=company, text=FILE, actor=admin)

    assert [(row.line, row.email, row.role, bool(row.problem)) for row in report] == [
        (2, "ada@new.test", "admin", False),
        (4, "no address", "viewer", True),
        (5, "grace@new.test", "recruiter", False),
        (6, "ada@new.test", "viewer", True),
        (7, "viewer@ours.test", "viewer", True),
        (8, "x@new.test", "boss", True),
    ]
    assert not Invitation.objects.exists()


def test_the_good_rows_are_invited(company, admin, viewer):
    report = invite_many(company=company, text=FILE, actor=admin)

    assert sum(not row.problem for row in report) == 2
    assert sorted(Invitation.objects.values_list("email", "role")) == [("ada@new.test", "admin"), ("grace@new.test", "recruiter")]
    again = invite_many(company=company, text=FILE, actor=admin)
    assert all(row.problem for row in again)
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_email_column"), ("name,role\nx,viewer\n", "no_email_column"), ('email\n"never closed\n', "bad_csv"),
        ("email\n" + "a@b.test\n" * 1001, "too_many_rows"), ("email\n" + "x" * 300_000, "file_too_large"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(company, admin, text, code):
    with pytest.raises(InvitationRefused) as refusal:
        dry_run(company=company, text=text, actor=admin)

    assert (refusal.value.code, refusal.value.field) == (code, "file")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_page_reads_what_spreadsheets_write(sign_in, admin, encoding):
    upload = SimpleUploadedFile("people.csv", "email\tname\nzoë@new.test\tZoë\nok@new.test\tOK\n".encode(encoding))

    page = sign_in(admin).post(reverse("accounts:invite_many"), {"file": upload})

    assert page.status_code == 200
    assert (page.context["good"], page.context["bad"]) == (1, 1)  # zoë@ is no address that mail servers take
    assert "zoë@new.test" in page.content.decode()
    assert not Invitation.objects.exists()


def test_the_page_sends_after_the_report(sign_in, admin):
    client = sign_in(admin)
    report = client.post(reverse("accounts:invite_many"), {"file": SimpleUploadedFile("p.csv", b"email\na@new.test\nbad\n")})

    answer = client.post(reverse("accounts:invite_many"), {"text": report.context["text"], "confirm": "yes"})

    assert answer.url == reverse("accounts:members")
    assert [one.email for one in Invitation.objects.all()] == ["a@new.test"]


def test_no_file_is_said_so(sign_in, admin):
    page = sign_in(admin).post(reverse("accounts:invite_many"), {})

    assert page.status_code == 422
    assert "file" in page.context["form"].errors


def test_markup_in_a_cell_is_shown_not_run(sign_in, admin):
    upload = SimpleUploadedFile("p.csv", b'email\n<script>alert(1)</script>\n=HYPERLINK("x")\n')

    page = sign_in(admin).post(reverse("accounts:invite_many"), {"file": upload}).content.decode()

    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
