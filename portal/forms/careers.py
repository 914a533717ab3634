"""Searching a company's jobs, and changing its careers pages."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.services.rich_text import to_markdown
from portal.models import CareersSite


class SearchForm(forms.Form):
    """A search and the filters that the company shows; what is no choice of them is left out, not complained about."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": gettext_lazy("Title, place, word")}),
    )

    def __init__(self, data, *, choices):
        super().__init__(data, use_required_attribute=False)
        labels = dict(CareersSite.Filter.choices)
        for name, options in choices.items():
            self.fields[name] = forms.ChoiceField(label=labels[name], required=False, choices=[("", _("All")), *options])

    def asked(self):
        """{field: value} of what is asked for and may be."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SiteForm(forms.ModelForm):
    about = forms.CharField(
        label=gettext_lazy("About us"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Light Markdown: **bold**, lists, links."),
    )
    links = forms.CharField(
        label=gettext_lazy("Elsewhere"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your pages elsewhere, one address a line, up to six."),
    )
    privacy_url = forms.URLField(label=gettext_lazy("Privacy notice"), required=False, assume_scheme="https")
    filters = forms.MultipleChoiceField(
        label=gettext_lazy("Filters"), required=False, choices=CareersSite.Filter.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = CareersSite
        fields = [
            "published",
            "headline",
            "about",
            "next_steps",
            "links",
            "privacy_url",
            "consent_text",
            "pool_months",
            "filters",
        ]
        widgets = {"next_steps": forms.Textarea(attrs={"rows": 3}), "consent_text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, instance, **kwargs):
        initial = {"about": to_markdown(instance.about), "links": "\n".join(instance.links)}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def _post_clean(self):
        """The service puts the values on the row, cleaned; a form that refuses leaves the row as it is."""

    def values(self):
        return {**self.cleaned_data, "links": self.cleaned_data["links"].splitlines()}
