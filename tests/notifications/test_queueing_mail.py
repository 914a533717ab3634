"""A mail is a row in the transaction of what it tells of: once for each cause, with its Message-ID, and never lost."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Event
from jobs.services.candidates import create_candidate
from jobs.services.merge import merge_candidates, undo_merge
from notifications.models import Message, Suppression
from notifications.services import outbox, suppression
from notifications.services.outbox import MailRefused, call_back, cancel, release

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_without_a_mail_server_it_is_kept(write):
    mail = write(to="Mara@People.test", name="Mara")

    assert (mail.state, mail.to_email, mail.sent_at) == ("kept", "mara@people.test", None)
    assert mail.sender == "Quetzalwort Works <no-reply@localhost>"
    assert mail.message_id.endswith("@localhost>")


def test_the_same_cause_writes_it_once_in_a_company(write, other_company):
    first = write()

    assert write(subject="Again") == first
    assert write(company=other_company) != first
    assert write(company=None) == write(company=None)
    assert Message.objects.count() == 3


def test_it_belongs_in_the_transaction_of_its_cause(write):
    with pytest.raises(ValueError, match="the act failed"), transaction.atomic():
        write()
        raise ValueError("the act failed")

    assert not Message.objects.exists()


def test_a_header_can_not_be_begun_from_within_a_subject_or_name(write):
    mail = write(subject="Hello\r\nBcc: all@people.test", name="Mara\nX: y", reply_to="a@b.test\r\nBcc: c@d.test")

    assert mail.subject == "Hello Bcc: all@people.test"
    assert mail.to_name == "Mara X: y"
    assert "\n" not in mail.reply_to


def test_no_address_is_a_failure_that_is_written_down(write):
    assert [(write(to=to, key=f"k{to}").state) for to in (None, "", "nobody", "a@b.test\r\nc@d.test")] == ["failed"] * 4


def test_a_suppressed_address_gets_a_row_that_says_why(write, company, other_company):
    suppression.suppress(address="MARA@people.test", reason=Suppression.Reason.UNSUBSCRIBE, company=company)

    assert write(kind="digest", key="1").state == "suppressed"
    assert write(kind="digest", key="1").why == "Unsubscribed"
    assert write(kind="interview_invitation", key="2").state == "kept"  # what is owed comes all the same
    assert write(kind="digest", key="1", company=other_company).state == "kept"

    suppression.suppress(address="mara@people.test", reason=Suppression.Reason.BOUNCE)
    assert write(kind="interview_invitation", key="3").state == "suppressed"
    assert write(kind="sign_in", key="3", company=None).state == "suppressed"


def test_unsubscribing_from_one_kind_leaves_the_others(write, company):
    suppression.suppress(address="mara@people.test", reason=Suppression.Reason.UNSUBSCRIBE, company=company, kind="digest")

    assert [write(kind=kind, key=kind).state for kind in ("digest", "notice")] == ["suppressed", "kept"]


def test_what_has_not_left_is_called_back_and_the_log_says_so(write, company, application, recruiter, settings):
    settings.MAIL_TRANSPORT = SMTP
    later = timezone.now() + timedelta(minutes=30)
    waits = write(application=application, kind="rejection", key="r", not_before=later)
    left = write(application=application, kind="rejection", key="l")
    Message.objects.filter(pk=left.pk).update(state="sent", sent_at=timezone.now())

    assert call_back(company=company, application=application, kinds=["rejection"], actor=recruiter) == 1
    assert call_back(company=company, keys=["r", "l"], actor=recruiter) == 0

    waits.refresh_from_db()
    assert (waits.state, waits.changed_by) == ("called_back", recruiter)
    assert [row.name for row in Event.objects.about(waits)] == ["mail.called_back"]
    assert write(key="r") == waits  # its cause does not write it again

    assert release(message=waits, actor=recruiter).state == "queued"
    assert cancel(message=waits, actor=recruiter).state == "called_back"
    Message.objects.filter(pk=waits.pk).update(not_before=timezone.now() - timedelta(seconds=1))
    with pytest.raises(MailRefused, match="time has passed"):
        release(message=waits, actor=recruiter)


def test_kept_mail_goes_when_somebody_says_so_and_not_by_itself(write, recruiter, settings):
    mail = write()
    with pytest.raises(MailRefused, match="No mail server"):
        release(message=mail, actor=recruiter)

    settings.MAIL_TRANSPORT = SMTP
    assert not Message.objects.due().exists()
    assert release(message=mail, actor=recruiter).state == "queued"


def test_a_link_into_an_account_is_not_sent_again_by_somebody_else(write, admin, settings):
    mail = write(kind="invitation")
    settings.MAIL_TRANSPORT = SMTP

    with pytest.raises(MailRefused):
        release(message=mail, actor=admin)
    assert not outbox.may_read(mail, admin)


def test_a_calendar_file_and_others_go_with_it(write):
    mail = write(calendar=(b"BEGIN:VCALENDAR", "REQUEST"), attachments=[("offer.pdf", b"%PDF", "application/pdf")])
    write(calendar=(b"BEGIN:VCALENDAR", "REQUEST"))

    assert [(part.name, part.method) for part in mail.parts.all()] == [("invite.ics", "REQUEST"), ("offer.pdf", "")]


def test_mail_follows_a_person_who_is_merged_and_goes_with_one_who_is_deleted(write, company, candidate, recruiter):
    twin = create_candidate(company=company, actor=recruiter, name="Mara Twin", emails=["mara.twin@people.test"])
    mail = write(candidate=twin)

    merge = merge_candidates(kept=candidate, merged=twin, actor=recruiter)
    assert Message.objects.get().candidate == candidate
    undo_merge(merge=merge, actor=recruiter)
    assert Message.objects.get(pk=mail.pk).candidate == twin

    twin.delete()
    assert not Message.objects.exists()


def test_a_transaction_that_writes_many_mails_wakes_the_outbox_once(
    write, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.MAIL_TRANSPORT = SMTP
    with django_capture_on_commit_callbacks() as waiting:
        for number in range(5):
            write(key=f"{number}")

    assert [function.__name__ for function in waiting] == ["_wake_now"]
