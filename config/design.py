"""The design system's own page, served with DEBUG only: every component in every state, in both themes."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from config.vendor import wanted

LONG_NAME = "Maximiliana Theodora von Hohenstein-Wittgenstein da Silva Pereira"
PEOPLE = [
    {
        "id": 1,
        "name": "Amara Okonkwo",
        "why": "8 years of Django, led two migrations to PostgreSQL",
        "score": 91.4,
        "stage": "Interview",
        "kind": "active",
        "skills": 38.2,
        "experience": 27.1,
        "education": 9.0,
        "text": 11.1,
        "bonus": 6.0,
        "days": 2,
    },
    {
        "id": 2,
        "name": "דניאל בן־דוד",
        "why": "Python and Go, payment systems for 6 years",
        "score": 84.0,
        "stage": "Screening",
        "kind": "waiting",
        "skills": 35.0,
        "experience": 25.0,
        "education": 10.0,
        "text": 11.0,
        "bonus": 3.0,
        "days": 9,
    },
    {
        "id": 3,
        "name": LONG_NAME,
        "why": "Has every required skill; Kubernetes only implied by Helm",
        "score": 72.6,
        "stage": "Applied",
        "kind": "",
        "skills": 31.6,
        "experience": 20.0,
        "education": 9.0,
        "text": 12.0,
        "bonus": 0,
        "days": 4,
    },
    {
        "id": 4,
        "name": "Jonas Lindqvist",
        "why": "Strong in data work, no web framework named",
        "score": 48.3,
        "stage": "Applied",
        "kind": "",
        "skills": 18.3,
        "experience": 14.0,
        "education": 8.0,
        "text": 8.0,
        "bonus": 0,
        "days": 1,
    },
    {
        "id": 5,
        "name": "王秀英",
        "why": "Scan without text: a person has to look",
        "score": None,
        "stage": "Not read",
        "kind": "failed",
        "skills": 0,
        "experience": 0,
        "education": 0,
        "text": 0,
        "bonus": 0,
        "days": 0,
    },
]


class ExampleForm(forms.Form):
    """One field of each kind, with the errors that a careless person makes."""

    title = forms.CharField(label="Job title", help_text="As candidates will read it.")
    place = forms.ChoiceField(label="Place", choices=[("berlin", "Berlin"), ("remote", "Remote")], required=False)
    description = forms.CharField(label="Description", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    openings = forms.IntegerField(label="Openings", initial=1, min_value=1)
    closes = forms.DateField(label="Closes on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label="Kind of work", widget=forms.RadioSelect, choices=[("full", "Full time"), ("part", "Part time")]
    )
    skills = forms.MultipleChoiceField(
        label="Skills",
        choices=[(word, word) for word in ("Python", "Django", "PostgreSQL", "Kubernetes", "Terraform")],
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
        required=False,
    )
    publish = forms.BooleanField(label="Publish on the careers page", required=False, help_text="Can be taken back at any time.")

    def clean_openings(self):
        if self.cleaned_data["openings"] > 99:
            raise ValidationError("99 openings at most; split the job for more.")
        return self.cleaned_data["openings"]


class ExampleFilters(forms.Form):
    """Filters over a list: a few in the bar, the rest under "More filters"."""

    stage = forms.ChoiceField(label="Stage", choices=[("", "Any stage"), ("interview", "Interview")], initial="interview")
    source = forms.ChoiceField(label="Source", choices=[("", "Any source"), ("careers", "Careers page")])
    mine = forms.BooleanField(label="My jobs")
    score = forms.IntegerField(label="Score from", min_value=0, max_value=100)
    since = forms.DateField(label="Applied since", widget=forms.DateInput(attrs={"type": "date"}))


def context():
    """What the page shows, the same at every call but for the clock."""
    now = timezone.now()
    return {
        "icons": sorted(wanted()["icons"]["names"]),
        "people": PEOPLE,
        "long_name": LONG_NAME,
        "form": ExampleForm(initial={"title": "Backend engineer", "skills": ["Python", "Django"], "kind": "full"}),
        "filters": ExampleFilters(prefix="filter"),
        "bad_form": ExampleForm({"title": "", "openings": "400", "kind": "full"}),
        "moments": [
            now,
            now - timedelta(minutes=7),
            now - timedelta(hours=5),
            now - timedelta(days=3),
            now + timedelta(days=2),
            now - timedelta(days=400),
            None,
        ],
        "tabs": [
            {"label": "Applicants", "url": "#a", "current": True, "count": 34},
            {"label": "Board", "url": "#b"},
            {"label": "Description", "url": "#c"},
        ],
        "crumbs": [{"label": "Jobs", "url": "#"}, {"label": "Backend engineer", "url": "#"}, {"label": LONG_NAME}],
        "applied": [{"label": "Stage: Interview", "remove_url": "#"}, {"label": "Score over 60", "remove_url": "#"}],
        "menu": [
            {"heading": "Application"},
            {"label": "Move to interview", "url": "#", "icon": "arrow-right", "keys": "m"},
            {"label": "Comment", "url": "#", "icon": "message-square", "keys": "c"},
            {"divider": True},
            {"label": "Reject", "url": "#", "icon": "circle-x", "danger": True, "keys": "r"},
        ],
        "funnel": [
            {"label": "Applied", "count": 212, "share": 100.0, "note": ""},
            {"label": "Screening", "count": 88, "share": 41.5, "note": "42% go on"},
            {"label": "Interview", "count": 31, "share": 14.6, "note": "35% go on"},
            {"label": "Offer", "count": 5, "share": 2.4, "note": "16% go on"},
        ],
        "chart": {
            "type": "line",
            "labels": ["May", "Jun", "Jul", "Aug", "Sep", "Oct"],
            "unit": "days",
            "series": [
                {"label": "To answer", "data": [9, 8, 8.5, 6, 5, 4.5]},
                {"label": "To hire", "data": [41, 38, 40, 36, 33, 34]},
            ],
        },
        "columns": [
            {"name": "Applied", "stage": "1", "people": PEOPLE[2:4], "median": 3},
            {"name": "Screening", "stage": "2", "people": PEOPLE[1:2], "median": 6},
            {"name": "Interview", "stage": "3", "people": PEOPLE[:1], "median": 8},
            {"name": "Offer", "stage": "4", "people": [], "median": None},
        ],
        "shades": [
            ["paper", "surface", "sunken", "hover", "pressed", "line"],
            ["ink", "ink-soft", "ink-faint"],
            ["accent", "accent-soft", "amber", "amber-soft", "red", "red-soft"],
            ["score", "part-1", "part-2", "part-3", "part-4", "part-5", "mark"],
        ],
        "facts": [("map-pin", "Berlin"), ("users", "34 applicants"), ("clock", "open for 12 days")],
        "three_steps": ["Upload", "Check", "Import"],
    }


@login_not_required
def show(request):
    return render(request, "design/index.html", context())


@login_not_required
def dialog(request):
    return render(request, "design/_dialog.html", {"form": ExampleForm()})


@login_not_required
def public(request):
    return render(
        request,
        "design/public.html",
        {
            "brand_colour": request.GET.get("colour", "#e0a02a"),
            "form": ExampleForm(),
            "three_steps": ["You send it", "A person reads it", "You hear by Friday"],
        },
    )


urlpatterns = [
    path("", show, name="design"),
    path("dialog/", dialog, name="design-dialog"),
    path("public/", public, name="design-public"),
]
