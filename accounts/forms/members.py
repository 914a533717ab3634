from datetime import UTC, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.events import EVENTS
from accounts.forms.fields import NewPassword, check_password, one_line
from accounts.models import ROLE_CHOICES, Membership
from accounts.permissions import Role

MOST_AT_ONCE = 20


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)


class InviteForm(forms.Form):
    """One or several addresses, one role."""

    emails = forms.CharField(
        label=_("E-mail addresses"),
        max_length=4000,
        help_text=_("One a line, or set apart by commas. Up to 20 at once."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, initial=Role.RECRUITER)

    def clean_emails(self):
        found = list(dict.fromkeys(self.cleaned_data["emails"].replace(",", " ").replace(";", " ").lower().split()))
        if len(found) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Up to 20 at once. For more, use a CSV file."), code="too_many")
        return found


class BulkForm(forms.Form):
    """A CSV file, or the text of one that was looked at before."""

    file = forms.FileField(label=_("CSV file"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self):
        data = super().clean()
        upload = data.get("file")
        if upload is None and not data.get("text"):
            self.add_error("file", forms.ValidationError(_("Choose a file."), code="required"))
        elif upload is not None and upload.size > 256 * 1024:
            self.add_error("file", forms.ValidationError(_("The file is too large: at most 256 KB."), code="file_too_large"))
        elif upload is not None:
            data["text"] = decoded(upload.read())
        return data


def decoded(raw):
    """The text of a file that a spreadsheet wrote: UTF-8 with or without a mark, UTF-16 with one, else Latin-1."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


class DeactivateForm(forms.Form):
    """Who takes over what the member owns."""

    transfer_to = forms.ModelChoiceField(
        Membership.objects.none(), label=_("Hand their work to"), required=False, empty_label=_("Nobody: leave it as it is")
    )

    def __init__(self, *args, member, **options):
        super().__init__(*args, **options)
        others = Membership.objects.of(member.company).active().exclude(pk=member.pk).select_related("user")
        self.fields["transfer_to"].queryset = others.order_by("user__name", "pk")
        self.fields["transfer_to"].label_from_instance = lambda one: f"{one.name} ({one.get_role_display()})"


class JoinForm(forms.Form):
    """A new person accepts an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = NewPassword()
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def __init__(self, *args, email, **options):
        super().__init__(*args, **options)
        self.email = email

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean(self):
        check_password(self, email=self.email, name=self.cleaned_data.get("name", ""))
        return self.cleaned_data


class ActivityFilter(forms.Form):
    """What to show of the activity log. Days are those of the reader's time zone."""

    name = forms.ChoiceField(required=False, label=_("What"))
    member = forms.ModelChoiceField(Membership.objects.none(), required=False, label=_("Who"), empty_label=_("Anybody"))
    since = forms.DateField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, member, **options):
        super().__init__(*args, **options)
        kinds = sorted({name.partition(".")[0] for name in EVENTS})
        self.fields["name"].choices = [("", _("Everything")), *((kind, kind.replace("_", " ").capitalize()) for kind in kinds)]
        self.fields["member"].queryset = Membership.objects.visible_to(member).select_related("user").order_by("user__name", "pk")
        self.fields["member"].label_from_instance = lambda one: one.name

    def filtered(self, rows):
        """`rows` as far as the valid fields ask; a field that makes no sense narrows nothing."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if data.get("name"):
            rows = rows.filter(name__startswith=f"{data['name']}.")
        if data.get("member"):
            rows = rows.filter(member=data["member"])
        if data.get("since"):
            rows = rows.filter(at__gte=_begin(data["since"]))
        if data.get("until") and data["until"] < datetime.max.date():
            rows = rows.filter(at__lt=_begin(data["until"] + timedelta(days=1)))
        return rows


def _begin(day):
    """When a day begins for the reader, in UTC."""
    day = min(max(day, datetime(2000, 1, 1, tzinfo=UTC).date()), datetime(9990, 1, 1, tzinfo=UTC).date())
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
