"""The outbox: every mail as its reader sees it, for those who may know of it."""

import pytest
from django.urls import reverse

from jobs.services.candidates import create_candidate
from jobs.services.jobs import change_job
from notifications.models import Message, MessageEvent, Suppression, Transport
from notifications.services import health

pytestmark = pytest.mark.django_db
OUTBOX = reverse("notifications:outbox")


def shown(client, url=OUTBOX):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_asks_the_same_however_long_it_is(sign_in, recruiter, write, company, django_assert_num_queries):
    client, counts = sign_in(recruiter), []
    for wanted in (1, 3):
        while Message.objects.count() < wanted:
            number = Message.objects.count()
            someone = create_candidate(company=company, actor=recruiter, name=f"P{number}", emails=[f"p{number}@people.test"])
            write(to=f"p{number}@people.test", candidate=someone)
        with django_assert_num_queries(counts[0] if counts else 12, exact=bool(counts)) as asked:
            shown(client)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12


def test_it_is_narrowed_by_state_and_by_whom_it_went_to(sign_in, recruiter, mail, write):
    write(to="other@people.test", member=recruiter, subject="For you")
    Message.objects.filter(pk=mail.pk).update(outcome="bounced")
    client = sign_in(recruiter)

    assert "We have your application" in shown(client, f"{OUTBOX}?state=bounced")
    assert "For you" not in shown(client, f"{OUTBOX}?state=bounced")
    assert "For you" in shown(client, f"{OUTBOX}?q=OTHER@")
    assert "We have your application" in shown(client, f"{OUTBOX}?q={mail.candidate.name.split()[0]}")
    assert "No such mail" in shown(client, f"{OUTBOX}?q=nobody")


def test_a_mail_is_shown_as_its_reader_sees_it_and_runs_nothing(sign_in, recruiter, mail):
    Message.objects.filter(pk=mail.pk).update(html="<h1>Hello</h1><script>alert(1)</script>", text="Hello <b>there</b>")
    client, page = sign_in(recruiter), reverse("notifications:mail", args=[mail.pk])

    assert 'sandbox=""' in shown(client, page)
    assert "Hello &lt;b&gt;there" in shown(client, f"{page}?as=text")
    frame = client.get(reverse("notifications:mail_body", args=[mail.pk]))
    assert "<h1>Hello</h1>" in frame.content.decode()
    policy = frame["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert "script-src" not in policy and "allow-" not in policy


def test_what_became_of_it_stands_beside_it(sign_in, recruiter, mail):
    MessageEvent.objects.create(message=mail, kind="delivered")
    MessageEvent.objects.create(message=mail, kind="bounced", detail="550 <b>no</b> such mailbox")

    page = shown(sign_in(recruiter), reverse("notifications:mail", args=[mail.pk]))

    assert "Delivered" in page and "550 &lt;b&gt;no&lt;/b&gt; such mailbox" in page


def test_a_mail_about_a_confidential_job_is_its_teams(sign_in, mail, job, admin, viewer):
    change_job(job=job, actor=job.created_by, confidential=True)

    for member in (admin, viewer):
        client = sign_in(member)
        assert "We have your application" not in shown(client)
        assert client.get(reverse("notifications:mail", args=[mail.pk])).status_code == 404
        assert client.get(reverse("notifications:mail_body", args=[mail.pk])).status_code == 404
        assert "We have your application" not in shown(client, reverse("notifications:candidate_mails", args=[mail.candidate_id]))
    assert "We have your application" in shown(sign_in(job.created_by))


def test_a_way_into_an_account_is_shown_to_nobody(sign_in, admin, write):
    row = write(kind="invitation", to="nora@people.test", subject="Join us", text="https://ours.test/join/SECRET")

    page = shown(sign_in(admin), reverse("notifications:mail", args=[row.pk]))

    assert "SECRET" not in page and "Join us" not in page
    assert sign_in(admin).get(reverse("notifications:mail_body", args=[row.pk])).status_code == 404
    assert sign_in(admin).post(reverse("notifications:mail_send", args=[row.pk])).status_code == 302
    assert Message.objects.get().state == "kept"


def test_a_colleagues_notice_is_theirs_to_read(sign_in, admin, recruiter, viewer, write):
    row = write(member=recruiter, kind="notice", subject="Salary of Mara", text="100,000")
    page = reverse("notifications:mail", args=[row.pk])

    assert "Salary of Mara" in shown(sign_in(recruiter), page)
    assert "Salary of Mara" not in shown(sign_in(admin), page)
    assert sign_in(viewer).get(page).status_code == 404


def test_acts_say_what_came_of_them(sign_in, recruiter, viewer, mail, settings):
    client = sign_in(recruiter)
    assert (
        "No mail server is set up"
        in client.post(reverse("notifications:mail_send", args=[mail.pk]), follow=True).content.decode()
    )
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    client.post(reverse("notifications:mail_send", args=[mail.pk]))
    assert Message.objects.get().state == "queued"
    client.post(reverse("notifications:mail_cancel", args=[mail.pk]))
    assert Message.objects.get().state == "called_back"
    assert "has left already" in client.post(reverse("notifications:mail_cancel", args=[mail.pk]), follow=True).content.decode()


def test_the_head_says_how_the_mail_does(sign_in, recruiter, mail, settings):
    assert "No mail server is set up" in shown(sign_in(recruiter))
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    Transport.objects.create(pk=settings.MAIL_TRANSPORT, failures=2, why="Connection refused")
    assert "Connection refused" in shown(sign_in(recruiter))


def test_mail_that_is_stuck_is_an_error_in_the_log_and_a_figure(mail, caplog, client):
    from datetime import timedelta

    Message.objects.update(state="queued", due_at=mail.created_at - timedelta(hours=1))
    with caplog.at_level("ERROR"):
        assert health.watch().stuck
    assert "mail is stuck" in caplog.text
    assert "intellimatch_mail_waiting 1.0" in client.get("/metrics").content.decode()


def test_an_address_gets_mail_again_when_somebody_says_why(sign_in, recruiter, suppression):
    client, lift = sign_in(recruiter), reverse("notifications:address_lift", args=[suppression.pk])
    assert suppression.address in shown(client, reverse("notifications:addresses"))

    assert client.post(lift, {"why": ""}).status_code == 422
    client.post(lift, {"why": "She wrote to us"})

    suppression.refresh_from_db()
    assert (suppression.lifted_by, suppression.lifted_why) == (recruiter, "She wrote to us")
    assert "She wrote to us" in shown(client, f"{reverse('notifications:addresses')}?lifted=1")


def test_a_dead_address_is_shown_only_to_who_wrote_there(sign_in, recruiter, stranger, mail):
    Suppression.objects.create(address=mail.to_email, address_hash="x", reason="bounce")

    assert mail.to_email in shown(sign_in(recruiter), reverse("notifications:addresses"))
    assert mail.to_email not in shown(sign_in(stranger), reverse("notifications:addresses"))


def test_beside_a_candidate_stands_what_was_written_to_them(sign_in, recruiter, mail, write):
    write(member=recruiter, candidate=mail.candidate, key="notice", subject="A notice about them")

    panel = shown(sign_in(recruiter), reverse("notifications:candidate_mails", args=[mail.candidate_id]))

    assert "We have your application" in panel and "A notice about them" not in panel
