"""Who changed which field of what a company set up, from what to what: django-auditlog keeps it, without secrets."""

from auditlog.models import LogEntry
from django.urls import reverse


def test_a_changed_setting_names_its_author_and_both_values(sign_in, admin, company):
    sign_in(admin).post(
        reverse("accounts:company"),
        {
            "name": "New name",
            "slug": company.slug,
            "language": "en",
            "time_zone": "Europe/Berlin",
            "currency": "EUR",
            "colour": "#0f5c6e",
            "country": "",
            "website": "",
            "email": "",
        },
    )

    entry = LogEntry.objects.get_for_object(company).filter(action=LogEntry.Action.UPDATE).latest("timestamp")
    assert entry.actor == admin.user and entry.changes["name"] == [company.name, "New name"]


def test_a_password_is_not_among_them(person):
    person.set_password("another-long-secret")
    person.name = "Other"
    person.save()

    entry = LogEntry.objects.get_for_object(person).filter(action=LogEntry.Action.UPDATE).latest("timestamp")
    assert set(entry.changes) == {"name"}


def test_what_is_known_of_a_candidate_is_not_written_there(candidate):
    candidate.name = "Erase Me"
    candidate.save()

    assert not LogEntry.objects.filter(object_pk=str(candidate.pk)).exists()
