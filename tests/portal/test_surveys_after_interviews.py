"""Candidates say how interviews were; a company reads averages and comments in fives, and never who said what."""

import pytest

from accounts.models import Event
from collaboration.models import Interview
from portal.models import Survey
from portal.services import surveys
from tests.portal.cast import held_interview

pytestmark = pytest.mark.django_db
STARS = {"process": "4", "interviewer": "5", "culture": "3"}


def answers(application, count, **more):
    for number in range(count):
        Survey.objects.create(
            company=application.company,
            interview=held_interview(application),
            **{"process": 4, "interviewer": 5, "culture": 3, "comment": f"Comment {number}"} | more,
        )


def test_who_was_there_says_how_it_was_once(own_interview, at_portal, person):
    client, page = at_portal(person), f"/me/interviews/{own_interview.pk}/survey/"
    assert "Say how it was" in client.get("/me/interviews/").content.decode()

    assert client.post(page, STARS | {"comment": "Kind people."}).status_code == 302
    assert client.post(page, STARS).status_code == 422

    made = Survey.objects.get()
    assert (made.process, made.interviewer, made.culture, made.comment) == (4, 5, 3, "Kind people.")
    told = Event.objects.get(name="survey.answered")
    assert (told.person, told.facts) == (None, {})


@pytest.mark.parametrize("stars", [{}, STARS | {"culture": "6"}, STARS | {"culture": "x"}, STARS | {"culture": "0"}])
def test_three_questions_one_to_five(own_interview, at_portal, person, stars):
    assert at_portal(person).post(f"/me/interviews/{own_interview.pk}/survey/", stars).status_code == 422
    assert not Survey.objects.exists()


def test_an_interview_that_has_not_taken_place_is_not_judged(own_interview, at_portal, person):
    Interview.objects.update(state="scheduled")

    assert at_portal(person).post(f"/me/interviews/{own_interview.pk}/survey/", STARS).status_code == 422


def test_fewer_than_five_show_nothing(own_application, sign_in, admin):
    answers(own_application, 4, comment="Xylophone")

    page = sign_in(admin).get("/interviews/what-candidates-say/").content.decode()

    assert "Too few answers to show" in page
    assert "Xylophone" not in page


def test_five_show_averages_and_the_sixth_waits_for_its_group(own_application, sign_in, admin):
    answers(own_application, 5)
    client = sign_in(admin)
    before = surveys.added_up(admin.company)
    answers(own_application, 1, process=1, comment="Xylophone")

    assert surveys.added_up(admin.company) == before | {"waiting": True}
    page = client.get("/interviews/what-candidates-say/").content.decode()
    assert "5 answers are counted." in page
    assert "Xylophone" not in page
    answers(own_application, 4, process=1)
    assert surveys.added_up(admin.company)["averages"] == {"process": 2.5, "interviewer": 5.0, "culture": 3.0}


def test_nobody_sees_one_by_itself_and_no_company_anothers(own_application, admin, stranger):
    answers(own_application, 5)

    assert not Survey.objects.visible_to(admin).exists()
    assert surveys.added_up(stranger.company)["answers"] == 0
