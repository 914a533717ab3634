"""What an applicant fills in: five required fields at most, the company's questions, and what was read from the résumé."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import one_line
from jobs.models import ScreeningQuestion
from matching.services.facts import FactRefused, checked
from portal.services import said

TRAP = "website_2"  # people don't see it; what fills in everything does
PARTS = {
    "title": gettext_lazy("Job title"),
    "company": gettext_lazy("Employer"),
    "degree": gettext_lazy("Degree"),
    "field": gettext_lazy("Subject"),
    "school": gettext_lazy("School"),
    "start": gettext_lazy("From"),
    "end": gettext_lazy("To"),
}


def text(label, most, required=False, **attrs):
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.TextInput(attrs=attrs))


class ApplyForm(forms.Form):
    """values: what was read and typed before; rows: how many jobs and degrees were read."""

    name = text(gettext_lazy("Name"), 160, True, autocomplete="name")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = text(gettext_lazy("Phone"), 40, type="tel", autocomplete="tel")
    location = text(gettext_lazy("Where you live"), 120, autocomplete="address-level2")
    link = text(gettext_lazy("A link to your work or profile"), 200, inputmode="url", autocomplete="url")
    skill = forms.CharField(
        label=gettext_lazy("Skills"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("With commas between them."),
    )
    language = text(gettext_lazy("Languages"), 600)
    certification = text(gettext_lazy("Certificates"), 2000)
    cover_letter = forms.CharField(
        label=gettext_lazy("Why this job?"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, data=None, *, site, questions, rows, values):
        super().__init__(data, initial=values, auto_id="f_%s", use_required_attribute=False)
        self.questions, self.rows = questions, rows
        for kind, parts in said.ROWS.items():
            for number in range(rows[kind] + 1):
                for part in parts:
                    self.fields[f"{kind}-{number}-{part}"] = text(
                        PARTS[part],
                        200,
                        **(
                            {"placeholder": _("2021-03")}
                            if part == "start"
                            else {"placeholder": _("2024-11 or present")}
                            if part == "end"
                            else {}
                        ),
                    )
                self.fields[f"{kind}-{number}-gone"] = forms.BooleanField(label=_("This is wrong, leave it out"), required=False)
        for question in questions:
            self.fields[f"q-{question.pk}"] = _field_of(question)
        self.fields["consent"] = forms.BooleanField(
            label=_("I agree"), error_messages={"required": _("Without it we may not read what you send.")}
        )
        self.fields["pool"] = forms.BooleanField(label=site.pool_consent, required=False)
        self.fields[TRAP] = forms.CharField(required=False)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea):
                field.strip = True

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean(self):
        """Dates and rows as facts have them: what is wrong is said at its field."""
        values = self.cleaned_data
        for kind, parts in said.ROWS.items():
            for number in range(self.rows[kind] + 1):
                row = {part: values.get(f"{kind}-{number}-{part}", "") for part in parts}
                if values.get(f"{kind}-{number}-gone") or not any(row.values()):
                    continue
                try:
                    checked(kind, row)
                except FactRefused as refusal:
                    self.add_error(f"{kind}-{number}-{refusal.field}", str(refusal))
        return values

    def answers(self):
        """[(question, what was answered)] of those that were answered."""
        given = ((question, self.cleaned_data.get(f"q-{question.pk}")) for question in self.questions)
        return [(question, str(value)) for question, value in given if value not in (None, "")]

    def typed(self):
        """What was sent, as it was sent, for the draft: the fields of this form and no others."""
        return {name: self.data.get(name, "")[:10_000] for name in self.fields if name != TRAP}

    def asked(self):
        return [self[f"q-{question.pk}"] for question in self.questions]

    def blocks(self, kind, doubts):
        """The rows of one kind for the page: (bound fields, the field that leaves it out, its line in words, unsure, open)."""
        found = []
        for number in range(self.rows[kind] + 1):
            fields = [self[f"{kind}-{number}-{part}"] for part in said.ROWS[kind]]
            values = [field.value() or "" for field in fields]
            span = " – ".join(value for value in values[-2:] if value)
            found.append(
                {
                    "fields": fields,
                    "gone": self[f"{kind}-{number}-gone"] if number < self.rows[kind] else None,
                    "line": ", ".join(value for value in values[:-2] if value),
                    "span": span,
                    "unsure": f"{kind}-{number}" in doubts,
                    "open": any(field.errors for field in fields),
                }
            )
        return found


def _field_of(question):
    Kind = ScreeningQuestion.Kind
    given = {"label": question.text, "required": question.required}
    if question.kind == Kind.LONG_TEXT:
        return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **given)
    if question.kind == Kind.NUMBER:
        return forms.DecimalField(
            max_digits=12, decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **given
        )
    if question.kind == Kind.YES_NO:
        return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **given)
    if question.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=[(one, one) for one in question.options], widget=forms.RadioSelect, **given)
    return forms.CharField(max_length=300, **given)
