"""Who has to agree before a job opens or an offer leaves."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Event, Membership
from accounts.refusal import Refused
from accounts.services.members import deactivate_member
from jobs.models import Approval
from jobs.services import approvals, offers
from jobs.services.jobs import change_job, create_job, join_team, open_job
from tests.conftest import make_member


@pytest.fixture
def boss(company):
    return make_member(company, "admin", name="Bo Boss", handle="boss", email="boss@ours.test")


@pytest.fixture
def new_job(company, recruiter):
    return create_job(company=company, actor=recruiter, title="Smith", salary_min=Decimal(40000), currency="EUR", openings=1)


def rule(company, subject, *steps):
    return approvals.save_rule(company=company, subject=subject, steps=steps)


def test_without_a_rule_nothing_needs_approval(new_job, recruiter):
    assert open_job(job=new_job, actor=recruiter).status == "open"


def test_a_job_opens_when_all_agreed_one_after_the_other(new_job, company, recruiter, admin, boss):
    rule(company, "job", boss, admin)
    with pytest.raises(Refused) as refused:
        open_job(job=new_job, actor=recruiter)
    assert refused.value.code == "not_approved"

    first, second = approvals.ask_for_job(job=new_job, actor=recruiter)
    assert (first.state, second.state) == ("waiting", "later")
    with pytest.raises(Refused) as early:
        approvals.decide(approval=second, actor=admin, approved=True)
    assert early.value.code == "decided"

    approvals.decide(approval=first, actor=boss, approved=True)
    with pytest.raises(Refused):
        open_job(job=new_job, actor=recruiter)
    second.refresh_from_db()
    approvals.decide(approval=second, actor=admin, approved=True)

    assert open_job(job=new_job, actor=recruiter).status == "open"
    assert Event.objects.filter(name="job.approved").count() == 1


def test_who_says_no_says_why_and_it_may_be_asked_again(new_job, company, recruiter, admin):
    rule(company, "job", admin)
    [row] = approvals.ask_for_job(job=new_job, actor=recruiter)
    with pytest.raises(Refused) as refused:
        approvals.decide(approval=row, actor=admin, approved=False)
    assert (refused.value.code, refused.value.field) == ("required", "note")

    approvals.decide(approval=row, actor=admin, approved=False, note="No budget")
    with pytest.raises(Refused):
        open_job(job=new_job, actor=recruiter)
    [again] = approvals.ask_for_job(job=new_job, actor=recruiter)
    assert (again.round, again.state) == (2, "waiting")


@pytest.mark.parametrize(
    ("change", "rounds"),
    [({"salary_min": Decimal(45000)}, 2), ({"openings": 3}, 2), ({"location": "Delft"}, 1), ({"openings": 1}, 1)],
)
def test_salary_and_headcount_ask_again_and_nothing_else(new_job, company, recruiter, admin, change, rounds):
    rule(company, "job", admin)
    [row] = approvals.ask_for_job(job=new_job, actor=recruiter)
    approvals.decide(approval=row, actor=admin, approved=True)

    change_job(job=new_job, actor=recruiter, **change)

    assert new_job.approvals.order_by("-round").first().round == rounds
    assert approvals.is_approved(new_job) == (rounds == 1)


def test_a_change_with_nobody_to_ask_still_counts(new_job, company, recruiter, admin):
    join_team(job=new_job, member=admin, part="hiring_manager")
    rule(company, "job", None)
    [row] = approvals.ask_for_job(job=new_job, actor=recruiter)
    approvals.decide(approval=row, actor=admin, approved=True)
    new_job.team.filter(part="hiring_manager").delete()

    change_job(job=new_job, actor=recruiter, openings=5)

    assert not approvals.is_approved(new_job) and Approval.objects.get(pk=row.pk).state == "approved"


def test_the_hiring_manager_is_whoever_it_is_on_that_job(new_job, company, recruiter, interviewer):
    rule(company, "job", None)
    with pytest.raises(Refused) as refused:
        approvals.ask_for_job(job=new_job, actor=recruiter)
    assert refused.value.code == "no_hiring_manager"

    join_team(job=new_job, member=interviewer, part="hiring_manager")
    [row] = approvals.ask_for_job(job=new_job, actor=recruiter)
    assert row.member == interviewer


def test_nobody_approves_their_own(new_job, company, admin, boss):
    rule(company, "job", admin)
    [row] = approvals.ask_for_job(job=new_job, actor=admin)
    with pytest.raises(Refused) as refused:
        approvals.decide(approval=row, actor=admin, approved=True)
    assert refused.value.code == "own_request"

    assert approvals.decide(approval=row, actor=boss, approved=True).decided_by == boss  # another admin steps in


def test_unless_they_are_the_only_admin(new_job, company, admin):
    rule(company, "job", admin)
    [row] = approvals.ask_for_job(job=new_job, actor=admin)
    assert approvals.decide(approval=row, actor=admin, approved=True).state == "approved"


def test_only_who_is_asked_decides(new_job, company, recruiter, admin, interviewer):
    rule(company, "job", interviewer)
    [row] = approvals.ask_for_job(job=new_job, actor=recruiter)
    for other in (recruiter, admin):
        with pytest.raises(Refused) as refused:
            approvals.decide(approval=row, actor=other, approved=True)
        assert refused.value.code in {"not_asked", "own_request"}


def test_a_chain_never_sticks_on_who_has_left(new_job, company, recruiter, admin, interviewer):
    rule(company, "job", interviewer)
    [row] = approvals.ask_for_job(job=new_job, actor=recruiter)
    deactivate_member(member=interviewer, actor=admin)

    row = Approval.objects.get(pk=row.pk)
    assert approvals.decide(approval=row, actor=admin, approved=True).state == "approved"


def test_what_waits_is_handed_over(new_job, company, recruiter, admin, interviewer, django_capture_on_commit_callbacks):
    rule(company, "job", interviewer)
    [row] = approvals.ask_for_job(job=new_job, actor=recruiter)
    with django_capture_on_commit_callbacks(execute=True):
        deactivate_member(member=interviewer, actor=admin, transfer_to=admin)

    assert Approval.objects.get(pk=row.pk).member == admin


def test_viewers_and_strangers_stand_in_no_chain(company, viewer, stranger):
    for member, code in ((viewer, "only_looks"), (stranger, "not_found")):
        with pytest.raises(Refused) as refused:
            rule(company, "job", member)
        assert refused.value.code == code


def test_on_a_confidential_job_only_its_team_is_asked(new_job, company, recruiter, admin):
    rule(company, "job", admin)
    new_job = change_job(job=new_job, actor=recruiter, confidential=True)
    with pytest.raises(Refused) as refused:
        approvals.ask_for_job(job=new_job, actor=recruiter)
    assert refused.value.code == "not_on_team"


def test_an_offer_waits_is_approved_and_leaves(offer, company, recruiter, admin):
    rule(company, "offer", admin)
    with pytest.raises(Refused) as refused:
        offers.send(offer=offer, actor=recruiter)
    assert refused.value.code == "not_approved"

    offer = offers.ask_approval(offer=offer, actor=recruiter)
    assert offer.status == "waiting"
    approvals.decide(approval=offer.approvals.get(), actor=admin, approved=True)
    offer.refresh_from_db()
    assert offer.status == "approved"
    assert offers.send(offer=offer, actor=recruiter).status == "sent"


def test_a_changed_offer_is_asked_again(approval, offer, recruiter, admin):
    approvals.decide(approval=approval, actor=admin, approved=True)
    new = offers.revise(offer=offer, actor=recruiter, salary=Decimal(99000))

    with pytest.raises(Refused) as refused:
        offers.send(offer=new, actor=recruiter)
    assert refused.value.code == "not_approved"


def test_an_offer_that_is_not_approved_is_a_draft_again(approval, offer, admin):
    approvals.decide(approval=approval, actor=admin, approved=False, note="Too much")
    offer.refresh_from_db()
    assert offer.status == "draft"


def test_taking_back_ends_the_asking(approval, offer, recruiter, admin):
    offers.withdraw(offer=offer, actor=recruiter)
    with pytest.raises(Refused) as refused:
        approvals.decide(approval=approval, actor=admin, approved=True)
    assert refused.value.code == "decided"


def test_the_pages_ask_decide_and_tell(offer, company, recruiter, admin, interviewer, sign_in):
    join_team(job=offer.application.job, member=interviewer, part="hiring_manager")
    client = sign_in(admin)
    client.post(reverse("jobs:approval_rules_save", args=["offer"]), {"offer-who": ["hiring_manager", str(admin.pk)]})
    assert [step.member for step in approvals.steps_of(company.pk, "offer")] == [None, admin]
    assert client.post(reverse("jobs:approval_rules_save", args=["offer"]), {"offer-who": [str(admin.pk)] * 2}).status_code == 422

    sign_in(recruiter).post(reverse("jobs:offer_ask", args=[offer.pk]))
    first = offer.approvals.get(position=1)
    client = sign_in(interviewer)
    assert reverse("jobs:approval", args=[first.pk]) in client.get(reverse("jobs:home_approvals")).content.decode()
    page = client.get(reverse("jobs:approval", args=[first.pk])).content.decode()
    assert "52,000 EUR" in page and offer.application.candidate.name in page
    assert client.post(reverse("jobs:approval", args=[first.pk]), {"decision": "reject"}).status_code == 422
    client.post(reverse("jobs:approval", args=[first.pk]), {"decision": "approve", "note": "Fine"})

    client = sign_in(admin)
    second = offer.approvals.get(position=2)
    client.post(reverse("jobs:approval", args=[second.pk]), {"decision": "approve"})
    offer.refresh_from_db()
    assert offer.status == "approved"
    assert client.post(reverse("jobs:approval", args=[second.pk]), {"decision": "approve"}).status_code == 409


def test_opening_is_refused_by_page_and_api_alike(new_job, company, recruiter, admin, sign_in):
    rule(company, "job", admin)
    client = sign_in(recruiter)
    client.post(reverse("jobs:job_open", args=[new_job.pk]))
    answer = client.post(f"/api/v1/jobs/{new_job.pk}/open")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_approved")

    client.post(reverse("jobs:job_ask", args=[new_job.pk]))
    panel = client.get(reverse("jobs:job_approvals", args=[new_job.pk])).content.decode()
    assert admin.name in panel and "Waiting" in panel
    row = new_job.approvals.get()
    answer = sign_in(admin).post(f"/api/v1/approvals/{row.pk}/decide", {"approved": True}, content_type="application/json")
    assert answer.json()["state"] == "approved"
    assert sign_in(recruiter).post(f"/api/v1/jobs/{new_job.pk}/open").status_code == 200


def test_the_only_admin_is_counted_among_the_active(company, admin, boss):
    assert not approvals._only_admin(admin)
    Membership.objects.filter(pk=boss.pk).update(role="recruiter")
    assert approvals._only_admin(admin)
