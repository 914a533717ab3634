"""An interview, its panel, its time; and what a list of them is narrowed by."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import TimeZone
from accounts.models import Membership
from accounts.permissions import Action, Role, allowed
from collaboration.models import Kind, Kit
from jobs.models import Job

INTERVIEWERS = [role.value for role in Role if allowed(role, Action.SUBMIT_FEEDBACK)]


def may_sit(member):
    """Colleagues who can sit in an interview."""
    return (
        Membership.objects.visible_to(member)
        .active()
        .filter(role__in=INTERVIEWERS)
        .select_related("user", "company")
        .order_by("user__name", "pk")
    )


class People(forms.ModelMultipleChoiceField):
    """Colleagues by name, with search."""

    def __init__(self, **options):
        super().__init__(
            Membership.objects.none(), required=False, widget=forms.SelectMultiple(attrs={"data-select": ""}), **options
        )

    def label_from_instance(self, obj):
        return obj.name


class PanelFields(forms.Form):
    """Who sits in it; `panel` comes out as (member, required) pairs."""

    required = People(label=_("Panel"), help_text=_("They owe a scorecard, and no time is booked when one of them is busy."))
    optional = People(
        label=_("May join"), help_text=_("Invited and asked for a scorecard; a time is booked without them if need be.")
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("required", "optional"):
            self.fields[name].queryset = may_sit(member)

    def clean(self):
        given = super().clean()
        optional = [one for one in given.get("optional") or () if one not in set(given.get("required") or ())]
        given["panel"] = [(one, True) for one in given.get("required") or ()] + [(one, False) for one in optional]
        return given


class InterviewForm(PanelFields):
    """A new interview, or a changed one."""

    kit = forms.ModelChoiceField(Kit.objects.none(), label=_("Kit"), required=False, empty_label=_("Without a kit"))
    name = forms.CharField(label=_("Name"), max_length=80, required=False, help_text=_("Empty: the kit’s."))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("As the kit says")), *Kind.choices], required=False)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=5, max_value=600)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Video link"), max_length=500, required=False, assume_scheme="https")
    note = forms.CharField(
        label=_("Note for the candidate"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["kit", "name", "kind", "minutes", "required", "optional", "place", "link", "note"]

    def __init__(self, *args, member, changes=None, **kwargs):
        if changes:
            panel = list(changes.panel.all())
            kwargs["initial"] = {
                name: getattr(changes, name) for name in ("name", "kind", "minutes", "place", "link", "note")
            } | {
                "required": [row.member_id for row in panel if row.required],
                "optional": [row.member_id for row in panel if not row.required],
            }
        super().__init__(*args, member=member, **kwargs)
        if changes:
            del self.fields["kit"]
            self.fields["name"].required = self.fields["minutes"].required = self.fields["kind"].required = True
            self.fields["name"].help_text = ""
            self.fields["kind"].choices = Kind.choices
        else:
            self.fields["kit"].queryset = Kit.objects.visible_to(member).filter(archived_at=None)

    def clean(self):
        given = super().clean()
        if "kit" in self.fields and not given.get("kit"):
            for name in ("name", "minutes"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a kit or say it here."))
            given["kind"] = given.get("kind") or Kind.VIDEO
        return given

    def values(self):
        names = [name for name in ("name", "kind", "minutes", "place", "link", "note") if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names}


class ScheduleForm(forms.Form):
    """When, in which zone, where."""

    date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    time_zone = TimeZone(
        label=_("Time zone"), help_text=_("The clock that day and time are read on; everybody sees it on their own.")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Video link"), max_length=500, required=False, assume_scheme="https")
    note = forms.CharField(
        label=_("Note for the candidate"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    past = forms.BooleanField(label=_("It has taken place already"), required=False)

    def __init__(self, *args, interview, member, **kwargs):
        zone = interview.time_zone if interview.starts_at else member.user.time_zone
        at = interview.starts_at and interview.starts_at.astimezone(ZoneInfo(zone))
        kwargs["initial"] = {name: getattr(interview, name) for name in ("minutes", "place", "link", "note")} | {
            "time_zone": zone,
            "date": at and at.date(),
            "time": at and at.time(),
        }
        super().__init__(*args, **kwargs)

    def clean(self):
        given = super().clean()
        if not self.errors:
            zone = ZoneInfo(given["time_zone"])
            at = datetime.combine(given["date"], given["time"], tzinfo=zone)
            if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at.replace(tzinfo=None):
                self.add_error("time", _("The clocks go forward then: there is no such hour on that day."))
            given["starts_at"] = at
        return given

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in ("date", "time")}


class CancelForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=_("The team sees it."))


class ListForm(forms.Form):
    """What the list is narrowed by; what is not understood narrows nothing."""

    job = forms.ModelChoiceField(Job.objects.none(), required=False, empty_label=_("Any job"), label=_("Job"))
    kind = forms.ChoiceField(choices=[("", _("Any kind")), *Kind.choices], required=False, label=_("Kind"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["job"].queryset = (
            Job.objects.visible_to(member).filter(is_template=False).exclude(status="closed").order_by("title", "pk")
        )

    def narrow(self, rows, path=""):
        for name, value in self.cleaned_data.items() if self.is_valid() else ():
            if value:
                rows = rows.filter(**{f"{path}{'application__job' if name == 'job' else name}": value})
        return rows
