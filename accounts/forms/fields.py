"""Fields that several forms share."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.places import time_zones

LONGEST_PASSWORD = 128
IMAGES = "image/jpeg,image/png,image/webp,image/gif"


class NewPassword(forms.CharField):
    """A password for a new account: 12 to 128 characters, none of the common ones."""

    def __init__(self, **options):
        options.setdefault("label", _("Password"))
        options.setdefault("help_text", _("At least 12 characters. A few words in a row are fine."))
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(max_length=LONGEST_PASSWORD, strip=False, widget=widget, **options)


def check_password(form, *, field="password", email="", name=""):
    """Put what the password rules say at the password's field."""
    password = form.cleaned_data.get(field)
    if password:
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            form.add_error(field, error)


class TimeZone(forms.ChoiceField):
    def __init__(self, **options):
        options.setdefault("label", _("Time zone"))
        options.setdefault("widget", forms.Select(attrs={"data-select": ""}))
        super().__init__(choices=time_zones, **options)


class Picture(forms.FileField):
    """An uploaded picture; what is in it is checked by the service, which draws it anew."""

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": IMAGES})
        super().__init__(required=False, widget=widget, **options)


def one_line(value):
    """Text that stands on one line: what breaks it is gone."""
    return " ".join(str(value).split())
