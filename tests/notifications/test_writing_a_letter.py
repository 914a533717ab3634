"""A company writes its own words: what can't be filled in is refused, nothing is ever overwritten."""

import pytest

from notifications.models import LetterVersion
from notifications.services import letters

TEXTS = {"subject": "Hello {{candidate_name}}", "body": "About **{{job_title}}**.", "button": ""}


def save(company, seen=0, actor=None, kind="shortlisted", **texts):
    return letters.save(company=company, kind=kind, language="en", seen=seen, actor=actor, **{**TEXTS, **texts})


def test_each_save_is_a_version(company, admin):
    save(company, actor=admin)
    save(company, seen=1, actor=admin, subject="Second")

    assert list(LetterVersion.objects.order_by("number").values_list("number", "subject", "by")) == [
        (1, "Hello {{candidate_name}}", admin.pk),
        (2, "Second", admin.pk),
    ]


@pytest.mark.parametrize(
    ("texts", "field", "says"),
    [
        ({"body": "Dear {{candidat_name}}"}, "body", "{{candidate_name}}"),
        ({"body": "Dear {{Candidate Name}}"}, "body", "{{candidate_name}}"),
        ({"subject": "{{interview_date}}"}, "subject", "There are:"),
        ({"body": "{{candidate_name}"}, "body", "not closed"),
        ({"body": "{% load x %}"}, "body", "not closed"),
        ({"body": "{{ candidate_name|safe }}"}, "body", "{{candidate_name}}"),
        ({"body": "{{candidate_name.__class__}}"}, "body", "{{candidate_name}}"),
        ({"body": "[go](https://x.test/{{candidate_name}})"}, "body", "link"),
        ({"button": "{{candidate_name}}"}, "button", "no placeholders"),
        ({"body": "  "}, "body", "Write"),
        ({"subject": "x" * 201}, "subject", "200"),
        ({"body": "a\x00b"}, "body", "shown"),
        ({"provider_template": "a b"}, "provider_template", "provider"),
    ],
)
def test_what_cant_be_filled_in_is_refused(company, texts, field, says):
    with pytest.raises(letters.LetterRefused) as refused:
        save(company, **texts)

    assert refused.value.field == field and says in str(refused.value)
    assert not LetterVersion.objects.exists()


def test_a_subject_is_one_line(company):
    assert save(company, subject="Hello\r\nBcc: all@evil.test").subject == "Hello Bcc: all@evil.test"


def test_who_saves_over_anothers_words_is_told(company, admin):
    save(company, actor=admin)

    with pytest.raises(letters.LetterRefused) as refused:
        save(company, seen=0, actor=admin, subject="Mine")

    assert refused.value.code == "changed_meanwhile" and refused.value.conflict
    assert LetterVersion.objects.get().subject == "Hello {{candidate_name}}"


def test_reset_brings_our_words_back_and_keeps_theirs(company, admin):
    save(company, actor=admin)
    letters.reset(company=company, kind="shortlisted", language="en", seen=1, actor=admin)

    words = letters.words_for(kind="shortlisted", company=company, language="en")
    assert words.ours and words.number == 2 and words.subject == "You are on our shortlist: {{job_title}}"
    assert LetterVersion.objects.count() == 2


def test_an_earlier_version_comes_back_as_the_newest(company, admin):
    first = save(company, actor=admin)
    save(company, seen=1, actor=admin, subject="Second")
    letters.restore(version=first, seen=2, actor=admin)

    assert letters.words_for(kind="shortlisted", company=company, language="en").subject == "Hello {{candidate_name}}"
    assert LetterVersion.objects.count() == 3


def test_a_notice_has_no_words_to_change(company):
    with pytest.raises(letters.LetterRefused):
        save(company, kind="notice", subject="x", body="y")
