"""One's own profile and sign-in, and the pictures of people and companies."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.answers import add_refusal, done
from accounts.forms import ProfileForm
from accounts.guard import needs
from accounts.middleware import SECOND_FACTORS, SESSION_KEY
from accounts.models import Membership, User
from accounts.refusal import Refused
from accounts.services.profiles import change_profile


@needs()
@require_http_methods(["GET", "POST"])
def profile(request):
    """What colleagues and candidates see of a member."""
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        member=request.member,
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(member=request.member, **form.changes())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return done(request, request.path, _("Your profile is saved."))
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound and form.errors else 200)


@require_safe
def security(request):
    """How the person signs in: password, second factors, sessions. For candidates as for members."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("type", "created_at"))
    context = {
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "code_app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "recovery": next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None),
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "required": bool(request.member and request.member.company.require_second_factor),
    }
    return render(request, "accounts/security.html", context)


@require_safe
def second_factor(request):
    """The company asks for a second factor, and there is none yet."""
    if Authenticator.objects.filter(user=request.user, type__in=SECOND_FACTORS).exists():
        return redirect("/")
    return render(request, "accounts/second_factor.html")


@require_POST
def switch(request):
    """Act for another of one's companies from now on."""
    chosen = next((one for one in request.memberships if str(one.company_id) == request.POST.get("company")), None)
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = str(chosen.company_id)
    return redirect("/")


@require_safe
def photo(request, pk):
    """A person's photo, for themselves and for colleagues."""
    if request.user.pk == pk:
        person = request.user
    else:
        colleagues = Membership.objects.visible_to(request.member).filter(user_id=pk).values("user_id")
        person = get_object_or_404(User.objects.filter(pk__in=colleagues))
    return picture(person.photo)


@needs()
@require_safe
def logo(request):
    """The logo of the member's own company."""
    return picture(request.member.company.logo)


def picture(file):
    """A stored WebP; its address carries the file's name, so that it may be kept."""
    if not file:
        raise Http404
    try:
        response = FileResponse(file.open("rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
