"""Companies: made with their first admin, changed, suspended by the platform."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import happened
from accounts.events import publish
from accounts.guard import require
from accounts.models import Company, Membership, User
from accounts.permissions import Action, Role
from accounts.places import CURRENCIES, countries
from accounts.refusal import Refused
from accounts.services.handles import suggest_handle
from accounts.services.people import keep_address
from accounts.services.pictures import as_webp

CHANGEABLE = (
    "name", "slug", "website", "language", "time_zone", "country", "currency", "email", "colour", "require_second_factor",
    "leaderboard",
)  # fmt: skip
RESERVED = {"account", "admin", "api", "careers", "design", "health", "jobs", "media", "metrics", "ready", "sign-up", "static"}


class CompanyRefused(Refused):
    """The company cannot be made or changed like that."""


@transaction.atomic
def found_company(*, name, user, time_zone="UTC", **fields):
    """Make a company with `user` as its first admin; returns that membership."""
    company = Company(name=name.strip(), slug=free_slug(name), time_zone=time_zone, **fields)
    company.save(force_insert=True)
    member = Membership.objects.create(
        company=company, user=user, role=Role.ADMIN, handle=suggest_handle(company=company, name=user.name, email=user.email)
    )
    publish(happened.CompanyCreated(company.pk), actor=member, subject=company)
    publish(happened.MemberJoined(member.pk, member.role), actor=member, subject=member)
    return member


@transaction.atomic
def sign_up(*, company_name, name, email, password=None, hashed_password=None, time_zone="UTC"):
    """Make a company and the person who is its first admin. Their address counts as proven: ask for proof before."""
    if User.objects.filter(email__iexact=email).exists():
        raise CompanyRefused(_("That address has an account already. Sign in first."), code="has_account", field="email")
    user = User.objects.create_user(email=email, password=password, name=name.strip(), time_zone=time_zone)
    if hashed_password:
        user.password = hashed_password
        user.save(update_fields=["password"])
    keep_address(user)
    return found_company(name=company_name, user=user, time_zone=time_zone)


def free_slug(name):
    """An address for the company that no other has."""
    base = slugify(name)[:50].strip("-") or "company"
    if base in RESERVED:
        base = f"{base}-team"
    taken = set(Company.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return (
        base
        if base not in taken
        else next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
    )


@transaction.atomic
def change_company(*, company, actor, logo=None, **fields):
    """Change the company's settings; `logo` is an uploaded picture, or False to take the present one away."""
    require(actor, Action.MANAGE_SETTINGS, company)
    company = Company.objects.select_for_update().get(pk=company.pk)
    changed = [name for name, value in fields.items() if name in CHANGEABLE and getattr(company, name) != value]
    for name in changed:
        setattr(company, name, fields[name])
    if "slug" in changed and company.slug in RESERVED:
        raise CompanyRefused(_("That address is needed by the site itself."), code="slug_taken", field="slug")
    if "country" in changed and company.country and company.country not in dict(countries()):
        raise CompanyRefused(
            _("“%(code)s” is not a country code.") % {"code": company.country}, code="unknown_country", field="country"
        )
    if "currency" in changed and company.currency not in CURRENCIES:
        raise CompanyRefused(
            _("“%(code)s” is not a currency code.") % {"code": company.currency}, code="unknown_currency", field="currency"
        )
    if logo is not None:
        company.logo = as_webp(logo, size=(480, 160), field="logo") if logo else ""
        changed.append("logo")
    if not changed:
        return company
    try:
        with transaction.atomic():
            company.save(update_fields=changed)
    except IntegrityError as error:
        raise CompanyRefused(_("Another company has that address."), code="slug_taken", field="slug") from error
    publish(happened.CompanyChanged(company.pk, changed), actor=actor, subject=company)
    return company


@transaction.atomic
def suspend_company(*, company, actor=None):
    """Shut a company out: its members are out at their next request. Suspending it again does nothing."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    if company.suspended_at is None:
        company.suspended_at = timezone.now()
        company.save(update_fields=["suspended_at"])
        publish(happened.CompanySuspended(company.pk), actor=actor, subject=company)
    return company


@transaction.atomic
def restore_company(*, company, actor=None):
    """Let a suspended company in again, as it was."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    if company.suspended_at is not None:
        company.suspended_at = None
        company.save(update_fields=["suspended_at"])
        publish(happened.CompanyRestored(company.pk), actor=actor, subject=company)
    return company
