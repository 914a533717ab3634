"""An offer from the first word to the candidate's answer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import Refused
from jobs.models import Offer, Opening
from jobs.services import applications, offers
from tests.jobs.cast import an_offer


def told(row):
    return [event.name for event in Event.objects.about(row)]


@pytest.fixture
def sent(offer, recruiter):
    return offers.send(offer=offer, actor=recruiter)


@pytest.fixture
def door(sent):
    """The candidate's browser, which is nobody's here."""
    return Client(), offers.link_of(sent)


def test_a_draft_is_changed_where_it_is(offer, recruiter):
    same = offers.revise(offer=offer, actor=recruiter, salary=Decimal(53000))

    assert (same.pk, same.version, same.salary, same.status) == (offer.pk, 1, 53000, "draft")
    assert told(offer) == ["offer.drafted", "offer.changed"]


def test_what_was_sent_is_kept_and_replaced_by_a_new_version(sent, recruiter):
    new = offers.revise(offer=sent, actor=recruiter, salary=Decimal(60000))

    sent.refresh_from_db()
    assert (sent.status, sent.salary, new.version, new.status, new.token_hash) == ("superseded", 52000, 2, "draft", None)
    page = Client().get(offers.link_of(sent)).content.decode()
    assert "replaced this offer" in page and "52,000" not in page


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"letter": "Dear {{first_name}}"}, "unknown_variable"),
        ({"letter": "Dear {{candidate_name"}, "unknown_variable"),
        ({"letter": "  "}, "required"),
        ({"salary": Decimal(-1)}, "invalid"),
        ({"currency": ""}, "unknown_currency"),
        ({"currency": "XYZ"}, "unknown_currency"),
        ({"expires_at": timezone.now() - timedelta(hours=1)}, "past"),
        ({"expires_at": timezone.now() + timedelta(days=800)}, "too_long"),
    ],
)
def test_what_cannot_be_offered(application, recruiter, fields, code):
    with pytest.raises(Refused) as refused:
        an_offer(application, recruiter, **fields)
    assert refused.value.code == code and refused.value.field in fields
    assert not Offer.objects.exists()


@pytest.mark.parametrize("values", [{"salary": -1}, {"currency": ""}, {"status": "sent"}, {"status": "accepted"}])
def test_the_database_holds_it_too(offer, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**values)


def test_one_live_offer_for_an_application(offer, application, recruiter):
    with pytest.raises(Refused) as refused:
        an_offer(application, recruiter)
    assert refused.value.code == "live_offer"


def test_a_letter_fills_its_variables_and_trusts_no_name(application, recruiter):
    type(application.candidate).objects.filter(pk=application.candidate_id).update(name="<script>x</script> [Eve](http://x.test)")
    application.candidate.refresh_from_db()
    html = offers.shown_letter(
        an_offer(application, recruiter, letter="Dear {{candidate_name}}, **{{ salary }}** from {{start_date}}")
    )

    assert "<strong>52,000 EUR a year</strong>" in html
    assert "<script" not in html and "<a " not in html and "[Eve]" in html


def test_the_letter_stays_as_it_was_sent(sent, job):
    before = offers.shown_letter(sent)
    type(job).objects.filter(pk=job.pk).update(title="Something else")

    assert offers.shown_letter(Offer.objects.get(pk=sent.pk)) == before


def test_the_link_is_made_of_the_key_and_only_its_hash_is_kept(sent, settings):
    token = offers.link_of(sent).strip("/").rpartition("/")[2]

    assert token not in str(vars(sent)) and sent.token_hash == offers.hash_of(token)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert offers.link_of(sent).endswith(f"{token}/")
    settings.SECRET_KEY_FALLBACKS = []
    assert offers.link_of(sent) == "" and Client().get(f"/offer/{token}/").status_code == 200


def test_reading_changes_nothing(door, sent):
    client, link = door
    page = client.get(link)

    assert page.status_code == 200 and "52,000 EUR a year" in page.content.decode()
    assert Offer.objects.get(pk=sent.pk).status == "sent" and "no-store" in page["Cache-Control"]


def test_accepting_asks_for_a_name_and_hires_nobody(door, sent, application):
    client, link = door
    assert client.post(link, {"answer": "accept", "name": "Mara"}).status_code == 422
    assert client.post(link, {"answer": "accept", "sure": "on"}).status_code == 422

    assert client.post(link, {"answer": "accept", "name": "Mara Q", "sure": "on"}).status_code == 302

    sent.refresh_from_db()
    application.refresh_from_db()
    assert (sent.status, sent.signed_name, application.status) == ("accepted", "Mara Q", "active")
    assert told(sent)[-1] == "offer.accepted"
    assert "You accepted this offer as Mara Q" in client.get(link).content.decode()
    assert client.post(link, {"answer": "decline"}).status_code == 422


def test_hire_is_offered_after_that_and_fills_a_seat(door, sent, application, recruiter, sign_in):
    client, link = door
    client.post(link, {"answer": "accept", "name": "Mara Q", "sure": "on"})
    client = sign_in(recruiter)
    hire = reverse("jobs:application_hire", args=[application.pk])
    assert hire in client.get(reverse("jobs:application_offers", args=[application.pk])).content.decode()

    client.post(hire)
    assert Opening.objects.get(application=application).status == "filled"


def test_declining_needs_no_reason(door, sent):
    client, link = door
    assert client.post(link, {"answer": "decline", "no-note": "Too far"}).status_code == 302

    sent.refresh_from_db()
    assert (sent.status, sent.answer_note) == ("declined", "Too far")


def test_a_link_of_nobody_is_not_valid(db):
    page = Client().get("/offer/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/")
    assert page.status_code == 404 and "not valid" in page.content.decode()


def test_guessing_is_slowed_down(settings, db):
    settings.RATELIMIT_ENABLE = True
    client = Client(REMOTE_ADDR="203.0.113.77")
    assert {client.get(f"/offer/{number}/").status_code for number in range(122)} == {404, 429}  # whenever the hour ends


def test_one_that_ran_out_is_closed_once(door, sent):
    Offer.objects.filter(pk=sent.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    client, link = door
    assert "time for an answer is over" in client.get(link).content.decode()
    assert client.post(link, {"answer": "accept", "name": "Mara", "sure": "on"}).status_code == 422

    assert (offers.expire_due(), offers.expire_due()) == (1, 0)
    sent.refresh_from_db()
    assert sent.status == "expired" and told(sent).count("offer.expired") == 1


def test_what_is_taken_back_says_so(door, sent, recruiter):
    offers.withdraw(offer=sent, actor=recruiter)
    client, link = door

    assert "not open any more" in client.get(link).content.decode()
    assert client.post(link, {"answer": "accept", "name": "Mara", "sure": "on"}).status_code == 422
    sent.refresh_from_db()
    assert sent.status == "withdrawn"


def test_with_the_application_ends_the_offer(sent, application, recruiter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        applications.withdraw(application=application, actor=recruiter)

    sent.refresh_from_db()
    assert sent.status == "withdrawn"


def test_an_interviewer_sees_no_pay(offer, application, interviewer, recruiter, sign_in):
    from jobs.services.candidates import assign_sight

    assign_sight(candidate=application.candidate, member=interviewer)
    client = sign_in(interviewer)

    page = client.get(reverse("jobs:application_offers", args=[application.pk]))
    assert page.status_code == 200 and "52,000" not in page.content.decode()
    assert client.get(reverse("jobs:offer", args=[offer.pk])).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(applicants, recruiter, sign_in, count, django_assert_num_queries):
    for application in applicants(count):
        an_offer(application, recruiter)
    client = sign_in(recruiter)
    client.get(reverse("jobs:offers"))

    with django_assert_num_queries(4):
        page = client.get(reverse("jobs:offers"))
    assert page.content.decode().count("52,000 EUR") == count
