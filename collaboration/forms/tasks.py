"""Whom something is given to, and what there is to do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from collaboration.services.assignments import may_have, workload


class AssignForm(forms.Form):
    """Give it to somebody, or to nobody. Beside each name stands how many running applications they look after."""

    member = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Assigned to"),
        required=False,
        empty_label=_("Nobody"),
        widget=forms.Select(attrs={"data-select": ""}),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        people = may_have(member)
        load = workload(people.values("pk"))
        self.fields["member"].queryset = people
        self.fields["member"].label_from_instance = lambda one: f"{one.name} · {load.get(one.pk, 0)}"
        self.fields["member"].help_text = _("The number is how many running applications they look after now.")


class TaskForm(forms.Form):
    """One thing to do. The hour is meant in the time zone of who writes it."""

    text = forms.CharField(label=_("What"), max_length=200)
    member = forms.ModelChoiceField(Membership.objects.none(), label=_("Who"), empty_label=None)
    due_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = may_have(member)
        self.fields["member"].label_from_instance = lambda one: one.name
        self.fields["member"].initial = member.pk
