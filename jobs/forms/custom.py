"""Form fields made of a company's custom fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.models import CustomField
from jobs.services.custom_fields import LONGEST, fields_of

YES_NO = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]


class CustomFields:
    """Mixin: adds `custom_<key>` for each field of `entity`; `custom()` is what the service takes."""

    entity = None

    def add_custom_fields(self, company, values):
        self.custom_fields = fields_of(company, self.entity)
        for field in self.custom_fields:
            self.fields[f"custom_{field.key}"] = form_field(field)
            value = values.get(field.key)
            self.initial[f"custom_{field.key}"] = (
                {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            )

    def custom(self, kept=None):
        """key → value of the fields in use, with the values of fields out of use left as they are (`kept`)."""
        known = {field.key for field in self.custom_fields}
        given = {key: value for key, value in (kept or {}).items() if key not in known}
        for field in self.custom_fields:
            value = self.cleaned_data.get(f"custom_{field.key}")
            if value not in (None, ""):
                given[field.key] = value
        return given

    @property
    def custom_bound(self):
        return [self[f"custom_{field.key}"] for field in self.custom_fields]


def form_field(field):
    """The form field for one custom field."""
    common = {"label": field.name, "required": False}
    if field.kind == CustomField.Kind.NUMBER:
        return forms.DecimalField(widget=forms.NumberInput(attrs={"step": "any"}), **common)
    if field.kind == CustomField.Kind.DATE:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    if field.kind == CustomField.Kind.YES_NO:
        return forms.ChoiceField(choices=YES_NO, **common)
    if field.kind == CustomField.Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *((option, option) for option in field.options)], **common)
    if field.kind == CustomField.Kind.LINK:
        return forms.URLField(assume_scheme="https", **common)
    return forms.CharField(max_length=LONGEST, **common)
