"""The pages on which a company writes its letters, sets when they leave, and calls one back."""

import pytest
from django.urls import reverse

from collaboration.services import booking
from notifications.models import LetterHead, LetterVersion, MailRule, Message
from notifications.services.letters import EDITABLE

WORDS = {"subject": "Hello {{candidate_name}}", "body": "About **{{job_title}}**.", "button": "", "provider_template": ""}


def url(name, **more):
    return reverse(f"notifications:{name}", kwargs={"kind": "shortlisted", "language": "en", **more})


def test_each_kind_has_its_card(sign_in, admin, company, django_assert_max_num_queries):
    client = sign_in(admin)
    LetterVersion.objects.create(company=company, kind="rejection", number=1, subject="Our own no", body="No.")
    client.get(reverse("notifications:letters"))
    with django_assert_max_num_queries(10):
        page = client.get(reverse("notifications:letters")).content.decode()

    assert page.count('class="card letter-card"') == len(EDITABLE)
    assert "Our own no" in page and "Your words, version 1" in page and "{{" not in page


def test_words_are_saved_as_a_version_and_shown(sign_in, admin):
    client = sign_in(admin)
    assert client.post(url("letter"), WORDS | {"seen": "0"}).status_code == 302

    page = client.get(url("letter")).content.decode()
    assert "Version 1" in page and "Hello {{candidate_name}}" in page


@pytest.mark.parametrize(
    ("change", "says"), [({"body": "{{candidate_nam}}"}, "{{candidate_name}}"), ({"seen": "7"}, "Somebody changed this letter")]
)
def test_what_is_refused_is_said_and_the_words_are_kept(sign_in, admin, change, says):
    answer = sign_in(admin).post(url("letter"), WORDS | {"seen": "0"} | change)

    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and "Hello {{candidate_name}}" in page
    assert not LetterVersion.objects.exists()


def test_the_preview_is_the_letter_in_a_frame_that_can_do_nothing(sign_in, admin):
    answer = sign_in(admin).post(url("letter_preview"), WORDS | {"body": "Dear {{candidate_name}} <script>x</script>"})

    policy = answer["Content-Security-Policy"]
    assert "Dear Ada Okafor" in answer.content.decode() and "<script" not in answer.content.decode()
    assert "sandbox" in policy and "default-src 'none'" in policy and "frame-ancestors 'self'" in policy


def test_the_preview_as_text_and_of_what_cant_be_filled_in(sign_in, admin):
    client = sign_in(admin)

    assert "<pre>About Backend engineer." in client.post(url("letter_preview"), WORDS | {"show": "text"}).content.decode()
    assert client.post(url("letter_preview"), WORDS | {"body": "{{x}}"}).status_code == 422


def test_a_test_goes_to_oneself(sign_in, admin):
    sign_in(admin).post(url("letter_try"), WORDS)

    mail = Message.objects.get()
    assert (mail.to_email, mail.member, mail.subject) == (admin.user.email, admin, "Test: Hello Ada Okafor")
    assert not LetterVersion.objects.exists()


def test_reset_and_an_earlier_version_again(sign_in, admin):
    client = sign_in(admin)
    client.post(url("letter"), WORDS | {"seen": "0"})
    client.post(url("letter_reset"), {"seen": "1"})
    assert "You are on our shortlist" in client.get(url("letter")).content.decode()

    client.post(url("letter_restore"), {"seen": "2", "number": "1"})
    assert [row.number for row in LetterVersion.objects.filter(ours=False)] == [3, 1]
    assert "Hello {{candidate_name}}" in client.get(url("letter")).content.decode()


def test_the_letter_head_is_the_companys(sign_in, admin, company):
    given = {"language": "de", "contact": "jobs@ours.test", "privacy_url": "ours.test/privacy", "address": "12 Harbour Street"}
    sign_in(admin).post(reverse("notifications:letter_head"), given)

    head = LetterHead.objects.get(company=company)
    assert (head.language, head.privacy_url) == ("de", "https://ours.test/privacy")


def test_a_rule_is_changed_in_its_dialog(sign_in, admin, company):
    client = sign_in(admin)
    where = reverse("notifications:rule_of_stage", args=["moved", "shortlisted"])
    assert client.get(where).status_code == 200
    client.post(where, {"letter": "status_update", "candidate": "on", "delay": "240"})

    rule = MailRule.objects.get(company=company)
    assert (rule.cause, rule.stage_type, rule.letter, rule.delay) == ("moved", "shortlisted", "status_update", 240)
    page = client.get(reverse("notifications:rules")).content.decode()
    assert "after four hours" in page


def test_a_letter_that_waits_is_called_back_and_let_go(sign_in, recruiter, waiting_letter, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    Message.objects.update(state="queued")
    client = sign_in(recruiter)
    panel = reverse("notifications:application_mails", args=[waiting_letter.application_id])
    assert "Leaves at" in client.get(panel).content.decode()
    act = reverse("notifications:mail_call_back", args=[waiting_letter.pk])

    client.post(act)
    assert Message.objects.get().state == "called_back"
    assert "Called back" in client.get(panel).content.decode()
    client.post(act, {"undo": "1"})
    assert Message.objects.get().state == "queued"


def test_the_calendar_file_is_there_for_both_sides(sign_in, recruiter, client, timed_interview):
    ours = sign_in(recruiter).get(reverse("notifications:interview_file", args=[timed_interview.pk]))
    client.logout()
    token = booking.link(timed_interview).split("/")[-2]
    theirs = client.get(reverse("notifications:booking_file", args=[token]))

    for answer in (ours, theirs):
        assert answer["Content-Type"] == "text/calendar; charset=utf-8" and b"METHOD:PUBLISH" in answer.content
    assert b"interview.ics" in client.get(booking.link(timed_interview)).content
