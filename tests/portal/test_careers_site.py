"""A company's careers pages: what the public reads of its jobs, and what machines read of them."""

import json
import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from jobs.models import Department, Job, JobPost
from jobs.services.jobs import close_job, create_job, open_job
from jobs.services.posts import publish_post, save_post, unpublish_post
from portal import colours
from portal.services.careers import save_site
from tests.accounts.cast import picture
from tests.conftest import OURS, THEIRS

pytestmark = pytest.mark.django_db


def a_post(company, recruiter, title, *, audience="public", **fields):
    made = open_job(job=create_job(company=company, actor=recruiter, title=title, **fields), actor=recruiter)
    return publish_post(post=save_post(job=made, actor=recruiter, title=title, audience=audience), actor=recruiter)


def titles(answer):
    return [post.title for post in answer.context["page"].rows]


def test_open_jobs_are_listed_for_everybody(client, open_post, their_open_post):
    answer = client.get("/careers/ours/")

    text = answer.content.decode()
    assert titles(answer) == [f"{OURS} engineer"] and f"/careers/ours/{open_post.pk}/" in text
    assert THEIRS not in text and "<script" not in text and "sessionid" not in answer.cookies
    assert answer["Cache-Control"] == "public, max-age=60"
    again = client.get("/careers/ours/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_what_is_not_for_the_public_is_not_there(client, company, recruiter, open_post):
    hidden = [
        a_post(company, recruiter, "Secret", confidential=True),
        a_post(company, recruiter, "Inside", audience="internal"),
        save_post(job=open_post.job, actor=recruiter, title="Unwritten"),
        a_post(company, recruiter, "Tomorrow", opens_on=timezone.localdate() + timedelta(days=3)),
    ]

    pages = [client.get(f"/careers/ours/{path}").content.decode() for path in ("", "jobs.xml", "sitemap.xml")]
    for post in hidden:
        assert client.get(f"/careers/ours/{post.pk}/").status_code == 404
        assert client.post(f"/careers/ours/{post.pk}/apply/", {"act": "without"}).status_code == 404
        assert all(post.title not in page and str(post.pk) not in page for page in pages)


@pytest.mark.parametrize("end", ["closed", "taken down", "over"])
def test_a_job_that_is_over_says_so(client, open_post, recruiter, end):
    if end == "closed":
        close_job(job=open_post.job, actor=recruiter)
    elif end == "taken down":
        unpublish_post(post=open_post, actor=recruiter)
    else:
        Job.objects.update(closes_on=timezone.localdate() - timedelta(days=2))

    answer = client.get(f"/careers/ours/{open_post.pk}/")

    assert answer.status_code == 410 and "not open any more" in answer.content.decode()
    assert titles(client.get("/careers/ours/")) == []


def test_search_and_filters_by_plain_addresses(client, company, recruiter):
    kitchen = Department.objects.create(company=company, name="Kitchen")
    a_post(company, recruiter, "Cook", department=kitchen, location="Oslo", remote="onsite")
    a_post(company, recruiter, "Writer", location="Rome", remote="remote", employment="part_time")

    for query, found in [
        ("q=cook", ["Cook"]),
        ("q=rome+writ", ["Writer"]),
        ("q=kitchen", ["Cook"]),
        ("place=Oslo", ["Cook"]),
        ("remote=remote", ["Writer"]),
        ("employment=part_time", ["Writer"]),
        ("remote=nonsense", ["Writer", "Cook"]),
        ("q=%25", []),
    ]:
        assert titles(client.get(f"/careers/ours/?{query}")) == found, query


def test_filters_are_the_companys_choice(client, company, admin, recruiter):
    a_post(company, recruiter, "Cook", location="Oslo", remote="onsite")
    a_post(company, recruiter, "Writer", location="Rome", remote="remote")
    save_site(company=company, actor=admin, filters=["place"])

    assert list(client.get("/careers/ours/").context["form"].fields) == ["q", "place"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_much_for_many_jobs_as_for_one(client, company, recruiter, count, django_assert_max_num_queries):
    posts = [a_post(company, recruiter, f"Job {number}") for number in range(count)]

    with django_assert_max_num_queries(4):
        client.get("/careers/ours/")
    with django_assert_max_num_queries(2):
        client.get(f"/careers/ours/{posts[0].pk}/")


def declared():
    """{property: types it may stand on} of schema.org's terms around JobPosting."""
    return json.loads((Path(__file__).parent / "data" / "jobposting_terms.json").read_text())["terms"]


def test_the_job_is_told_in_schema_orgs_words(client, company, open_post):
    Job.objects.update(
        salary_min=40000,
        salary_max=52000,
        currency="EUR",
        closes_on=timezone.localdate() + timedelta(days=9),
        country="DE",
        location="Bremen",
    )
    JobPost.objects.update(text="<p>Stop </script><script>alert(1)</script> & go</p>")

    text = client.get(f"/careers/ours/{open_post.pk}/").content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    found = json.loads(block)

    assert found["title"] == open_post.title and found["employmentType"] == "FULL_TIME" and found["directApply"] is True
    assert found["jobLocation"]["address"] == {"@type": "PostalAddress", "addressLocality": "Leeds", "addressCountry": "DE"}
    assert found["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "YEAR",
        "minValue": 40000.0,
        "maxValue": 52000.0,
    }
    assert found["validThrough"].endswith(("+01:00", "+02:00")) and found["url"].endswith(f"/careers/ours/{open_post.pk}/")
    terms = declared()
    assert len(terms) > 30
    beyond = {"description", "identifier", "url", "directApply", "applicantLocationRequirements"}  # of Thing, or not in the slice
    for name in set(found) - {"@context", "@type"} - beyond:
        assert "JobPosting" in terms[name], name
    for name in ("addressLocality", "addressCountry"):
        assert "PostalAddress" in terms[name]
    assert "MonetaryAmount" in terms["currency"] and "QuantitativeValue" in terms["minValue"]


def test_pay_that_the_company_hides_is_nowhere(client, open_post):
    Job.objects.update(salary_min=41234, salary_max=52345, currency="EUR")
    JobPost.objects.update(show_pay=False)

    for path in (f"{open_post.pk}/", "jobs.xml"):
        text = client.get(f"/careers/ours/{path}").content.decode()
        assert "41" + "234" not in text and "41,234" not in text and "baseSalary" not in text


def test_machines_find_the_jobs(client, open_post, settings):
    settings.SITE_URL = "https://hire.example"
    JobPost.objects.update(text="<p>A &amp; B \x0b</p>")

    places = ElementTree.fromstring(client.get("/careers/ours/sitemap.xml").content)
    [job] = ElementTree.fromstring(client.get("/careers/ours/jobs.xml").content).findall("job")

    assert [one.text for one in places.findall(".//{*}loc")] == [
        "https://hire.example/careers/ours/",
        f"https://hire.example/careers/ours/{open_post.pk}/",
    ]
    assert job.findtext("title") == open_post.title and "A & B" in job.findtext("summary")
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_shared_picture_is_drawn_for_any_title(client, company_logo, open_post):
    JobPost.objects.update(title="Ω" * 139)
    for path in ("share.png", f"{open_post.pk}/share.png"):
        answer = client.get(f"/careers/ours/{path}")
        assert Image.open(ContentFile(answer.content)).size == (1200, 630) and answer["Cache-Control"] == "public, max-age=86400"
    assert client.get("/careers/ours/logo.webp").status_code == 200


@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#808080", "#ff0000"])
def test_any_colour_is_made_readable(colour):
    light, dark = re.search(r"--accent:light-dark\((\S+?),(\S+?)\)", colours.stylesheet(colour)).groups()

    assert (
        colours.contrast(colours.rgb(light), (251, 250, 248)) >= 4.5 and colours.contrast(colours.rgb(dark), (30, 29, 27)) >= 4.5
    )
    assert (
        colours.contrast(colours.rgb(light), colours.WHITE) >= 4.5 and colours.contrast(colours.rgb(dark), colours.NIGHT) >= 4.5
    )


def test_a_company_that_is_shut_out_or_switched_off_has_no_pages(client, company, admin, open_post):
    save_site(company=company, actor=admin, published=False)
    assert client.get("/careers/ours/").status_code == client.get(f"/careers/ours/{open_post.pk}/").status_code == 404

    save_site(company=company, actor=admin, published=True)
    type(company).objects.update(suspended_at=timezone.now())
    assert client.get("/careers/ours/").status_code == 404


@pytest.fixture
def own_domain(settings):
    settings.CAREERS_HOSTS = {"jobs.ours.example": "ours"}
    settings.ALLOWED_HOSTS = ["testserver", "jobs.ours.example"]
    settings.SITE_URL = "https://hire.example"


def test_a_domain_of_ones_own_shows_these_pages_and_nothing_else(client, company, open_post, their_open_post, own_domain):
    host = {"HTTP_HOST": "jobs.ours.example"}

    home = client.get("/", **host).content.decode()
    job = client.get(f"/{open_post.pk}/", **host).content.decode()

    assert f'href="/{open_post.pk}/"' in home and "/careers/" not in home
    assert f'<link rel="canonical" href="https://jobs.ours.example/{open_post.pk}/">' in job
    assert client.post(f"/{open_post.pk}/apply/", {"act": "without"}, **host)["Location"].startswith(f"/{open_post.pk}/apply/")
    assert "https://jobs.ours.example/sitemap.xml" in client.get("/robots.txt", **host).content.decode()
    for path in ("/account/login/", "/admin/", "/api/v1/me", "/careers/theirs/", f"/{their_open_post.pk}/"):
        assert client.get(path, **host).status_code == 404, path


def test_addresses_come_from_the_settings_not_from_the_request(client, company, open_post, own_domain):
    assert client.get("/careers/ours/", HTTP_HOST="evil.example").status_code == 400
    text = client.get("/careers/theirs/", headers={"X-Forwarded-Host": "evil.example"}).content.decode()
    text += client.get("/careers/ours/", headers={"X-Forwarded-Host": "evil.example"}).content.decode()
    assert "evil.example" not in text and '<link rel="canonical" href="https://jobs.ours.example/">' in text


def test_under_a_hundred_kilobytes_with_its_styles(client, company, recruiter, settings):
    for number in range(30):
        a_post(company, recruiter, f"A job with a title of some length, number {number}", location="Some place")
    text = client.get("/careers/ours/").content.decode()
    sheets = re.findall(r'href="/static/(css/[\w./-]+)"', text)
    styles = sum((Path(settings.BASE_DIR) / "static" / sheet).stat().st_size for sheet in sheets)

    assert sheets and len(text.encode()) + styles < 100_000


def test_nothing_typed_into_a_post_runs(client, company, recruiter, admin):
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    post = a_post(company, recruiter, bad[:120], location=bad[:100])
    save_post(job=post.job, actor=recruiter, post=post, text=f"<p onclick=alert(1)>{bad}</p><svg onload=alert(1)>")
    save_site(company=company, actor=admin, headline=bad[:100], about=f"{bad} [x](javascript:alert(1))", next_steps=bad)

    for path in ("", f"?q={bad}", f"?via={bad}", f"{post.pk}/?via={bad}", f"{post.pk}/apply/?source={bad}"):
        text = client.get(f"/careers/ours/{path}").content.decode()
        parts = re.sub(r'<script type="application/ld\+json">.*?</script>|<script type="module"[^>]*></script>', "", text)
        assert "<script" not in parts and "<img src=x" not in parts and "<svg onload" not in parts and "<p onclick" not in parts
        assert 'href="javascript' not in parts


def test_a_drawing_is_no_logo(sign_in, admin, company):
    svg = ContentFile(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', name="logo.svg")
    sign_in(admin).post("/company/", {"name": "x", "logo": svg})
    company.refresh_from_db()

    assert not company.logo and picture(kind="WEBP")
