"""The forms of talent pools."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.models import TalentPool


class PoolForm(forms.ModelForm):
    class Meta:
        model = TalentPool
        fields = ["name", "about"]
        help_texts = {"about": _("In a line, for colleagues: “Nearly hired as nurses, glad to hear from us”.")}

    def _post_clean(self):
        """The service checks the row."""


class KeepForm(forms.Form):
    """Put people into a pool; `new` makes one on the way."""

    pool = forms.ModelChoiceField(TalentPool.objects.none(), label=_("Pool"), required=False, empty_label=_("A new one"))
    new = forms.CharField(label=_("Name of a new pool"), required=False, max_length=80)
    why = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("What colleagues should know in a year."))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pool"].queryset = TalentPool.objects.visible_to(member)

    def clean(self):
        given = super().clean()
        if "pool" not in self.errors and not given.get("pool") and not (given.get("new") or "").strip():
            self.add_error("new", forms.ValidationError(_("Choose a pool, or name a new one."), code="required"))
        return given
