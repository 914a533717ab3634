"""An answer by mail becomes a comment or stands beside the candidate; what is hostile or automatic is dropped without a word."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from anymail.inbound import AnymailInboundMessage
from django.utils import timezone

from accounts.models import Event
from collaboration.models import Comment
from collaboration.services import interviews
from collaboration.services.comments import add_comment
from jobs.services.jobs import change_job
from notifications.models import Attendance, Message, ReceivedMail
from notifications.services import calendar
from notifications.services.inbound import MOST_ANSWERS, said, take

pytestmark = pytest.mark.django_db
DOMAIN = "in.ours.test"


@pytest.fixture(autouse=True)
def answers_are_on(settings):
    settings.INBOUND_DOMAIN = DOMAIN


def answer(message, text="Thank you!", *, sender=None, to=None, html=None, headers=(), id=None, files=()):
    """The mail that comes back, as the provider hands it over."""
    mail = EmailMessage()
    mail["From"] = sender or f"Somebody <{message.to_email}>"
    mail["To"] = to or f"reply+{message.reply_token}@{DOMAIN}"
    mail["Subject"] = "Re: it"
    mail["Message-ID"] = id or f"<{timezone.now().timestamp()}@people.test>"
    for name, value in headers:
        mail[name] = value
    if text is not None:
        mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html") if text is not None else mail.set_content(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return AnymailInboundMessage.parse_raw_mime_bytes(mail.as_bytes())


@pytest.fixture
def notice(write, recruiter, application, interviewer):
    """A recruiter is told of a comment by mail."""
    comment = add_comment(entity_type="application", entity=application, author=recruiter, text="What do you think?")
    return write(to=recruiter.user.email, member=recruiter, application=application, comment=comment, kind="notice", key="n")


def test_a_colleagues_answer_is_a_comment_in_the_thread(notice, recruiter):
    row = take(answer(notice, "Yes, let us talk.\n\nOn Mon, 2 Nov 2026 at 10:00, Hiring <hiring@ours.test> wrote:\n> What?"))

    assert (row.state, row.text) == ("taken", None) or row.text == ""
    comment = Comment.objects.latest("created_at")
    assert (comment.text, comment.author, comment.parent) == ("Yes, let us talk.", recruiter, notice.comment)


def test_a_candidates_answer_stands_beside_them_and_the_team_hears_of_it(mail, sign_in, recruiter):
    row = take(answer(mail, "I would like to <script>come</script>.", files=[("cv.pdf", b"%PDF"), ("x.exe", b"MZ")]))

    assert (row.candidate, row.application, row.files_left_out) == (mail.candidate, mail.application, 2)
    assert [event.name for event in Event.objects.about(row)] == ["mail.answered"]
    panel = sign_in(recruiter).get(f"/candidates/{mail.candidate_id}/mails/").content.decode()
    assert "come&lt;/script&gt;" in panel and "2 files were not taken over" in panel
    assert not Comment.objects.exists()


def test_brought_twice_it_is_taken_once(mail):
    assert take(answer(mail, id="<1@x>")) and take(answer(mail, id="<1@x>")) is None
    assert ReceivedMail.objects.count() == 1


@pytest.mark.parametrize(
    "how",
    [
        {"sender": "attacker@evil.test"},
        {"sender": "mailer-daemon@people.test"},
        {"to": f"reply+{'0' * 32}@{DOMAIN}"},
        {"to": f"reply+zz@{DOMAIN}"},
        {"headers": [("Auto-Submitted", "auto-replied")]},
        {"headers": [("Auto-Submitted", "auto-generated; owner-email=x")]},
        {"headers": [("Precedence", "bulk")]},
        {"headers": [("X-Autoreply", "yes")]},
        {"headers": [("List-Id", "<all.people.test>")]},
        {"text": "> only what was quoted"},
        {"text": ""},
    ],
)
def test_what_is_not_an_answer_of_that_person_is_dropped(mail, how):
    assert take(answer(mail, **how)) is None
    assert not ReceivedMail.objects.exists() and not Comment.objects.exists()


def test_the_token_of_another_mail_does_not_open_this_one(mail, their_mail):
    take(answer(mail, to=f"reply+{their_mail.reply_token}@{DOMAIN}"))

    assert not ReceivedMail.objects.exists()


def test_an_address_ends_after_a_while_and_without_the_setting(mail, settings):
    Message.objects.update(created_at=timezone.now() - timedelta(days=91))
    assert take(answer(mail)) is None
    Message.objects.update(created_at=timezone.now())
    settings.INBOUND_DOMAIN = ""
    assert take(answer(mail)) is None


def test_a_loop_comes_to_an_end(mail):
    ReceivedMail.objects.bulk_create(
        ReceivedMail(company=mail.company, message=mail, sender=mail.to_email, their_id=str(number))
        for number in range(MOST_ANSWERS)
    )

    assert take(answer(mail)) is None


def test_who_may_not_see_the_job_any_more_does_not_comment_on_it(notice, job, recruiter, viewer, admin):
    Message.objects.filter(pk=notice.pk).update(member=admin, to_email=admin.user.email)
    notice.refresh_from_db()
    change_job(job=job, actor=recruiter, confidential=True)

    row = take(answer(notice))

    assert (row.state, row.comment) == ("refused", None)
    assert Comment.objects.count() == 1


def test_who_has_left_does_not_comment(notice, recruiter):
    recruiter.deactivated_at = timezone.now()
    recruiter.save()

    assert take(answer(notice)).state == "refused"
    assert Comment.objects.count() == 1


def test_the_answer_of_a_calendar_is_taken_from_whom_was_invited(application, recruiter, interviewer, candidate):
    made = interviews.create_interview(application=application, actor=recruiter, name="Talk", panel=[(interviewer, True)])
    talk = interviews.schedule(interview=made, starts_at=timezone.now() + timedelta(days=3), actor=recruiter)
    said = calendar.invitation(interview=talk, to=calendar.CANDIDATE).decode().replace("METHOD:REQUEST", "METHOD:REPLY")
    said = said.replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED").encode()

    for sender, taken in (("evil@evil.test", 0), (candidate.email, 1)):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Auto-Submitted"] = sender, f"calendar@{DOMAIN}", "auto-generated"
        mail.set_content(said, maintype="text", subtype="calendar", params={"method": "REPLY"})
        take(AnymailInboundMessage.parse_raw_mime_bytes(mail.as_bytes()))
        assert Attendance.objects.filter(interview=talk).count() == taken


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ja gern.\n\nAm 2. November 2026 um 10:00 schrieb Hiring <h@x.test>:\n> Was?", "Ja gern."),
        ("Yes.\n\nOn Mon, 2 Nov 2026 at 10:00 Hiring Team <hiring@ours.test>\nwrote:\n\n> What?", "Yes."),
        ("Yes.\n-----Original Message-----\nFrom: x", "Yes."),
        ("Yes.\n________________________________\nFrom: Hiring <h@x.test>\nSent: today", "Yes."),
        ("Yes.\n\nVon: Hiring <h@x.test>\nGesendet: heute", "Yes."),
        ("Yes.\n-- \nMara\nhttps://spam.test", "Yes."),
        ("On the whole I agree.\nFrom: my point of view it fits.", "On the whole I agree.\nFrom: my point of view it fits."),
    ],
)
def test_what_they_quoted_is_left_away(mail, text, kept):
    assert said(answer(mail, text)) == kept


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello<br>there</p><script>alert(1)</script><style>p{}</style>",
        "<div>Hello</div><div>there</div><blockquote>old</blockquote>",
    ],
)
def test_a_mail_of_html_alone_is_read_as_text(mail, html):
    assert said(answer(mail, None, html=html)).split() == ["Hello", "there"]


@pytest.mark.parametrize(
    "text", ["x" * 3_000_000, "<" * 300_000, "On " + "a " * 200_000, "> " * 100_000, "\n" * 500_000, "On a\n" * 100_000]
)
def test_a_mail_made_to_choke_us_does_not(mail, text):
    assert len(said(answer(mail, text))) <= 10_000
    assert len(said(answer(mail, None, html=f"<p>{text}"))) <= 10_000
