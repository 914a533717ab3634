"""A phone number is found again after the keys were rotated."""

from jobs.services.candidates import contact_key


def test_a_new_salt_or_secret_key_changes_no_lookup(settings):
    before = contact_key("phone", "+49 30 901820")

    settings.SALT_KEY = ["a-newer-salt", *([settings.SALT_KEY] if isinstance(settings.SALT_KEY, str) else settings.SALT_KEY)]
    settings.SECRET_KEY = "another-key"

    assert contact_key("phone", "030 901820") == before


def test_another_installation_has_other_keys(settings):
    before = contact_key("phone", "+49 30 901820")

    settings.SALT_KEY = ["somebody-elses"]

    assert contact_key("phone", "+49 30 901820") != before
