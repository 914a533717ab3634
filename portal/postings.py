"""A post as schema.org's JobPosting, which search engines and job boards read."""

import json
from datetime import datetime, time
from html import unescape
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from jobs.models import Job

EMPLOYMENT = {
    Job.Employment.FULL_TIME: "FULL_TIME",
    Job.Employment.PART_TIME: "PART_TIME",
    Job.Employment.CONTRACT: "CONTRACTOR",
    Job.Employment.TEMPORARY: "TEMPORARY",
    Job.Employment.INTERNSHIP: "INTERN",
    Job.Employment.APPRENTICESHIP: "OTHER",
}
UNIT = {Job.Period.YEAR: "YEAR", Job.Period.MONTH: "MONTH", Job.Period.HOUR: "HOUR"}


def posting(site, post):
    """The JobPosting as a dict; only what the company shows on the page."""
    job, company = post.job, site.company
    found = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": post.title,
        "description": post.text or post.title,
        "identifier": {"@type": "PropertyValue", "name": company.name, "value": str(post.pk)},
        "url": f"{site.root}/{post.pk}/",
        "datePosted": post.published_at.date().isoformat(),
        "employmentType": EMPLOYMENT[job.employment],
        "hiringOrganization": {"@type": "Organization", "name": company.name, "sameAs": company.website or f"{site.root}/"},
        "directApply": True,
    }
    if company.logo:
        found["hiringOrganization"]["logo"] = f"{site.root}/logo.webp"
    if job.closes_on:
        found["validThrough"] = datetime.combine(job.closes_on, time(23, 59, 59), ZoneInfo(company.time_zone)).isoformat()
    address = {"addressLocality": post.location or job.location, "addressCountry": job.country or company.country}
    address = {name: value for name, value in address.items() if value}
    if job.remote != Job.Remote.REMOTE and address:
        found["jobLocation"] = {"@type": "Place", "address": {"@type": "PostalAddress", **address}}
    if job.remote == Job.Remote.REMOTE:
        found["jobLocationType"] = "TELECOMMUTE"
        if "addressCountry" in address:
            found["applicantLocationRequirements"] = {"@type": "Country", "name": address["addressCountry"]}
    if pay := _pay(post):
        found["baseSalary"] = pay
    return found


def _pay(post):
    job = post.job
    if not post.show_pay or (job.salary_min is None and job.salary_max is None):
        return None
    value = {"@type": "QuantitativeValue", "unitText": UNIT[job.salary_period]}
    if job.salary_min is not None:
        value["minValue"] = float(job.salary_min)
    if job.salary_max is not None:
        value["maxValue"] = float(job.salary_max)
    return {"@type": "MonetaryAmount", "currency": job.currency, "value": value}


def pay_in_words(post):
    """ "GBP 48,000 – 62,000 a year", or "" where the company does not say."""
    job = post.job
    if not post.show_pay or (job.salary_min is None and job.salary_max is None):
        return ""
    amounts = [
        f"{amount:,.0f}" if amount == amount.to_integral() else f"{amount:,.2f}"
        for amount in (job.salary_min, job.salary_max)
        if amount is not None
    ]
    words = " – ".join(dict.fromkeys(amounts))
    if len(amounts) == 1:
        words = (_("from %(pay)s") if job.salary_min is not None else _("up to %(pay)s")) % {"pay": words}
    return f"{job.currency} {words} {job.get_salary_period_display()}"


def plain(html, most):
    """Kept HTML as one line of text of at most so many characters."""
    text = " ".join(unescape(strip_tags((html or "").replace("<", " <"))).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def as_script(found):
    """The data as the inside of a script element: nothing in it can end the element. Browsers never run this type."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(text)  # noqa: S308  (what could end the element is escaped)
