"""The forms of acts on applications."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs.models import RejectionReason, Stage, StageType, TalentPool

SHOWN = 5  # of what is planned, in a dialog


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


class Ending(forms.Form):
    """An act that ends applications: where something is planned with them (`ahead`, in words) it offers to call that off."""

    def __init__(self, *args, ahead=(), **kwargs):
        super().__init__(*args, **kwargs)
        if ahead:
            shown = "; ".join(ahead[:SHOWN])
            more = ngettext("%(count)d more", "%(count)d more", len(ahead) - SHOWN) % {"count": len(ahead) - SHOWN}
            self.fields["cancel_interviews"] = forms.BooleanField(
                label=ngettext("Cancel the interview to come", "Cancel the %(count)d interviews to come", len(ahead))
                % {"count": len(ahead)},
                required=False,
                initial=True,
                help_text=f"{shown}; {more}" if len(ahead) > SHOWN else shown,
            )


class RejectForm(Ending):
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


class HireForm(Ending):
    hired_on = forms.DateField(
        label=_("Hired on"),
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WithdrawForm(Ending):
    why = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("For the history."))


class WhyForm(forms.Form):
    """A short reason for the history."""

    why = forms.CharField(label=_("Why"), required=False, max_length=300)
