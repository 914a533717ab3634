"""A search finds people whatever their accents and case, on either database."""

import pytest

from jobs.models import Candidate
from jobs.services.candidates import create_candidate


@pytest.mark.parametrize("asked", ["zoe muller", "ZOË MÜLLER", "Zoë mül"])
def test_accents_and_case_do_not_matter(company, recruiter, asked):
    zoe = create_candidate(company=company, actor=recruiter, name="Zoë Müller")
    create_candidate(company=company, actor=recruiter, name="Zoe Maler")

    assert list(Candidate.objects.of(company).search(asked)) == [zoe]


@pytest.mark.parametrize("name", ["李小龍", "محمد الفاتح", "Тарас Лисенко"])
def test_other_scripts_are_found_as_they_are(company, recruiter, name):
    person = create_candidate(company=company, actor=recruiter, name=name)

    assert list(Candidate.objects.of(company).search(name)) == [person]


def test_a_name_that_grows_when_folded_still_fits(company, recruiter):
    person = create_candidate(company=company, actor=recruiter, name="ß" * 160)

    assert person.search.name and person.name == "ß" * 160
