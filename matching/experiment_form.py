"""The plan of an experiment as a form: shares are typed as per cent, the expected rate may be left to the past."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import Experiment
from matching.services.experiments import MOST_DAYS

DAYS = {"min_value": 1, "max_value": MOST_DAYS}


class ExperimentForm(forms.Form):
    """`plan` holds what create_experiment takes, `rate` None where it was left to the past."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"placeholder": _("Years count more")}))
    rules = forms.ChoiceField(label=_("Rules of B"), help_text=_("A is what is in force. Applicants of A are scored as always."))
    body = forms.CharField(required=False, widget=forms.HiddenInput)
    metric = forms.ChoiceField(label=_("What decides"), choices=Experiment.Metric.choices)
    difference = forms.FloatField(
        label=_("Smallest difference that matters, in points"),
        min_value=0.5,
        max_value=90,
        initial=10,
        help_text=_("From 20 % to 30 % are 10 points. The smaller, the more applicants it takes."),
    )
    rate = forms.FloatField(
        label=_("Expected under A, in %"), min_value=0.1, max_value=99, required=False, help_text=_("Empty: what the past says.")
    )
    interview_days = forms.IntegerField(
        label=_("Days until an interview"), initial=30, help_text=_("Then an application counts, whatever became of it."), **DAYS
    )
    hire_days = forms.IntegerField(
        label=_("Days until a hire"), initial=90, help_text=_("A hire that comes later is none."), **DAYS
    )
    ends_on = forms.DateField(
        label=_("Stops by itself on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = choices

    @property
    def plan(self):
        asked = self.cleaned_data
        rate = asked["rate"] / 100 if asked.get("rate") is not None else None
        return {name: asked[name] for name in ("name", "metric", "interview_days", "hire_days", "ends_on")} | {
            "rate": rate,
            "difference": asked["difference"] / 100,
        }


class StartForm(forms.Form):
    informed = forms.BooleanField(
        label=_("Applicants are told that rules are being compared, for example in the privacy notice"),
        help_text=_("In a live split two people with the same résumé may get different scores. That has to be said."),
    )
