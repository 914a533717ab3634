"""The forms of a candidate."""

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.places import countries
from jobs.forms.custom import CustomFields
from jobs.forms.jobs import day
from jobs.models import Candidate, Job, Source, Tag
from jobs.services.lookups import tags_named


class ContactRow(forms.Form):
    value = forms.CharField(label=_("Address, number or link"), max_length=254)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("email", _("E-mail")), ("phone", _("Phone")), ("link", _("Link"))], initial="email"
    )

    def clean(self):
        given = super().clean()
        value, kind = given.get("value", ""), given.get("kind")
        if kind == "email" and value:
            validate_email(value)
        if kind == "phone" and value and sum(character.isdigit() for character in value) < 5:
            self.add_error("value", _("That is no phone number."))
        if kind == "link" and value and not value.lower().startswith(("http://", "https://")):
            if "://" in value or ":" in value.split("/")[0]:
                self.add_error("value", _("A link starts with https://"))
            else:
                given["value"] = f"https://{value}"
        return given


class CandidateForm(CustomFields, forms.ModelForm):
    """A person's facts. Contacts are rows beside it; tags are names, made where missing."""

    entity = "candidate"
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("Separated by commas."),
        widget=forms.TextInput(attrs={"list": "tag-names"}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Candidate
        fields = ["name", "headline", "location", "country", "work_authorisation", "source", "consent_until", "keep_until"]
        widgets = {"consent_until": day(), "keep_until": day(), "country": forms.Select()}
        labels = {"country": _("Country")}

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["country"].widget.choices = [("", "–"), *countries()]
        self.fields["source"].empty_label = "–"
        self.fields["source"].queryset = Source.objects.visible_to(member)
        if not self.instance._state.adding:
            self.initial["tags"] = ", ".join(tag.name for tag in self.instance.tags.all())
            self.initial["revision"] = self.instance.revision
        self.add_custom_fields(member.company, self.instance.custom)

    def clean_country(self):
        code = self.cleaned_data["country"].upper()
        if code and code not in dict(countries()):
            raise forms.ValidationError(_("Choose a country of the list."), code="unknown_country")
        return code

    def _post_clean(self):
        """The service checks the row."""

    def values(self):
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        values["custom"] = self.custom(self.instance.custom)
        values["tags"] = tags_named(self.member.company, self.cleaned_data["tags"].split(","))
        return values


class AddToJobForm(forms.Form):
    """Enter a candidate into a job."""

    job = forms.ModelChoiceField(Job.objects.none(), label=_("Job"))
    source = forms.ModelChoiceField(Source.objects.none(), label=_("Source"), required=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        jobs = Job.objects.visible_to(member).filter(is_template=False).exclude(status=Job.Status.CLOSED)
        self.fields["job"].queryset = jobs.order_by("title")
        self.fields["source"].queryset = Source.objects.visible_to(member)


class SightForm(forms.Form):
    """Let an interviewer see this person."""

    member = forms.ModelChoiceField(Membership.objects.none(), label=_("Interviewer"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        people = Membership.objects.visible_to(member).active().filter(role="interviewer").select_related("user")
        self.fields["member"].queryset = people
        self.fields["member"].label_from_instance = lambda one: one.name


class TagForm(forms.Form):
    """Tags to put on many people."""

    tags = forms.CharField(label=_("Tags"), max_length=300, help_text=_("Separated by commas; new ones are made."))

    def tags_for(self, company):
        return tags_named(company, self.cleaned_data["tags"].split(","))


def tag_names(member):
    """The company's tags, for a datalist."""
    return Tag.objects.visible_to(member).values_list("name", flat=True)
