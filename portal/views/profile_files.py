"""Bringing files to one's profile and taking it along: a résumé that is read, LinkedIn's archive, JSON Resume."""

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.refusal import Refused
from jobs.uploads import files_too_large
from portal.doors import for_the_person, page
from portal.models import Profile
from portal.services import importing, json_resume, profiles
from portal.views.profile import ROWS, group, show
from portal.views.signing_in import too_often

AN_HOUR = "30/h"  # reading takes work


@for_the_person
@require_POST
def bring(request):
    """Read a file and add what is new."""
    if too_often(request, "profile_file", rate=AN_HOUR, key=lambda name, asked: str(asked.user.pk)):
        refused = profiles.ProfileRefused(_("You have sent many files just now. Try again in an hour."), code="too_often")
        return show(request, 429, refused=refused)
    file = request.FILES.get("file")
    try:
        if files_too_large(request):
            raise profiles.ProfileRefused(_("The file is too large."), code="too_large", field="file")
        if file is None:
            raise profiles.ProfileRefused(_("Choose a file first."), code="required", field="file")
        added = importing.take_file(user=request.user, file=file, name=file.name)
    except Refused as refusal:
        return show(request, 422, refused=refusal)
    messages.success(request, in_words(added))
    return redirect("portal:profile")


def in_words(added):
    words = (
        (added["experience"], ngettext("%d job", "%d jobs", added["experience"])),
        (added["education"], ngettext("%d degree", "%d degrees", added["education"])),
        (added["skills"], ngettext("%d skill", "%d skills", added["skills"])),
    )
    new = [text % count for count, text in words if count]
    return (
        _("New in your profile: %(what)s. Is it right?") % {"what": ", ".join(new)}
        if new
        else _("Read. It had no new work or skills.")
    )


@for_the_person
@require_GET
def document(request):
    """What the reader saw in the résumé, beside what the profile says."""
    profile = profiles.of(request.user)
    context = {"profile": profile, "groups": [group(profile, kind) for kind in ROWS]}
    return page(request, "portal/profile_document.html", "profile", context)


@for_the_person
@require_GET
def document_file(request, pk):
    """The original as a download: never shown by the browser, so that nothing in it can run here."""
    profile = get_object_or_404(Profile.objects.of_person(request.user).exclude(document=""), pk=pk)
    try:
        file = profile.document.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, as_attachment=True, filename=profile.document_name, content_type="application/octet-stream")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_the_person
@require_POST
def remove_document(request):
    profiles.remove_document(user=request.user)
    messages.success(request, _("The document is gone. What was read from it stays until you change it."))
    return redirect("portal:profile")


@for_the_person
@require_GET
def as_json(request):
    """The profile as JSON Resume."""
    answer = JsonResponse(
        json_resume.write(request.user, profiles.of(request.user)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="resume.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [
    path("me/profile/bring/", bring, name="bring"),
    path("me/profile/document/", document, name="document"),
    path("me/profile/document/remove/", remove_document, name="remove_document"),
    path("me/profile/<uuid:pk>/document/", document_file, name="document_file"),
    path("me/profile/resume.json", as_json, name="as_json"),
]
