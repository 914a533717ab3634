"""Forms of letters and rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import LetterHead, LetterVersion, MailRule
from notifications.models.letters import LANGUAGES
from notifications.models.rules import LONGEST_DELAY
from notifications.services import rules

DELAYS = [
    (0, _("at once")),
    (15, _("after 15 minutes")),
    (30, _("after 30 minutes")),
    (60, _("after an hour")),
    (240, _("after four hours")),
    (1440, _("after a day")),
    (2880, _("after two days")),
    (LONGEST_DELAY, _("after a week")),
]


class LetterForm(forms.ModelForm):
    """The words of one letter; what can't be filled in the service refuses, at its field."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("A blank line begins a paragraph. **Bold**, - lists and [links](https://…) work."),
    )
    button = forms.CharField(
        label=_("Words on the button"), max_length=60, required=False, help_text=_("Shown where the letter leads somewhere.")
    )
    provider_template = forms.CharField(
        label=_("Template at your mail provider"),
        max_length=200,
        required=False,
        help_text=_("Its id there, if your designers keep letters at the provider. It gets these values and replaces this text."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = LetterVersion
        fields = ["subject", "body", "button", "provider_template"]

    def texts(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self):
        """The service checks the words; there is no row to check here."""


class LetterHeadForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=LANGUAGES,
        help_text=_("Used where you wrote nothing in the candidate’s own. Our words come in English and German."),
    )
    privacy_url = forms.URLField(label=_("Privacy policy"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = LetterHead
        fields = ["language", "contact", "privacy_url", "address"]


class RuleForm(forms.Form):
    """One rule, with the fields that its cause has."""

    letter = forms.ChoiceField(label=_("Letter"))
    candidate = forms.BooleanField(label=_("To the candidate"), required=False)
    panel = forms.BooleanField(label=_("To the interviewers"), required=False)
    added = forms.BooleanField(
        label=_("Also to people whom we added ourselves"),
        required=False,
        help_text=_("Uploaded résumés and imported lists: those people may not know that they are here."),
    )
    delay = forms.TypedChoiceField(
        label=_("Leaves"),
        choices=DELAYS,
        coerce=int,
        help_text=_("Until then it can be called back from the application’s page."),
    )

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, initial={name: getattr(rule, name) for name in self.base_fields}, **kwargs)
        letters = dict(self._letters())
        self.fields["letter"].choices = [(kind, letters[kind]) for kind in rules.letters_for(rule.cause)]
        if len(self.fields["letter"].choices) == 1:
            del self.fields["letter"]
        if rule.cause not in rules.WITH_PANEL:
            del self.fields["panel"]
        if rule.cause != MailRule.Cause.APPLIED:
            del self.fields["added"]
        if rule.cause in rules.AT_ONCE:
            del self.fields["delay"]
        elif rule.delay not in dict(DELAYS):  # set by the API
            self.fields["delay"].choices = [*DELAYS, (rule.delay, _("after %(count)d minutes") % {"count": rule.delay})]

    @staticmethod
    def _letters():
        return MailRule._meta.get_field("letter").choices
