from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import NewPassword, Picture, TimeZone, check_password, one_line
from accounts.models import Company
from accounts.places import CURRENCIES, countries


class CompanyNameForm(forms.Form):
    """Another company for somebody who is signed in."""

    company_name = forms.CharField(
        label=_("Company"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )

    def clean_company_name(self):
        return one_line(self.cleaned_data["company_name"])


class SignUpForm(CompanyNameForm):
    """A company and the person who will be its first admin."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("Work e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = NewPassword()
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean(self):
        check_password(self, email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))
        return self.cleaned_data


class ConfirmForm(forms.Form):
    """The code that was mailed."""

    code = forms.CharField(
        label=_("Code"),
        min_length=6,
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": ""}),
    )


class CompanyForm(forms.ModelForm):
    time_zone = TimeZone()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: [("", ""), *countries()],
        widget=forms.Select(attrs={"data-select": ""}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")],
        help_text=_("Your careers pages wear it."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    logo = Picture(label=_("Logo"), help_text=_("JPEG, PNG, WebP or GIF, up to 5 MB."))
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Company
        fields = [
            "name", "slug", "website", "email", "country", "language", "time_zone", "currency", "colour", "require_second_factor",
            "leaderboard",
        ]  # fmt: skip

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def validate_unique(self):
        """The service says so, under its lock."""

    def changes(self):
        """What the service takes: the fields, and the logo as a file, False (remove) or None (leave)."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields}
        data["logo"] = self.cleaned_data.get("logo") or (False if self.cleaned_data.get("remove_logo") else None)
        return data
