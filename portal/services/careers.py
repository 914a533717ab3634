"""A company's careers pages: whose they are, which posts are on them, and how the company changes them."""

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.guard import require
from accounts.models import Company
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Job, JobPost, Source, TrackingLink
from jobs.services.rich_text import to_html
from portal.events import CareersSiteChanged
from portal.models import CareersSite

MOST_LINKS = 6
MOST_CHOICES = 100  # of one filter
MOST_WORDS = 6  # of a search
CHANGEABLE = ["published", "headline", "about", "next_steps", "links", "privacy_url", "consent_text", "pool_months", "filters"]


class CareersRefused(Refused):
    """The pages cannot be like that; `field` names what to mend."""


@dataclass
class Site:
    """A company in public. `base`: what stands before the addresses of its pages, "" on a domain of its own."""

    company: Company
    settings: CareersSite
    base: str

    @cached_property
    def root(self):
        """The site's own address as others must write it: from the settings, never from what a request claims."""
        return address_of(self.company)

    @cached_property
    def today(self):
        return timezone.localdate(timezone=ZoneInfo(self.company.time_zone))

    def posts(self):
        rows = JobPost.objects.of(self.company).public_now(self.today)
        return rows.select_related("job__department").defer("job__description", "job__custom")

    @property
    def headline(self):
        return self.settings.headline or _("Work at %(company)s") % {"company": self.company.name}

    @property
    def consent(self):
        return consent_text(self.settings)

    @property
    def pool_consent(self):
        return pool_text(self.settings)

    @cached_property
    def logo_size(self):
        """(width, height) of the logo at 40 px, so that nothing moves when it arrives; None without one."""
        logo = self.company.logo
        return logo and cache.get_or_set(f"careers:logo:{logo.name}", lambda: _size(logo), 86_400)


def _size(logo):
    try:
        return round(logo.width * 40 / logo.height), 40
    except (OSError, ZeroDivisionError):
        return None


def site_of(slug, base=None):
    """The public site at that address, or None. base: see Site; by default the path that carries the slug."""
    company = Company.objects.select_related("careers_site").filter(slug=slug, suspended_at=None).first()
    found = company and settings_of(company)
    return Site(company, found, f"/careers/{slug}" if base is None else base) if found and found.published else None


def settings_of(company):
    """The company's row, or what it would be before anybody changed it."""
    try:
        return company.careers_site
    except CareersSite.DoesNotExist:
        return CareersSite(company=company)


def address_of(company):
    """`https://…` of a company's careers pages, without a slash at its end."""
    host = next((host for host, slug in settings.CAREERS_HOSTS.items() if slug == company.slug), None)
    if host is None:
        return f"{settings.SITE_URL}/careers/{company.slug}"
    return f"{settings.SITE_URL.partition('://')[0]}://{host}"


def consent_text(site):
    """What applicants agree to, in the words of now."""
    company = site.company.name
    return site.consent_text or _(
        "%(company)s may keep and read what I send here, and use it to decide about this application. Software of "
        "%(company)s reads the résumé and compares it with the job; people decide. I can take this back at any time."
    ) % {"company": company}


def pool_text(site):
    return _("%(company)s may keep my details for %(months)d months and write to me about other jobs that fit.") % {
        "company": site.company.name,
        "months": site.pool_months,
    }


def narrowed(posts, asked):
    """The posts that a search and filters leave. asked: {"q", "department", "place", "remote", "employment"}, cleaned."""
    for word in (asked.get("q") or "").split()[:MOST_WORDS]:
        named = Q(title__icontains=word) | Q(location__icontains=word) | Q(job__location__icontains=word)
        posts = posts.filter(named | Q(job__department__name__icontains=word) | Q(text__icontains=word))
    if asked.get("department"):
        posts = posts.filter(job__department=asked["department"])
    if asked.get("place"):
        posts = posts.filter(Q(location=asked["place"]) | Q(location="", job__location=asked["place"]))
    for name in ("remote", "employment"):
        if asked.get(name):
            posts = posts.filter(**{f"job__{name}": asked[name]})
    return posts


def choices_of(site):
    """{filter: [(value, label)]} of the filters that the company shows and that tell its open posts apart; two queries."""
    shown = set(site.settings.filters)
    rows = site.posts().order_by()
    found = {}
    if CareersSite.Filter.DEPARTMENT in shown:
        named = rows.exclude(job__department=None).values_list("job__department_id", "job__department__name")
        found["department"] = [(str(pk), name) for pk, name in named.distinct().order_by("job__department__name")[:MOST_CHOICES]]
    kinds = list(rows.values_list("location", "job__location", "job__remote", "job__employment").distinct()[: 10 * MOST_CHOICES])
    if CareersSite.Filter.PLACE in shown:
        places = sorted({own or jobs for own, jobs, _remote, _kind in kinds} - {""})
        found["place"] = [(place, place) for place in places[:MOST_CHOICES]]
    for name, labels, at in (("remote", Job.Remote, 2), ("employment", Job.Employment, 3)):
        if name in shown:
            there = {row[at] for row in kinds}
            found[name] = [(value, label) for value, label in labels.choices if value in there]
    return {name: choices for name, choices in found.items() if len(choices) > 1}


def came_by(company, via="", source=""):
    """(tracking link, source) that a visitor's address names; None for what is not there."""
    link = TrackingLink.objects.of(company).select_related("source").filter(token=via).first() if via else None
    named = Source.objects.of(company).filter(name__iexact=source).first() if source and link is None else None
    return link, named


@transaction.atomic
def save_site(*, company, actor, **fields):
    """Change a company's careers pages. `about` is light Markdown, `links` addresses; both are cleaned here."""
    require(actor, Action.MANAGE_SETTINGS, company)
    Company.objects.select_for_update(no_key=True).filter(pk=company.pk).values_list("pk").first()
    site = CareersSite.objects.filter(company=company).first() or CareersSite(company=company)
    changed = change(site, fields)
    if changed:
        site.changed_at = timezone.now()
        site.save()
        publish(CareersSiteChanged(company.pk, changed), actor=actor, subject=company)
    return site


def change(site, fields):
    """Put the fields on the row, cleaned but not saved; returns the names of those that changed."""
    fields = {name: value for name, value in fields.items() if name in CHANGEABLE}
    if "about" in fields:
        fields["about"] = to_html(fields["about"])
    if "links" in fields:
        fields["links"] = _links(fields["links"])
    if "filters" in fields:
        known = [choice.value for choice in CareersSite.Filter]
        fields["filters"] = [name for name in known if name in fields["filters"]]
    if fields.get("privacy_url"):
        [fields["privacy_url"]] = _links([fields["privacy_url"]], field="privacy_url")
    changed = [name for name, value in fields.items() if getattr(site, name) != value]
    for name in changed:
        setattr(site, name, fields[name])
    site.clean_fields(exclude=["company"])
    return changed


def _links(lines, field="links"):
    found = list(dict.fromkeys(line.strip() for line in lines if line and line.strip()))
    if len(found) > MOST_LINKS:
        raise CareersRefused(_("Name at most %(most)d addresses.") % {"most": MOST_LINKS}, code="too_many", field=field)
    for link in found:
        try:
            URLValidator(schemes=["https"])(link)
        except ValidationError as error:
            raise CareersRefused(
                _("“%(link)s” is no address that begins with https://.") % {"link": link[:80]}, code="no_address", field=field
            ) from error
    return found
