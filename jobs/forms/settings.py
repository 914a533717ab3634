"""The forms of the company's lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from jobs.models import CustomField, Department, Job, RejectionReason, Source, Tag


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["name", "parent"]
        labels = {"parent": _("Part of")}

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Department.objects.visible_to(member).exclude(pk=self.instance.pk)

    def _post_clean(self):
        """The service checks the row."""


class _NamedForm(forms.ModelForm):
    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)

    def _post_clean(self):
        """The service checks the row."""


class SourceForm(_NamedForm):
    class Meta:
        model = Source
        fields = ["name", "type"]


class ReasonForm(_NamedForm):
    class Meta:
        model = RejectionReason
        fields = ["name", "side", "letter"]
        widgets = {"letter": forms.Textarea(attrs={"rows": 8})}
        labels = {"side": _("Who said no")}


class TagForm(_NamedForm):
    class Meta:
        model = Tag
        fields = ["name"]


class TrackingLinkForm(forms.Form):
    source = forms.ModelChoiceField(Source.objects.none(), label=_("Source"))
    job = forms.ModelChoiceField(Job.objects.none(), label=_("Job"), required=False, empty_label=_("All jobs"))
    credited_to = forms.ModelChoiceField(Membership.objects.none(), label=_("Credit to"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.visible_to(member)
        self.fields["job"].queryset = Job.objects.visible_to(member).filter(is_template=False).order_by("title")
        people = Membership.objects.visible_to(member).active().select_related("user")
        self.fields["credited_to"].queryset = people
        self.fields["credited_to"].label_from_instance = lambda one: one.name


class PlanForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    is_default = forms.BooleanField(label=_("New jobs start with this plan"), required=False)


class CustomFieldForm(forms.Form):
    """A new field, or an old one whose key, kind and place stay."""

    name = forms.CharField(label=_("Name"), max_length=80)
    entity = forms.ChoiceField(label=_("On"), choices=CustomField.Entity.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=CustomField.Kind.choices)
    options = forms.CharField(
        label=_("Choices"), required=False, max_length=1000, help_text=_("For “one of several”: separated by commas.")
    )
    position = forms.IntegerField(label=_("Position"), required=False, min_value=0, max_value=999, initial=0)

    def __init__(self, *args, field=None, **kwargs):
        super().__init__(*args, **kwargs)
        if field is not None:
            del self.fields["entity"], self.fields["kind"]
            self.initial |= {"name": field.name, "options": ", ".join(field.options), "position": field.position}

    def values(self):
        given = {**self.cleaned_data, "position": self.cleaned_data.get("position") or 0}
        given["options"] = given["options"].split(",")
        return given
