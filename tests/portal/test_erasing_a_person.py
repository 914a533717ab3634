"""Who asks to be erased is gone everywhere after a week; until then they may change their mind. Nothing names them afterwards."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Event, User
from collaboration.services.comments import add_comment
from collaboration.services.tasks import create_task
from jobs.models import Application, Candidate, Intake, IntakeRow, Resume
from matching.services.facts import add_fact
from notifications.models import Message, Suppression
from notifications.services import outbox
from portal.models import Erasure
from portal.services import erasure
from tests.conftest import THEIRS

pytestmark = pytest.mark.django_db
CANARY = "Quillfeather"


def in_a_week(days=8):
    Erasure.objects.update(asked_at=timezone.now() - timedelta(days=days), due_at=timezone.now() - timedelta(minutes=1))
    return erasure.erase_due()


def where(*words):
    """model.field of every text in the database in which one of the words stands."""
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.values():
            found |= {f"{model._meta.label}.{name}" for name, value in row.items() if any(word in str(value) for word in words)}
    return found


@pytest.fixture
def ana(person, own_application, own_other_application, application, recruiter, company):
    """A person whose name and address stand wherever they can."""
    mine = own_application.candidate
    Candidate.objects.filter(pk=mine.pk).update(name=f"Ana {CANARY}")
    resume = Resume(company=company, candidate=mine, name=f"{CANARY}.pdf", sha256="0", kind="pdf")
    resume.file.save("cv.pdf", ContentFile(b"x"))
    add_fact(candidate=mine, kind="experience", value={"title": CANARY, "company": CANARY}, actor=None)
    add_comment(entity_type="application", entity=own_application, author=recruiter, text=f"{CANARY} was good")
    add_comment(
        entity_type="application", entity=application, author=recruiter, text=f"Better than Ana {CANARY}, see {person.email}."
    )
    create_task(actor=recruiter, text=f"Ask Ana {CANARY} for a referee", job=application.job)
    intake = Intake.objects.create(company=company, kind="csv")
    IntakeRow.objects.create(intake=intake, number=1, values={"name": f"Ana {CANARY}", "email": person.email})
    outbox.queue(
        company=company, kind="rejection", to=person.email, subject=CANARY, text=CANARY, html=CANARY, key="k", candidate=mine
    )
    Suppression.objects.create(company=company, address=person.email, address_hash="0" * 64, reason="manual")
    User.objects.filter(pk=person.pk).update(name=f"Ana {CANARY}")
    person.refresh_from_db()
    return person


def test_nothing_happens_before_the_week_is_over(ana):
    erasure.ask(user=ana)

    assert erasure.erase_due() == 0
    assert Application.objects.of_person(ana).count() == 2


def test_everything_goes_at_every_company(ana, application, django_capture_on_commit_callbacks):
    address = ana.email
    files = list(Resume.objects.filter(candidate__person=ana))
    erasure.ask(user=ana)

    with django_capture_on_commit_callbacks(execute=True):
        assert in_a_week() == 1

    assert where(CANARY, address) == set()
    assert not any(one.file.storage.exists(one.file.name) for one in files)
    done = Erasure.objects.get()
    assert (done.user, done.counts) == (None, {"candidates": 2, "files": 1})
    assert Application.objects.filter(pk=application.pk).exists()  # somebody else's


def test_one_company_forgets_and_the_other_keeps(ana, own_other_application, company):
    erasure.ask(user=ana, company=company)

    in_a_week()

    [kept] = ana.candidacies.all()
    assert kept == own_other_application.candidate
    assert kept.name == f"Ana {THEIRS}"
    assert User.objects.filter(pk=ana.pk).exists()


def test_who_changes_their_mind_stays(ana, at_portal):
    asked = erasure.ask(user=ana)

    at_portal(ana).post(f"/me/data/erasures/{asked.pk}/keep/")

    assert in_a_week() == 0
    assert Application.objects.of_person(ana).count() == 2


def test_asking_takes_a_tick_and_is_mailed(ana, at_portal, mailoutbox, django_capture_on_commit_callbacks):
    client = at_portal(ana)

    assert client.post("/me/data/delete/", {}).status_code == 422
    assert not Erasure.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/me/data/delete/", {"sure": "yes"}).status_code == 302
    assert "delete everything" in mailoutbox[-1].body
    assert client.post("/me/data/delete/", {"sure": "yes"}).status_code == 422  # asked already


def test_a_colleague_keeps_the_account_they_work_with(admin, at_portal):
    from portal.services.signing_in import welcome

    welcome(admin.user)
    erasure.ask(user=admin.user)

    in_a_week()

    admin.user.refresh_from_db()
    assert not hasattr(admin.user, "profile") or not type(admin.user.profile).objects.filter(user=admin.user).exists()
    assert admin.user.memberships.exists()


def test_done_twice_it_is_done_once(ana):
    asked = erasure.ask(user=ana)
    in_a_week()

    assert erasure.carry_out(asked.pk) is False
    assert Event.objects.filter(name="erasure.done").count() == 1


def test_work_that_waited_for_them_ends_in_nothing(ana, own_application):
    from accounts.events import hand_on_now

    waiting = list(Event.objects.filter(handled_at=None).values_list("pk", flat=True))
    erasure.ask(user=ana)
    in_a_week()

    hand_on_now(waiting)

    assert where(CANARY) == set()
    assert not Message.objects.filter(to_email=ana.email).exclude(kind="sign_in").exists()
