from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Mail, Type

CLOCK = {"type": "time", "class": "input small", "step": "300"}


def _clock(label, required=False):
    return forms.TimeField(label=label, required=required, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))


class PreferencesForm(forms.Form):
    """For each type: in the application or not, and whether by mail; and when not to be disturbed."""

    quiet_from = _clock(_("Quiet from"))
    quiet_until = _clock(_("Quiet until"))
    digest_at = _clock(_("Daily digest at"), required=True)

    def __init__(self, *args, wishes, inbox, **options):
        initial = {name: getattr(inbox, name) for name in ("quiet_from", "quiet_until", "digest_at")}
        super().__init__(*args, initial=initial, **options)
        for kind, in_app, mail in wishes:
            label = {"kind": kind.label}
            box = forms.CheckboxInput(attrs={"aria-label": _("%(kind)s: in the application") % label})
            self.fields[f"{kind}_app"] = forms.BooleanField(required=False, initial=in_app, widget=box)
            choose = forms.Select(attrs={"aria-label": _("%(kind)s: by mail") % label, "class": "input small"})
            self.fields[f"{kind}_mail"] = forms.ChoiceField(choices=Mail.choices, initial=mail, widget=choose)

    def rows(self):
        return [(kind, self[f"{kind}_app"], self[f"{kind}_mail"]) for kind in Type]

    def clean(self):
        given = super().clean()
        if ("quiet_from" in given and "quiet_until" in given) and (given["quiet_from"] is None) != (given["quiet_until"] is None):
            missing = "quiet_until" if given["quiet_until"] is None else "quiet_from"
            self.add_error(missing, _("Quiet hours have a beginning and an end; leave both empty for none."))
        return given

    def wishes(self):
        """{type: (in the application, by mail)} as the service takes it."""
        given = self.cleaned_data
        return {kind: (given[f"{kind}_app"], given[f"{kind}_mail"]) for kind in Type}

    def hours(self):
        return {name: self.cleaned_data[name] for name in ("quiet_from", "quiet_until", "digest_at")}
