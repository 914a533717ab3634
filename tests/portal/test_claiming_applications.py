"""What was sent without an account becomes a person's once they prove the address; other people's never does."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Event, User
from jobs.models import Candidate
from jobs.services.candidates import create_candidate
from portal.services.signing_in import send_link, use_link, welcome
from tests.conftest import OURS, PASSWORD
from tests.portal.test_signing_in_by_a_link import link_in

pytestmark = pytest.mark.django_db


def test_proving_the_address_claims_the_applications_in_every_company(application, their_application, candidate, mailoutbox):
    Candidate.objects.filter(pk=their_application.candidate_id).update(email="mara@ours-candidate.test")
    their_application.candidate.contact_points.update(key="mara@ours-candidate.test")
    send_link(email="Mara@ours-candidate.test")

    user, _path = use_link(link_in(mailoutbox[0]).split("/")[3])

    assert set(user.candidacies.all()) == {candidate, their_application.candidate}
    [told, _other] = Event.objects.filter(name="candidate.claimed").order_by("pk")
    assert (told.person, told.facts) == (user, {"candidate_id": str(candidate.pk)})


def test_an_address_that_is_not_proven_claims_nothing(candidate, person):
    User.objects.filter(pk=person.pk).update(email=candidate.email)
    EmailAddress.objects.filter(user=person).update(email=candidate.email, verified=False)
    person.refresh_from_db()

    welcome(person)

    assert not person.candidacies.exists()


def test_an_address_further_down_a_resume_claims_nothing(company, recruiter, person):
    """It may be a referee's."""
    create_candidate(company=company, actor=recruiter, name=OURS, emails=["applicant@people.test", person.email])

    welcome(person)

    assert not person.candidacies.exists()


def test_what_is_somebodys_stays_theirs(own_candidate, person, company):
    other = User.objects.create_user(email="new@people.test", password=PASSWORD, name="New")
    own_candidate.contact_points.filter(kind="email").update(key="new@people.test")

    welcome(other)

    own_candidate.refresh_from_db()
    assert own_candidate.person == person


def test_a_later_application_is_theirs_at_once(person, company, recruiter, job, django_capture_on_commit_callbacks):
    from jobs.services.applications import apply_to_job

    welcome(person)
    made = create_candidate(company=company, actor=recruiter, name="Ana", emails=[person.email.upper()])
    with django_capture_on_commit_callbacks(execute=True):
        apply_to_job(job=job, candidate=made, actor=None)

    made.refresh_from_db()
    assert made.person == person
