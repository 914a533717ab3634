"""A company changes its careers pages, looks at them before it saves, and its members share jobs by links of their own."""

import pytest

from accounts.models import Event
from jobs.models import TrackingLink
from portal.models import CareersSite
from tests.conftest import THEIRS

SAID = {
    "published": "on",
    "headline": "Come and build with us",
    "about": "We are **many**.\n\n- one\n- two",
    "next_steps": "Two people read it.",
    "links": "https://github.example/ours\nhttps://www.ours.example/blog",
    "privacy_url": "https://ours.example/privacy",
    "consent_text": "",
    "pool_months": "9",
    "filters": ["place", "department"],
}
URL = "/company/careers/"


def test_words_links_and_filters_are_kept_and_shown(sign_in, admin, company, open_post):
    client = sign_in(admin)

    assert client.post(URL, SAID).status_code == 302

    site = CareersSite.objects.get()
    assert (site.pool_months, site.filters, site.links) == (9, ["department", "place"], SAID["links"].splitlines())
    text = client.get("/careers/ours/").content.decode()
    assert "<strong>many</strong>" in text and "Come and build with us" in text and 'href="https://github.example/ours"' in text
    [changed] = Event.objects.filter(name="careers.changed")
    assert "headline" in changed.facts["fields"] and changed.member == admin
    assert "**many**" in client.get(URL).content.decode()


def test_a_preview_saves_nothing(sign_in, admin, open_post):
    answer = sign_in(admin).post(URL, {**SAID, "act": "preview"})

    text = answer.content.decode()
    assert "Come and build with us" in text and "nothing of it is saved" in text and open_post.title in text
    assert not CareersSite.objects.exists() and "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("links", "javascript:alert(1)"), ("links", "http://plain.example"), ("links", "\n".join(f"https://a{n}.example" for n in range(7))),
     ("privacy_url", "http://plain.example"), ("pool_months", "0"), ("pool_months", "61"), ("headline", "x" * 141)],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(sign_in, admin, field, value):
    answer = sign_in(admin).post(URL, {**SAID, field: value})

    assert answer.status_code == 422 and answer.context["form"].errors[field] and not CareersSite.objects.exists()


def test_a_member_shares_a_job_and_is_credited(sign_in, interviewer, job, open_post):
    client = sign_in(interviewer)
    page = client.get(f"/jobs/{job.pk}/share/").content.decode()
    assert f"/careers/ours/{open_post.pk}/" in page and not TrackingLink.objects.exists()

    client.post(f"/jobs/{job.pk}/share/")
    client.post(f"/jobs/{job.pk}/share/")

    [link] = TrackingLink.objects.all()
    assert (link.credited_to, link.job, link.source.type) == (interviewer, job, "referral")
    assert f"/careers/ours/{open_post.pk}/?via={link.token}" in client.get(f"/jobs/{job.pk}/share/").content.decode()


def test_a_job_that_nobody_outside_reads_says_why(sign_in, recruiter, job, their_open_post):
    text = sign_in(recruiter).get(f"/jobs/{job.pk}/share/").content.decode()

    assert "Not public" in text and "with a published post" in text and THEIRS not in text


def test_the_recruiters_pages_lead_there(sign_in, recruiter, job, open_post):
    client = sign_in(recruiter)

    assert f'hx-get="/jobs/{job.pk}/share/"' in client.get(f"/jobs/{job.pk}/posts/").content.decode()
    assert f'href="/jobs/{job.pk}/share/"' in client.get(f"/jobs/{job.pk}/").content.decode()
    piece = client.get(f"/jobs/{job.pk}/share/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece and str(open_post.pk) in piece
