"""A letter of each kind, in words of the company or ours, with values that nobody can misuse."""

import pytest

from notifications.letter_texts import SHIPPED, WORDS
from notifications.models import MAY_UNSUBSCRIBE, LetterHead, LetterKind, LetterVersion
from notifications.models.letters import LANGUAGES
from notifications.services import branding, letters
from notifications.services.letters import EXAMPLES, compose

HOSTILE = "<script>alert(1)</script> **{{job_title}}** [x](javascript:alert(1))\r\nBcc: all@evil.test"


def made(company, kind="rejection", language="en", **values):
    return compose(kind=kind, company=company, language=language, values={**EXAMPLES, **values})


@pytest.mark.parametrize("language", sorted(SHIPPED))
@pytest.mark.parametrize("kind", [kind for kind in LetterKind.values if kind != "notice"])
def test_every_kind_has_words_of_ours_that_can_be_filled_in(company, kind, language):
    subject, body, button = SHIPPED[language][kind]
    LetterHead.objects.create(company=company, language=language)

    letters.check(kind=kind, subject=subject, body=body, button=button)
    letter = made(company, kind, language, link="https://jobs.test/x")

    assert letter.language == language
    assert letter.subject and "{{" not in letter.subject + letter.text + letter.html
    assert "\ue000" not in letter.subject + letter.text + letter.html
    assert (letters.UNSUBSCRIBE in letter.html) == (kind in MAY_UNSUBSCRIBE)


def test_the_frame_knows_every_language_that_letters_are_written_in():
    assert set(WORDS) == {code for code, _name in LANGUAGES}


def test_hostile_values_stay_words(company):
    letter = made(company, candidate_name=HOSTILE, job_title=HOSTILE)

    assert "<script" not in letter.html and 'javascript:alert(1)"' not in letter.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **{{job_title}}**" in letter.html
    assert "\n" not in letter.subject and "\r" not in letter.subject
    assert "Bcc: all@evil.test" in letter.subject  # words of the subject, not a header


def test_a_strangers_name_carries_no_link(company):
    letter = made(company, candidate_name="Win now https://evil.test/x www.evil.test")

    assert "evil.test" not in letter.html + letter.text
    assert "Win now …" in letter.text


def test_a_value_that_is_missing_is_refused_and_never_a_blank(company):
    with pytest.raises(letters.LetterRefused) as refused:
        compose(kind="rejection", company=company, language="en", values={"job_title": "Cook"})

    assert refused.value.code == "missing_value" and refused.value.field == "candidate_name"


def test_without_a_recruiter_the_company_signs(company):
    company.email = "people@ours.test"

    letter = made(company, recruiter_name="", recruiter_email="")

    assert "people@ours.test" in letter.text
    assert letter.text.count(company.name) >= 3


def test_the_candidates_language_counts_when_the_company_wrote_it(company, admin):
    LetterHead.objects.create(company=company, language="de")
    assert made(company, "shortlisted", "fr").subject == "Sie sind in der engeren Wahl: Backend engineer"
    assert made(company, "shortlisted", "en").language == "de"

    letters.save(company=company, kind="shortlisted", language="fr", seen=0, actor=admin, subject="Bravo", body="Bonjour")

    assert made(company, "shortlisted", "fr").subject == "Bravo"
    assert made(company, "shortlisted", "es").language == "de"


def test_a_language_without_words_of_ours_falls_to_english(company):
    LetterHead.objects.create(company=company, language="pl")

    assert made(company, "shortlisted", "pl").language == "en"


def test_another_companys_words_are_not_used(company, other_company):
    LetterVersion.objects.create(company=other_company, kind="rejection", number=1, subject="Secret", body="Secret")

    assert "Secret" not in made(company).text


def test_a_notice_says_what_it_is_given(company):
    letter = compose(
        kind="notice",
        company=company,
        language="en",
        values={"title": "A <b>move</b>", "text": "Ada {{x}}", "link": "https://i.test/a"},
    )

    assert letter.subject == "A <b>move</b>"
    assert "A &lt;b&gt;move&lt;/b&gt;" in letter.html and 'href="https://i.test/a"' in letter.html
    assert "https://i.test/a" in letter.text


def test_a_digest_lists_what_it_is_given(company):
    items = [{"title": "New <match>", "text": "Ada", "link": "https://i.test/1"}, {"title": "Task due"}]

    letter = compose(kind="digest", company=company, language="en", values={"items": items, "link": "https://i.test/", "more": 3})

    assert "New &lt;match&gt;" in letter.html and "- New <match>: Ada\n  https://i.test/1" in letter.text
    assert "and more: 3" in letter.text


@pytest.mark.parametrize("colour", ["#ffffff", "#ffee00", "#000000", "#0f5c6e", "#ff0000", "#7f7f7f"])
def test_the_companys_colour_can_always_be_read(colour):
    shades = {name: tuple(int(value[at : at + 2], 16) for at in (1, 3, 5)) for name, value in branding.colours(colour).items()}

    assert branding.contrast(shades["button"], (255, 255, 255)) >= 4.5
    assert branding.contrast(shades["link"], (255, 255, 255)) >= 4.5
    assert branding.contrast(shades["night"], branding.NIGHT) >= 4.5


def test_the_head_and_foot_of_the_paper_are_the_companys(company):
    company.logo = "logos/x.webp"
    LetterHead.objects.create(
        company=company, contact="jobs@ours.test", privacy_url="https://ours.test/privacy", address="12 Harbour Street"
    )

    letter = made(company, "status_update")

    assert branding.logo_url(company) in letter.html
    for part in ("jobs@ours.test", "https://ours.test/privacy", "12 Harbour Street", letters.UNSUBSCRIBE):
        assert part in letter.html and part in letter.text


def test_a_template_at_the_provider_gets_the_values(company, admin):
    letters.save(
        company=company, kind="rejection", language="en", seen=0, actor=admin, subject="S", body="B", provider_template="d-12ab"
    )

    letter = made(company, candidate_name="Ada")

    assert letter.template["id"] == "d-12ab"
    assert letter.template["data"]["candidate_name"] == "Ada" and letter.template["data"]["subject"] == "S"
