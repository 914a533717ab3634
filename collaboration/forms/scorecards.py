"""A scorecard as it is filled in: four steps for each attribute, or not looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.models import Scorecard

STEPS = [(1, _("Weak")), (2, _("Mixed")), (3, _("Good")), (4, _("Very good"))]


class ScorecardForm(forms.Form):
    recommendation = forms.TypedChoiceField(
        label=_("What do you recommend?"),
        choices=Scorecard.Recommendation.choices,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the four steps.")},
    )
    takeaways = forms.CharField(label=_("Key take-aways"), max_length=5000, required=False)
    private_note = forms.CharField(label=_("Private note"), max_length=5000, required=False)

    def __init__(self, *args, attributes=(), card=None, **kwargs):
        self.attributes = list(attributes)
        if card:
            kept = {rating.name: rating for rating in card.ratings.all()}
            initial = {name: getattr(card, name) for name in ("recommendation", "takeaways", "private_note")}
            for one in self.attributes:
                rating = kept.get(one.name)
                initial |= {f"rating-{one.pk}": rating and rating.value, f"note-{one.pk}": rating.note if rating else ""}
            kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for one in self.attributes:
            self.fields[f"rating-{one.pk}"] = forms.TypedChoiceField(
                label=one.name, choices=STEPS, coerce=int, empty_value=None, required=False
            )
            self.fields[f"note-{one.pk}"] = forms.CharField(label=_("Note"), max_length=300, required=False)

    def rows(self):
        """(attribute, value chosen, note) as the page shows them."""
        return [(one, _number(self[f"rating-{one.pk}"].value()), self[f"note-{one.pk}"].value() or "") for one in self.attributes]

    def chosen(self):
        return _number(self["recommendation"].value())

    def values(self):
        given = self.cleaned_data
        ratings = [(one, given[f"rating-{one.pk}"], given[f"note-{one.pk}"]) for one in self.attributes]
        return {name: given[name] for name in ("recommendation", "takeaways", "private_note")} | {"ratings": ratings}


def _number(value):
    return int(value) if str(value or "").isdigit() else None
