from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused
from analytics.services.periods import DAYS, USUAL, period_of


class PeriodForm(forms.Form):
    """The last so many days, or one's own first and last day. `period` is what it says; the usual one where it can't be counted."""

    days = forms.TypedChoiceField(
        label=_("Period"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Own dates")), *((days, _("Last %(days)d days") % {"days": days}) for days in DAYS)],
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data, *, company):
        asked = {name: data.get(name, "") for name in ("days", "since", "until")}
        if not any(asked.values()):
            asked["days"] = str(USUAL)
        super().__init__(asked)
        self.company, self.period = company, period_of(company)

    def clean(self):
        given = self.cleaned_data
        if self.errors:
            return given
        dates = {} if given.get("days") else {"since": given.get("since"), "until": given.get("until")}
        try:
            self.period = period_of(self.company, days=given.get("days"), **dates)
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return given
