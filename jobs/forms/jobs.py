"""The forms of a job: its facts, skills, stages, team, posts, closing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.places import CURRENCIES, countries
from jobs.forms.custom import CustomFields
from jobs.models import Department, Job, JobPost, PipelinePlan, ScreeningQuestion, StageType, TeamMember
from jobs.services.rich_text import to_html, to_markdown

STARS = [(number, "★" * number + "☆" * (5 - number)) for number in range(1, 6)]
MOST_TEXT = 50_000


def day(**attrs):
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


class JobForm(CustomFields, forms.ModelForm):
    """Everything that a job says of itself. `values()` is what create_job and change_job take."""

    entity = "job"
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Leave an empty line between paragraphs; start list items with a dash; **bold** and ## headings work."),
    )
    openings = forms.IntegerField(label=_("Openings"), min_value=1, max_value=500, initial=1)
    plan = forms.ModelChoiceField(
        PipelinePlan.objects.none(),
        label=_("Pipeline"),
        required=False,
        empty_label=None,
        help_text=_("The job gets its own copy; change it afterwards as you like."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Job
        fields = [
            "title",
            "department",
            "location",
            "country",
            "remote",
            "employment",
            "seniority",
            "description",
            "min_years",
            "education",
            "salary_min",
            "salary_max",
            "currency",
            "salary_period",
            "opens_on",
            "closes_on",
            "confidential",
            "blind",
            "reapply",
            "reapply_days",
        ]
        widgets = {
            "opens_on": day(),
            "closes_on": day(),
            "min_years": forms.NumberInput(attrs={"min": 0, "max": 50, "step": "0.5"}),
            "country": forms.Select(),
            "currency": forms.TextInput(attrs={"maxlength": 3, "list": "currencies", "placeholder": "EUR"}),
        }
        labels = {"country": _("Country"), "salary_period": _("paid")}

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        company, job = member.company, self.instance
        self.fields["country"].widget.choices = [("", "–"), *countries()]
        self.fields["seniority"].choices = [("", "–"), *Job.Seniority.choices]
        self.fields["department"].empty_label = "–"
        self.fields["department"].queryset = Department.objects.visible_to(member)
        new = job._state.adding
        if new:
            plans = PipelinePlan.objects.visible_to(member)
            self.fields["plan"].queryset = plans
            self.initial.setdefault("plan", next((plan.pk for plan in plans if plan.is_default), None))
            self.initial.setdefault("currency", company.currency)
        else:
            del self.fields["plan"]
            self.initial["description"] = to_markdown(job.description)
            self.initial["openings"] = job.openings.exclude(status="closed").count()
            self.initial["revision"] = job.revision
        self.add_custom_fields(company, job.custom)

    def clean_country(self):
        code = self.cleaned_data["country"].upper()
        if code and code not in dict(countries()):
            raise forms.ValidationError(_("Choose a country of the list."), code="unknown_country")
        return code

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if code and code not in CURRENCIES:
            raise forms.ValidationError(_("“%(code)s” is not a currency code."), code="unknown_currency", params={"code": code})
        return code

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("salary_min"), cleaned.get("salary_max")
        if low is not None and high is not None and low > high:
            self.add_error("salary_max", _("The salary range must start below its end."))
        if low is None and high is None:
            cleaned["currency"] = cleaned.get("currency") if self.instance.currency else ""
        elif not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Say in which currency the salary is paid."))
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and opens > closes:
            self.add_error("closes_on", _("The job must open before it closes."))
        return cleaned

    def _post_clean(self):
        """The service checks the row: an unsaved instance must not be changed before that."""

    def values(self):
        """The fields of the job, with the description as HTML."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        values["description"] = to_html(values["description"])
        values["custom"] = self.custom(self.instance.custom)
        return values


class SkillRow(forms.Form):
    name = forms.CharField(label=_("Skill"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    required = forms.ChoiceField(
        label=_("Required or preferred"), choices=[("yes", _("Required")), ("no", _("Preferred"))], required=False
    )
    importance = forms.TypedChoiceField(
        label=_("Importance"), choices=STARS, coerce=int, empty_value=3, required=False, initial=3
    )

    def as_skill(self):
        given = self.cleaned_data
        return given["name"], given["required"] != "no", given["importance"] or 3


class StageRow(forms.Form):
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Stage"), max_length=60)
    type = forms.ChoiceField(label=_("Means"), choices=StageType.choices)
    answer_days = forms.IntegerField(
        label=_("Answer within days"),
        required=False,
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(attrs={"placeholder": "–"}),
    )


class QuestionRow(forms.Form):
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Question"), max_length=300)
    kind = forms.ChoiceField(label=_("Answered by"), choices=ScreeningQuestion.Kind.choices)
    options = forms.CharField(
        label=_("Choices"), required=False, max_length=1000, widget=forms.TextInput(attrs={"placeholder": _("one, two, three")})
    )
    required = forms.ChoiceField(label=_("Must answer"), choices=[("no", _("Optional")), ("yes", _("Required"))], required=False)

    def as_question(self):
        given = self.cleaned_data
        options = [option.strip() for option in given["options"].split(",") if option.strip()]
        return {**given, "options": options, "required": given["required"] == "yes"}


class TeamRow(forms.Form):
    member = forms.ModelChoiceField(Membership.objects.none(), label=_("Person"), empty_label=_("Choose a person"))
    part = forms.ChoiceField(label=_("Part"), choices=TeamMember.Part.choices)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = people
        self.fields["member"].label_from_instance = lambda one: one.name


class PostForm(forms.ModelForm):
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("What people outside read. Same writing rules as the job's description."),
    )

    class Meta:
        model = JobPost
        fields = ["title", "language", "audience", "location", "show_pay", "text"]
        widgets = {"language": forms.TextInput(attrs={"placeholder": "en", "maxlength": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.instance.text:
            self.initial["text"] = to_markdown(self.instance.text)

    def _post_clean(self):
        """The service checks the row."""

    def values(self):
        return {**{name: self.cleaned_data[name] for name in self.Meta.fields}, "text": to_html(self.cleaned_data["text"])}


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            ("filled", _("All seats are filled")),
            ("cancelled", _("The plan was dropped")),
            ("budget", _("No budget")),
            ("other", _("Another reason")),
        ],
    )
