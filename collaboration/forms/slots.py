"""What times are looked for, when one can't, how many interviews one takes, and what a candidate asks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import TimeZone

NOTICES = [(0, _("None")), (4, _("4 hours")), (24, _("A day")), (48, _("Two days")), (120, _("Five days"))]
MOMENT = {
    "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    "input_formats": ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
}


def day(label):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def clock(label):
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time", "step": "900"}, format="%H:%M")
    )


class LookForm(forms.Form):
    """Between which days, at which hours of the candidate's day, how soon."""

    first = day(_("From"))
    last = day(_("To"))
    zone = TimeZone(label=_("Candidate’s time zone"))
    after = clock(_("They can from"))
    before = clock(_("until"))
    notice = forms.TypedChoiceField(label=_("Notice"), choices=NOTICES, coerce=int)

    def clean(self):
        data = super().clean()
        if not self.errors:
            if data["last"] < data["first"]:
                self.add_error("last", _text("This is before the first day."))
            elif data["last"] - data["first"] > timedelta(days=42):
                self.add_error("last", _text("Look at six weeks at most."))
            elif data["last"] < timezone.localdate():
                self.add_error("last", _text("These days are over."))
            if data["after"] and data["before"] and data["before"] <= data["after"]:
                self.add_error("before", _text("This is before the hour from which they can."))
        return data

    def asked(self):
        """As availability.look takes it."""
        data, zone = self.cleaned_data, ZoneInfo(self.cleaned_data["zone"])
        since, until = (datetime.combine(at, time(), zone) for at in (data["first"], data["last"] + timedelta(days=1)))
        windows = None
        if data["after"] or data["before"]:
            windows = [
                self._window(data["first"] + timedelta(days=number), zone)
                for number in range((data["last"] - data["first"]).days + 1)
            ]
        return {"since": since, "until": until, "windows": windows, "notice": data["notice"], "zone": data["zone"]}

    def _window(self, at, zone):
        after, before = self.cleaned_data["after"], self.cleaned_data["before"]
        end = datetime.combine(at, before, zone) if before else datetime.combine(at + timedelta(days=1), time(), zone)
        return datetime.combine(at, after or time(), zone), end


class BusyForm(forms.Form):
    """When one can't, in one's own time zone."""

    starts_at = forms.DateTimeField(label=_("From"), **MOMENT)
    ends_at = forms.DateTimeField(label=_("Until"), **MOMENT)
    text = forms.CharField(
        label=_("What"), max_length=120, required=False, help_text=_("Only you read it; colleagues see that you can’t.")
    )


class LimitsForm(forms.Form):
    """How much one takes."""

    most_a_day = forms.IntegerField(label=_("Interviews a day"), min_value=1, max_value=12, required=False)
    most_a_week = forms.IntegerField(label=_("Interviews a week"), min_value=1, max_value=40, required=False)
    before = forms.IntegerField(label=_("Minutes free before"), min_value=0, max_value=120, required=False)
    after = forms.IntegerField(label=_("Minutes free after"), min_value=0, max_value=120, required=False)


class DecideForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer to the candidate"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
