"""What the tests of jobs add to the cast: one of each thing, ours and theirs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from jobs.models import (
    Candidate,
    CustomField,
    Department,
    Intake,
    RejectionDraft,
    RejectionReason,
    Resume,
    SavedView,
    Source,
    Tag,
    TalentPool,
)
from jobs.services import offers, pools
from jobs.services.applications import apply_to_job
from jobs.services.approvals import save_rule
from jobs.services.candidates import create_candidate
from jobs.services.lookups import make_tracking_link
from jobs.services.merge import merge_candidates
from jobs.services.pipelines import STANDARD, save_plan
from jobs.services.posts import save_post
from tests.conftest import OURS, THEIRS, make_member


@pytest.fixture
def department(company):
    return Department.objects.create(company=company, name="Workshop")


@pytest.fixture
def their_department(other_company):
    return Department.objects.create(company=other_company, name=THEIRS)


@pytest.fixture
def source(company):
    return Source.objects.create(company=company, name="Trade fair")


@pytest.fixture
def their_source(other_company):
    return Source.objects.create(company=other_company, name=THEIRS)


@pytest.fixture
def reason(company):
    return RejectionReason.objects.create(company=company, name="No driving licence")


@pytest.fixture
def their_reason(other_company):
    return RejectionReason.objects.create(company=other_company, name=THEIRS)


@pytest.fixture
def tag(company):
    return Tag.objects.create(company=company, name="relocates")


@pytest.fixture
def their_tag(other_company):
    return Tag.objects.create(company=other_company, name=THEIRS)


@pytest.fixture
def talent_pool(company, recruiter, candidate):
    made = pools.save_pool(pool=TalentPool(company=company), actor=recruiter, name="Silver medals", about="Nearly hired")
    pools.keep(pool=made, candidates=Candidate.objects.filter(pk=candidate.pk), actor=recruiter, why="Second of three")
    return made


@pytest.fixture
def their_talent_pool(other_company, stranger):
    return pools.save_pool(pool=TalentPool(company=other_company), actor=stranger, name=THEIRS)


def stages_of(steps=STANDARD):
    return [{"name": name, "type": type_, "answer_days": days} for name, type_, days in steps]


@pytest.fixture
def plan(company):
    return save_plan(company=company, name="Short", stages=stages_of())


@pytest.fixture
def their_plan(other_company):
    return save_plan(company=other_company, name=THEIRS, stages=stages_of())


@pytest.fixture
def link(company, source, job):
    return make_tracking_link(company=company, source=source, job=job)


@pytest.fixture
def their_link(other_company, their_source):
    return make_tracking_link(company=other_company, source=their_source)


@pytest.fixture
def custom_field(company):
    return CustomField.objects.create(company=company, entity="candidate", key="shirt", name="Shirt size")


@pytest.fixture
def their_custom_field(other_company):
    return CustomField.objects.create(company=other_company, entity="candidate", key="shirt", name=THEIRS)


@pytest.fixture
def saved_view(recruiter):
    return SavedView.objects.create(company=recruiter.company, member=recruiter, page="jobs", name="Mine", query="mine=true")


@pytest.fixture
def their_saved_view(stranger):
    return SavedView.objects.create(
        company=stranger.company, member=stranger, page="jobs", name=THEIRS, query="mine=true", shared=True
    )


@pytest.fixture
def post(job, recruiter):
    return save_post(
        job=job, actor=recruiter, title="Come and build", questions=[{"text": "May you work here?", "kind": "yes_no"}]
    )


@pytest.fixture
def published_post(post):
    post.published_at = timezone.now()
    post.save(update_fields=["published_at"])
    return post


@pytest.fixture
def their_post(their_job, stranger):
    return save_post(job=their_job, actor=stranger, title=THEIRS)


def an_intake(member, **fields):
    return Intake.objects.create(company=member.company, by=member, name="batch", **fields)


@pytest.fixture
def intake_of_files(recruiter):
    return an_intake(recruiter, kind="files", total=1)


@pytest.fixture
def their_intake(stranger):
    return an_intake(stranger, kind="files")


@pytest.fixture
def intake_of_csv(recruiter):
    text = ContentFile(f"Name,Mail\n{OURS},a@people.test\n".encode(), name="people.csv")
    return an_intake(recruiter, kind="csv", state="mapping", file=text, total=1)


@pytest.fixture
def their_csv(stranger):
    return an_intake(stranger, kind="csv", state="mapping", file=ContentFile(b"Name\n" + THEIRS.encode(), name="people.csv"))


def a_resume(candidate, member):
    return Resume.objects.create(
        company=member.company,
        candidate=candidate,
        name="cv.txt",
        kind="txt",
        sha256="0" * 64,
        size=4,
        state="unreadable",
        error_code="empty",
        file=ContentFile(b"text", name="cv.txt"),
        uploaded_by=member,
    )


@pytest.fixture
def resume(candidate, recruiter):
    return a_resume(candidate, recruiter)


@pytest.fixture
def their_resume(their_candidate, stranger):
    return a_resume(their_candidate, stranger)


@pytest.fixture
def double(company, recruiter):
    return create_candidate(company=company, actor=recruiter, name=f"Mara {OURS}", emails=["mara@elsewhere.test"])


@pytest.fixture
def both_apply(application, double, job, recruiter):
    """Two people who run at the same job: they cannot be merged."""
    return apply_to_job(job=job, candidate=double, actor=recruiter)


@pytest.fixture
def merged(candidate, double, recruiter):
    return merge_candidates(kept=candidate, merged=double, actor=recruiter)


@pytest.fixture
def their_merged(their_candidate, stranger):
    other = create_candidate(company=stranger.company, actor=stranger, name=THEIRS)
    return merge_candidates(kept=their_candidate, merged=other, actor=stranger)


@pytest.fixture
def stages(job):
    """The stages of the job by what they mean."""
    return {stage.type: stage for stage in job.stages.all()}


@pytest.fixture
def people(company, recruiter):
    """people(n) → n more candidates of ours."""

    def more(count, **fields):
        return [
            create_candidate(
                company=company, actor=recruiter, name=f"Person {number}", emails=[f"p{number}@people.test"], **fields
            )
            for number in range(count)
        ]

    return more


@pytest.fixture
def applicants(people, job, recruiter):
    """applicants(n) → n more running applications to the job."""
    return lambda count: [apply_to_job(job=job, candidate=one, actor=recruiter) for one in people(count)]


def an_offer(application, actor, **fields):
    known = {
        "salary": Decimal(52000),
        "currency": "EUR",
        "period": "year",
        "starts_on": timezone.localdate() + timedelta(days=40),
        "expires_at": timezone.now() + timedelta(days=7),
    }
    return offers.draft(application=application, actor=actor, **known | fields)


@pytest.fixture
def offer(application, recruiter):
    return an_offer(application, recruiter)


@pytest.fixture
def their_offer(their_application, stranger):
    return an_offer(their_application, stranger)


@pytest.fixture
def approval(offer, admin, recruiter):
    """The admin is asked for their word on an offer."""
    save_rule(company=offer.company, subject="offer", steps=[admin])
    return offers.ask_approval(offer=offer, actor=recruiter).approvals.get()


@pytest.fixture
def their_approval(their_offer, stranger):
    boss = make_member(stranger.company, "admin")
    save_rule(company=stranger.company, subject="offer", steps=[boss])
    return offers.ask_approval(offer=their_offer, actor=stranger).approvals.get()


@pytest.fixture
def rejection_draft(application):
    return RejectionDraft.objects.create(company=application.company, application=application, text="Dear {{candidate_name}}")


@pytest.fixture
def their_rejection_draft(their_application):
    return RejectionDraft.objects.create(company=their_application.company, application=their_application, text=THEIRS)
