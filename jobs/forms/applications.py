"""The forms of acts on applications."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models import RejectionReason, Stage, StageType, TalentPool


class MoveForm(forms.Form):
    """Move one application within its job."""

    stage = forms.ModelChoiceField(Stage.objects.none(), label=_("Stage"), empty_label=None)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, *args, job, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = Stage.objects.filter(job=job)


class BulkMoveForm(forms.Form):
    """Move many applications, of one job or of several, by what the stage means."""

    type = forms.ChoiceField(label=_("Stage"), choices=StageType.choices)


class RejectForm(forms.Form):
    """Reject one or many, with a reason."""

    reason = forms.ModelChoiceField(RejectionReason.objects.none(), label=_("Reason"), empty_label=_("Choose a reason"))
    note = forms.CharField(
        label=_("Note for the team"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Candidates do not see it."),
    )
    pool = forms.ModelChoiceField(
        TalentPool.objects.none(),
        label=_("Keep in a pool"),
        required=False,
        empty_label=_("No"),
        help_text=_("For another job one day; new jobs show who of a pool fits."),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = RejectionReason.objects.visible_to(member)
        self.fields["reason"].label_from_instance = lambda one: f"{one.name} ({one.get_side_display()})"
        self.fields["pool"].queryset = TalentPool.objects.visible_to(member)


class HireForm(forms.Form):
    hired_on = forms.DateField(
        label=_("Hired on"),
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WhyForm(forms.Form):
    """A short reason for the history."""

    why = forms.CharField(label=_("Why"), required=False, max_length=300)
