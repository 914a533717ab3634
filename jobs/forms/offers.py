"""The forms of offers, approvals and drafted rejections."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.permissions import Action
from jobs.forms.jobs import day
from jobs.models import Offer, RejectionReason
from jobs.services.letters import OF_OFFERS, OF_PEOPLE
from jobs.services.offers import FIELDS, LETTER

LETTER_ROWS = {"rows": 14}


def variables(names):
    return _("Light Markdown. Variables: %(names)s") % {"names": " ".join(f"{{{{{name}}}}}" for name in names)}


class OfferForm(forms.Form):
    salary = forms.DecimalField(label=_("Salary"), min_value=0, max_digits=12, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    period = forms.ChoiceField(label=_("Paid"), choices=Offer.Period.choices)
    starts_on = forms.DateField(label=_("First day"), widget=day())
    expires_at = forms.DateTimeField(
        label=_("Open until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    letter = forms.CharField(label=_("Letter"), max_length=20_000, widget=forms.Textarea(attrs=LETTER_ROWS))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, offer=None, application=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letter"].help_text = variables(OF_OFFERS)
        if offer is not None:
            self.initial = {name: getattr(offer, name) for name in FIELDS} | {"revision": offer.revision}
            self.initial["expires_at"] = timezone.localtime(max(offer.expires_at, timezone.now() + timedelta(days=1)))
        elif application is not None:
            job = application.job
            until = timezone.localtime() + timedelta(days=7)
            self.initial = {
                "salary": job.salary_min,
                "currency": job.currency or application.company.currency,
                "period": job.salary_period,
                "expires_at": until.replace(hour=18, minute=0, second=0, microsecond=0),
                "letter": LETTER,
            }


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DecideForm(NoteForm):
    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("reject", _("Do not approve"))])


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("It stands for your signature."),
    )
    sure = forms.BooleanField(label=_("I have read the offer and accept it."))


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("A word for us, if you like"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepRow(forms.Form):
    """One step of an approval chain."""

    MANAGER = "hiring_manager"
    who = forms.ChoiceField(label=_("Who has to agree"), choices=())

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(member.pk): member for member in people}
        choices = [("", _("Nobody more")), (self.MANAGER, _("Hiring manager of the job"))]
        self.fields["who"].choices = choices + [(pk, member.name) for pk, member in self.people.items()]

    @property
    def step(self):
        return self.people.get(self.cleaned_data["who"])


def approvers(member):
    """Who can be asked to approve."""
    people = Membership.objects.visible_to(member).active().select_related("user", "company").order_by("user__name", "pk")
    return [one for one in people if one.can(Action.APPROVE)]


class RejectionDraftForm(forms.Form):
    reason = forms.ModelChoiceField(RejectionReason.objects.none(), label=_("Reason"), required=False, empty_label=_("None"))
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs=LETTER_ROWS))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = variables(OF_PEOPLE)
        self.fields["reason"].queryset = RejectionReason.objects.visible_to(member)
