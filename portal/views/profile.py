"""The person's own profile: what they say of themselves, how complete it is, and their photo."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.answers import add_refusal
from accounts.refusal import Refused
from accounts.views.profile import picture
from portal.doors import for_the_person, page
from portal.forms.profile import PersonForm, PhotoForm, PreferencesForm
from portal.services import profiles
from portal.services.completeness import completeness
from portal.views.data import WORDS

ROWS = {
    "experience": (gettext_lazy("Work"), gettext_lazy("Add work")),
    "education": (gettext_lazy("Education"), gettext_lazy("Add education")),
}


def show(request, status=200, **forms):
    """The whole page; forms: one that was sent and refused, by its name, or `row`: (kind, number, values)."""
    user, profile = request.user, profiles.of(request.user)
    share, missing = completeness(user, profile)
    kind, number, values = forms.pop("row", (None, None, {}))
    context = {
        "profile": profile,
        "share": share,
        "missing": missing,
        "person_form": PersonForm(initial=_person(user, profile), auto_id="p_%s"),
        "preferences_form": PreferencesForm(initial=_preferences(user, profile), auto_id="w_%s"),
        "photo_form": PhotoForm(auto_id="f_%s"),
        "groups": [group(profile, one, number if one == kind else None, values, one == kind) for one in ROWS],
        "refused": None,
    } | forms
    return page(request, "portal/profile.html", "profile", context, status=status)


def _person(user, profile):
    fields = {name: getattr(profile, name) or "" for name in ("headline", "phone", "location", "country", "summary")}
    return {"name": user.name, **fields, "links": "\n".join(profile.links)}


def _preferences(user, profile):
    said = profile.preferences
    salary = said.get("salary", {})
    return {
        "remote": said.get("remote", []),
        "places": ", ".join(said.get("places", [])),
        "salary_min": salary.get("min"),
        "salary_max": salary.get("max"),
        "currency": salary.get("currency", ""),
        "mails": profiles.mails_of(user),
    }


def group(profile, kind, number=None, values=None, refused=False):
    rows = getattr(profile, kind)
    return {
        "kind": kind,
        "label": ROWS[kind][0],
        "add": ROWS[kind][1],
        "fields": _fields(kind, values if refused and number is None else {}),
        "text": values.get("text", "") if refused and number is None else "",
        "open": refused and number is None,
        "rows": [
            {
                "number": place,
                "place": f"{kind}-{place}",
                "fields": _fields(kind, values if refused and number == str(place) else row),
                "text": (values if refused and number == str(place) else row).get("text", ""),
                "open": refused and number == str(place),
            }
            for place, row in enumerate(rows)
        ],
    }


def _fields(kind, value):
    return [{"name": name, "label": str(WORDS[name]), "value": value.get(name) or ""} for name in profiles.ROWS[kind]]


def saved(request, message, anchor=""):
    messages.success(request, message)
    if request.POST.get("at") == "document":  # they were comparing
        return redirect("portal:document")
    return redirect(reverse("portal:profile") + (f"#{anchor}" if anchor else ""))


@for_the_person
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def profile(request):
    """The page; a POST saves who they are."""
    if request.method == "GET":
        return show(request)
    form = PersonForm(request.POST, auto_id="p_%s")
    if form.is_valid():
        try:
            profiles.change(user=request.user, **form.values())
            return saved(request, _("Saved."), "you")
        except Refused as refusal:
            add_refusal(form, refusal)
    return show(request, 422, person_form=form)


@for_the_person
@require_POST
def save_preferences(request):
    form = PreferencesForm(request.POST, auto_id="w_%s")
    if not form.is_valid():
        return show(request, 422, preferences_form=form)
    profiles.change_preferences(user=request.user, **form.cleaned_data)
    return saved(request, _("Saved."), "preferences")


@for_the_person
@require_POST
def save_photo(request):
    """A new photo, or none any more."""
    form = PhotoForm(request.POST, request.FILES, auto_id="f_%s")
    away = request.POST.get("act") == "remove"
    form.is_valid()
    chosen = form.cleaned_data.get("photo")
    try:
        if not away and not chosen:
            raise profiles.ProfileRefused(_("Choose a picture first."), code="required", field="photo")
        profiles.change_photo(user=request.user, photo=None if away else chosen)
    except Refused as refusal:
        add_refusal(form, refusal)
        return show(request, 422, photo_form=form)
    return saved(request, _("The photo is gone.") if away else _("Your photo is saved."), "photo")


@for_the_person
@require_GET
def photo(request, pk):
    """Their own, and nobody else's."""
    if pk != request.user.pk:
        raise Http404
    return picture(request.user.photo)


@for_the_person
@require_POST
def save_skills(request):
    profiles.change_skills(user=request.user, text=request.POST.get("skills", "")[:20_000])
    return saved(request, _("Saved."), "skills")


@for_the_person
@require_POST
def save_row(request):
    """A job or a degree: added, mended or taken out."""
    kind, number, revision = (request.POST.get(name) or None for name in ("kind", "number", "revision"))
    try:
        if request.POST.get("act") == "remove":
            profiles.remove_row(user=request.user, kind=kind, number=number, revision=revision or "")
        else:
            given = {"number": number, "revision": revision or ""} if number is not None else {}
            profiles.save_row(user=request.user, kind=kind, value=request.POST, **given)
    except Refused as refusal:
        return show(request, 409 if refusal.conflict else 422, refused=refusal, row=(kind, number, request.POST))
    return saved(request, _("Saved."), kind)


urlpatterns = [
    path("me/profile/", profile, name="profile"),
    path("me/profile/preferences/", save_preferences, name="save_preferences"),
    path("me/profile/photo/", save_photo, name="save_photo"),
    path("me/profile/<uuid:pk>/photo/", photo, name="photo"),
    path("me/profile/skills/", save_skills, name="save_skills"),
    path("me/profile/rows/", save_row, name="save_row"),
]
