from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import Picture, TimeZone, one_line
from accounts.services.profiles import DAYS

CLOCK = {"type": "time", "class": "input small", "step": "300"}


class ProfileForm(forms.Form):
    """One's own profile; each day has a first and, after a break, a second span of working hours."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    handle = forms.CharField(label=_("Handle"), max_length=30, help_text=_("Colleagues mention you as @handle."))
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    bio = forms.CharField(
        label=_("About you"),
        max_length=2000,
        required=False,
        help_text=_("Candidates read it before an interview with you."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photo = Picture(label=_("Photo"), help_text=_("JPEG, PNG, WebP or GIF, up to 5 MB."))
    remove_photo = forms.BooleanField(label=_("Take the photo away"), required=False)
    time_zone = TimeZone()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, member, **options):
        hours = member.working_hours or {}
        initial = {
            "name": member.user.name, "handle": member.handle, "title": member.title, "bio": member.bio,
            "time_zone": member.user.time_zone, "language": member.user.language,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **options)
        for day in DAYS:
            spans = [*hours.get(day, []), [None, None], [None, None]]
            for number, (start, end) in enumerate(spans[:2], 1):
                self._clock(f"{day}_{number}_from", start, _("%(day)s from") % {"day": DAYS[day]})
                self._clock(f"{day}_{number}_to", end, _("%(day)s to") % {"day": DAYS[day]})

    def _clock(self, name, value, label):
        widget = forms.TimeInput(attrs={**CLOCK, "aria-label": label}, format="%H:%M")
        self.fields[name] = forms.TimeField(required=False, label=label, widget=widget, initial=value)

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_handle(self):
        return self.cleaned_data["handle"].strip().removeprefix("@").lower()

    def days(self):
        """(name of the day, its four clocks as bound fields) for the template."""
        for day in DAYS:
            yield DAYS[day], [self[f"{day}_{number}_{edge}"] for number in (1, 2) for edge in ("from", "to")]

    def plain_fields(self):
        return [self[name] for name in ("name", "title", "handle", "bio")]

    def clean(self):
        data = super().clean()
        for day in DAYS:
            for number in (1, 2):
                start, end = data.get(f"{day}_{number}_from"), data.get(f"{day}_{number}_to")
                if bool(start) != bool(end) and not {f"{day}_{number}_from", f"{day}_{number}_to"} & set(self.errors):
                    self.add_error(f"{day}_{number}_{'to' if start else 'from'}", _("Give both times, or none."))
        return data

    def changes(self):
        """What the service takes."""
        data = {name: self.cleaned_data[name] for name in ("name", "handle", "title", "bio", "time_zone", "language")}
        data["photo"] = self.cleaned_data.get("photo") or (False if self.cleaned_data.get("remove_photo") else None)
        data["working_hours"] = {
            day: [
                [f"{self.cleaned_data[f'{day}_{number}_from']:%H:%M}", f"{self.cleaned_data[f'{day}_{number}_to']:%H:%M}"]
                for number in (1, 2)
                if self.cleaned_data[f"{day}_{number}_from"]
            ]
            for day in DAYS
        }
        return data
