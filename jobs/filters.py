"""What lists of jobs, candidates and applications may be narrowed by; pages and API use the same sets."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from accounts.models import Membership
from jobs.models import Application, Candidate, CustomField, Department, Job, PoolPlace, Source, StageType, Tag, TalentPool
from jobs.querysets import consent_is
from jobs.services.custom_fields import fields_of

SINCE = [("1", _("Added today")), ("7", _("Added in 7 days")), ("30", _("Added in 30 days")), ("90", _("Added in 90 days"))]
CONSENT = [
    ("valid", _("Consent is valid")),
    ("ending", _("Consent ends soon")),
    ("over", _("Consent has run out")),
    ("none", _("No consent noted")),
]


def own(model):
    """The rows of `model` that whoever asks may see; none for the schema generator."""

    def rows(request):
        return model.objects.visible_to(getattr(request, "member", None))

    return rows


def own_members(request):
    return own(Membership)(request).active().select_related("user").order_by("user__name")


@extend_schema_field(OpenApiTypes.UUID)
class OwnChoice(filters.ModelChoiceFilter):
    """A row that a method of the set filters by."""


@extend_schema_field(OpenApiTypes.UUID)
class MemberChoice(filters.ModelChoiceFilter):
    """A colleague, shown by name."""

    class field_class(filters.fields.ModelChoiceField):  # noqa: N801  (django-filter's own name for it)
        def label_from_instance(self, obj):
            return obj.name


class ListFilter(filters.FilterSet):
    """Base: filters by the company's own choice and yes/no fields are there as `custom_<key>`."""

    entity = None

    def __init__(self, *args, custom=(), **kwargs):
        super().__init__(*args, **kwargs)
        if self.entity and getattr(self.request, "member", None):
            for field in custom or fields_of(self.request.member.company, self.entity):
                self._add(field)

    def _add(self, field):
        if field.kind == CustomField.Kind.CHOICE:
            choices = [(option, option) for option in field.options]
            added = filters.ChoiceFilter(field_name=f"custom__{field.key}", choices=choices, empty_label=field.name)
        elif field.kind == CustomField.Kind.YES_NO:
            added = filters.TypedChoiceFilter(
                field_name=f"custom__{field.key}",
                choices=[("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda said: said == "yes",
                empty_label=field.name,
                empty_value=None,
            )
        elif field.kind in {CustomField.Kind.TEXT, CustomField.Kind.LINK} and self.request.GET.get(f"custom_{field.key}"):
            added = filters.CharFilter(field_name=f"custom__{field.key}", lookup_expr="icontains")
        else:
            return
        added.label, added.parent, added.model = field.name, self, self.queryset.model
        self.filters[f"custom_{field.key}"] = added

    @property
    def form(self):
        """The form as the filter bar draws it."""
        form = super().form
        for field in form.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "input")
        return form

    def applied(self):
        """What narrows the list now: (name, label, what was chosen in words)."""
        chosen = []
        for name, value in self.form.cleaned_data.items() if self.form.is_valid() or self.form.is_bound else ():
            if value in (None, "", False) or (hasattr(value, "__len__") and not len(value)) or name == "q":
                continue
            chosen.append((name, self.form.fields[name].label, self._words(name, value)))
        return chosen

    def _words(self, name, value):
        if value is True:
            return _("yes")
        choices = getattr(self.form.fields[name], "choices", None)
        if choices is not None and not hasattr(value, "pk"):
            return next((label for key, label in choices if str(key) == str(value)), value)
        return getattr(value, "name", value)


class JobFilter(ListFilter):
    q = filters.CharFilter(method="search", label=_("Search"))
    status = filters.ChoiceFilter(choices=Job.Status.choices, empty_label=_("Any status"), label=_("Status"))
    department = filters.ModelChoiceFilter(queryset=own(Department), empty_label=_("Any department"), label=_("Department"))
    location = filters.CharFilter(lookup_expr="icontains", label=_("Location"))
    recruiter = MemberChoice(queryset=own_members, method="by_recruiter", empty_label=_("Any recruiter"), label=_("Recruiter"))
    mine = filters.BooleanFilter(method="only_mine", label=_("My jobs"), widget=forms.CheckboxInput)
    entity = "job"

    class Meta:
        model = Job
        fields = ["q", "status", "department", "location", "recruiter", "mine"]

    def search(self, jobs, name, value):
        for word in value.split()[:8]:
            jobs = jobs.filter(Q(title__icontains=word) | Q(location__icontains=word) | Q(department__name__icontains=word))
        return jobs

    def by_recruiter(self, jobs, name, value):
        return jobs.filter(pk__in=value.teams.filter(part="recruiter").values("job")) if value else jobs

    def only_mine(self, jobs, name, value):
        return jobs.filter(pk__in=self.request.member.teams.values("job")) if value else jobs


class CandidateFilter(ListFilter):
    q = filters.CharFilter(method="search", label=_("Search"))
    tag = filters.ModelChoiceFilter(field_name="tags", queryset=own(Tag), empty_label=_("Any tag"), label=_("Tag"))
    source = filters.ModelChoiceFilter(queryset=own(Source), empty_label=_("Any source"), label=_("Source"))
    job = OwnChoice(queryset=own(Job), method="skip", empty_label=_("Any job"), label=_("Job"))
    stage = filters.ChoiceFilter(choices=StageType.choices, method="skip", empty_label=_("Any stage"), label=_("Stage"))
    status = filters.ChoiceFilter(
        choices=Application.Status.choices, method="skip", empty_label=_("Any status"), label=_("Status")
    )
    years = filters.NumberFilter(field_name="years", lookup_expr="gte", label=_("Years, at least"), min_value=0, max_value=80)
    country = filters.CharFilter(lookup_expr="iexact", label=_("Country code"), max_length=2)
    added = filters.ChoiceFilter(choices=SINCE, method="added_since", empty_label=_("Added any time"), label=_("Added"))
    pool = OwnChoice(queryset=own(TalentPool), method="in_pool", empty_label=_("Any pool"), label=_("Pool"))
    consent = filters.ChoiceFilter(choices=CONSENT, method="by_consent", empty_label=_("Any consent"), label=_("Consent"))
    entity = "candidate"

    class Meta:
        model = Candidate
        fields = ["q", "tag", "source", "job", "stage", "status", "years", "country", "added", "pool", "consent"]

    def search(self, candidates, name, value):
        return candidates.search(value)

    def skip(self, candidates, name, value):
        """Job, stage and status are about one application together: see filter_queryset."""
        return candidates

    def in_pool(self, candidates, name, value):
        return candidates.filter(pk__in=PoolPlace.objects.filter(pool=value, left_at=None).values("candidate"))

    def by_consent(self, candidates, name, value):
        return candidates.filter(consent_is(value))

    def added_since(self, candidates, name, value):
        return candidates.filter(created_at__gte=timezone.now() - timedelta(days=int(value)))

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        asked = {name: self.form.cleaned_data.get(name) for name in ("job", "stage", "status")}
        if not any(asked.values()):
            return queryset
        runs = Application.objects.visible_to(self.request.member).order_by()
        if asked["stage"]:
            runs = runs.filter(stage__type=asked["stage"])
        if asked["status"]:
            runs = runs.filter(status=asked["status"])
        if asked["job"]:  # one job's people are few: looked up once, not for each candidate
            return queryset.filter(pk__in=runs.filter(job=asked["job"]).values("candidate"))
        return queryset.filter(Exists(runs.filter(candidate=OuterRef("pk"))))


class PoolFilter(ListFilter):
    q = filters.CharFilter(method="search", label=_("Search"))
    consent = filters.ChoiceFilter(choices=CONSENT, method="by_consent", empty_label=_("Any consent"), label=_("Consent"))
    running = filters.ChoiceFilter(
        choices=[("no", _("Not in a job now")), ("yes", _("In a job now"))],
        method="by_running",
        empty_label=_("In a job or not"),
        label=_("In a job"),
    )

    class Meta:
        model = PoolPlace
        fields = ["q", "consent", "running"]

    def search(self, places, name, value):
        if not value.strip():
            return places
        found = Candidate.objects.filter(company_id=self.request.member.company_id).search(value)
        return places.filter(candidate__in=found.order_by().values("pk"))

    def by_consent(self, places, name, value):
        return places.filter(consent_is(value, "candidate__"))

    def by_running(self, places, name, value):
        seen = Application.objects.visible_to(self.request.member).active().filter(candidate=OuterRef("candidate")).order_by()
        return places.filter(Exists(seen) if value == "yes" else ~Exists(seen))


class ApplicationFilter(ListFilter):
    q = filters.CharFilter(method="search", label=_("Search"))
    job = filters.ModelChoiceFilter(queryset=own(Job), empty_label=_("Any job"), label=_("Job"))
    stage = filters.ChoiceFilter(
        field_name="stage__type", choices=StageType.choices, empty_label=_("Any stage"), label=_("Stage")
    )
    status = filters.ChoiceFilter(choices=Application.Status.choices, empty_label=_("Any status"), label=_("Status"))
    source = filters.ModelChoiceFilter(queryset=own(Source), empty_label=_("Any source"), label=_("Source"))
    score = filters.NumberFilter(
        field_name="match_score", lookup_expr="gte", label=_("Score, at least"), min_value=0, max_value=100
    )
    assignee = MemberChoice(queryset=own_members, field_name="assignee", empty_label=_("Anybody's"), label=_("Assigned to"))
    mine = filters.BooleanFilter(method="only_mine", label=_("Assigned to me"), widget=forms.CheckboxInput)
    overdue = filters.BooleanFilter(method="only_overdue", label=_("Answer overdue"), widget=forms.CheckboxInput)
    knocked_out = filters.BooleanFilter(label=_("Review lane"), widget=forms.CheckboxInput, method="only_knocked_out")
    entity = "application"

    class Meta:
        model = Application
        fields = ["q", "job", "stage", "status", "source", "score", "assignee", "mine", "overdue", "knocked_out"]

    def search(self, applications, name, value):
        if not value.strip():
            return applications
        found = Candidate.objects.filter(company_id=self.request.member.company_id).search(value)
        return applications.filter(candidate__in=found.order_by().values("pk"))

    def only_mine(self, applications, name, value):
        return applications.filter(assignee=self.request.member) if value else applications

    def only_overdue(self, applications, name, value):
        return applications.filter(status="active", answer_due_at__lt=timezone.now()) if value else applications

    def only_knocked_out(self, applications, name, value):
        return applications.filter(knocked_out=True) if value else applications
