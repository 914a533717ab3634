"""What the tests of the careers pages add to the cast: jobs that the public reads, and an application being written."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jobs.services.posts import publish_post, save_post
from portal.models import ApplyDraft
from portal.services import applying
from tests.conftest import OURS, THEIRS

DRAFT_TOKEN = "token-of-a-draft"
RESUME = """Jane Applicant
jane@applicant.test
+44 20 7946 0958
Leeds, United Kingdom

SKILLS
Python, Django, PostgreSQL

EXPERIENCE
Backend Engineer, Acme Works Ltd
March 2021 - Present
- Built services in Python

Junior Developer, Birch Systems Ltd
June 2018 - February 2021

EDUCATION
BSc Computer Science, University of Leeds, 2014 - 2018
"""


def resume_file(text=RESUME, name="jane.txt"):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture
def open_post(job, recruiter):
    post = save_post(job=job, actor=recruiter, title=f"{OURS} engineer", text="<p>Come and build.</p>", location="Leeds")
    return publish_post(post=post, actor=recruiter)


@pytest.fixture
def their_open_post(their_job, stranger):
    return publish_post(post=save_post(job=their_job, actor=stranger, title=f"{THEIRS} nurse"), actor=stranger)


@pytest.fixture
def draft(open_post):
    """A draft without a file, begun a minute ago, behind DRAFT_TOKEN."""
    made, _token = applying.begin(post=open_post)
    ApplyDraft.objects.filter(pk=made.pk).update(
        token_hash=applying.hash_of(DRAFT_TOKEN), begun_at=timezone.now() - timedelta(minutes=1)
    )
    made.refresh_from_db()
    return made


class Applicant:
    """Somebody before the form: `start(file)`, `page()`, `send(**changes)`; what the page shows is what they send."""

    def __init__(self, client, post):
        self.client, self.post, self.form = client, post, ""
        self.job = f"/careers/{post.company.slug}/{post.pk}/"

    def start(self, file=None, query=""):
        sent = {"file": file} if file else {"act": "without"}
        answer = self.client.post(f"{self.job}apply/{query}", sent)
        if answer.status_code == 302:
            self.form = answer["Location"]
            ApplyDraft.objects.update(begun_at=timezone.now() - timedelta(minutes=1))
        return answer

    def page(self):
        return self.client.get(self.form)

    def filled(self, **changes):
        """What the form of the page would send."""
        form = self.page().context["form"]
        values = {name: form[name].value() for name in form.fields}
        kept = {name: value for name, value in values.items() if value not in (None, False, "")}
        return {**kept, **changes}

    def send(self, act="send", **changes):
        return self.client.post(self.form, {**self.filled(consent="on", **changes), "act": act})


@pytest.fixture
def applicant(client, open_post):
    return Applicant(client, open_post)


def link_in(text):
    return re.search(r"https?://\S+", text).group()
