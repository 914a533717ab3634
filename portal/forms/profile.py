"""What a person fills in on their own profile."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import Picture, one_line
from accounts.places import CURRENCIES, countries
from jobs.models import Job
from portal.forms.applying import text

MOST_PAID = 10**9


class PersonForm(forms.Form):
    name = text(gettext_lazy("Name"), 120, True, autocomplete="name")
    headline = text(gettext_lazy("Headline"), 200, placeholder=gettext_lazy("Backend engineer, payments"))
    phone = text(gettext_lazy("Phone"), 40, type="tel", autocomplete="tel")
    location = text(gettext_lazy("Where you live"), 120, autocomplete="address-level2")
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False, choices=lambda: [("", "—"), *countries()])
    summary = forms.CharField(
        label=gettext_lazy("About you"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    links = forms.CharField(
        label=gettext_lazy("Links"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "url"}),
        help_text=gettext_lazy("Your work, your page, your profile elsewhere: one address a line."),
    )

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_headline(self):
        return one_line(self.cleaned_data["headline"])

    def values(self):
        return {**self.cleaned_data, "links": self.cleaned_data["links"].splitlines()}


class PreferencesForm(forms.Form):
    remote = forms.MultipleChoiceField(
        label=gettext_lazy("Where you would work"),
        required=False,
        choices=Job.Remote.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    places = text(gettext_lazy("Places"), 600, placeholder=gettext_lazy("Hamburg, Berlin"))
    salary_min = forms.IntegerField(label=gettext_lazy("Salary a year, from"), required=False, min_value=1, max_value=MOST_PAID)
    salary_max = forms.IntegerField(label=gettext_lazy("to"), required=False, min_value=1, max_value=MOST_PAID)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), required=False, choices=[("", "—"), *((code, code) for code in CURRENCIES)]
    )
    mails = forms.MultipleChoiceField(
        label=gettext_lazy("Mails you want"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("confirmations", gettext_lazy("That an application has arrived")),
            ("status", gettext_lazy("News of an application’s way through the steps")),
            ("surveys", gettext_lazy("A question after an interview: how was it?")),
        ],
        help_text=gettext_lazy("Interviews, decisions and offers you are told in any case."),
    )

    def clean(self):
        values = super().clean()
        low, high = values.get("salary_min"), values.get("salary_max")
        if low and high and low > high:
            self.add_error("salary_max", _("It is less than where it begins."))
        if (low or high) and not values.get("currency"):
            self.add_error("currency", _("Say in which currency."))
        return values


class PhotoForm(forms.Form):
    photo = Picture(
        label=gettext_lazy("Photo"), help_text=gettext_lazy("JPEG, PNG, WebP or GIF, up to 5 MB. It is cut to a square.")
    )
