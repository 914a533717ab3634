"""Kits and plans in the settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms.interviews import People, may_sit
from collaboration.models import InterviewPlan, Kind, Kit
from jobs.models import StageType


class KitForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=45)
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What this interview is to find out, and what others look at."),
    )
    tips = forms.CharField(label=_("How to prepare"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    expect = forms.CharField(label=_("What to expect"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class QuestionRow(forms.Form):
    text = forms.CharField(label=_("Question"), max_length=500, widget=forms.TextInput(attrs={"placeholder": _("Question")}))


class AttributeRow(forms.Form):
    name = forms.CharField(label=_("Attribute"), max_length=80, widget=forms.TextInput(attrs={"placeholder": _("Attribute")}))
    text = forms.CharField(
        label=_("What good looks like"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("What good looks like")}),
    )


class PlanNameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)


class BeginPlanForm(forms.Form):
    template = forms.ModelChoiceField(
        InterviewPlan.objects.none(), label=_("Begin from"), required=False, empty_label=_("An empty plan")
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = InterviewPlan.objects.visible_to(member).filter(job=None)


class PlannedForm(forms.Form):
    """One interview of a plan."""

    kit = forms.ModelChoiceField(Kit.objects.none(), label=_("Kit"))
    stage_type = forms.ChoiceField(label=_("At which stage"), choices=[("", _("Any")), *StageType.choices], required=False)
    panel = People(label=_("Who usually sits in it"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kit"].queryset = Kit.objects.visible_to(member).filter(archived_at=None)
        self.fields["panel"].queryset = may_sit(member)
