"""Rules to begin from: the shipped library, and what a company keeps of its own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from matching.engine import ScoringConfig as Rules
from matching.models import ScoringTemplate
from matching.services.configs import ConfigRefused
from matching.services.features import taxonomy_of

LIBRARY = Path(__file__).parent.parent / "scoring_templates.toml"
MOST = 100  # templates of one company


@dataclass(frozen=True)
class Card:
    """A template as pages show it. key: of the shipped one, or the id of the company's own; body: a whole config."""

    key: str
    name: str
    text: str
    icon: str
    body: dict
    own: bool = False


@cache
def library():
    """The shipped templates in the order of the file."""
    with LIBRARY.open("rb") as file:
        found = tomllib.load(file)
    return tuple(
        Card(key, one["name"], one["text"], one["icon"], Rules.from_dict(one["body"]).to_dict()) for key, one in found.items()
    )


def cards(member):
    """The company's own templates, then the shipped ones."""
    own = [
        Card(str(row.pk), row.name, row.text, "bookmark", Rules.from_dict(row.body).to_dict(), True)
        for row in ScoringTemplate.objects.visible_to(member)[:MOST]
    ]
    return [*own, *library()]


def find(member, key):
    """The template with that key among those of `cards`, or None."""
    return next((card for card in cards(member) if card.key == key), None)


def save_template(*, company, actor, name, body, text=""):
    """Keep rules as the company's own template; a name that is there already is refused."""
    name = " ".join(name.split())[:80]
    if not name:
        raise ConfigRefused({"template_name": _("Give the template a name.")})
    rules = Rules.from_dict(body)
    if errors := rules.validate(taxonomy_of(company.pk)):
        raise ConfigRefused(errors)
    if ScoringTemplate.objects.filter(company=company).count() >= MOST:
        raise ConfigRefused({"template_name": _("There are %(most)d templates already. Delete one first.") % {"most": MOST}})
    try:
        with transaction.atomic():
            return ScoringTemplate.objects.create(
                company=company, by=actor, name=name, text=" ".join(text.split())[:200], body=rules.to_dict()
            )
    except IntegrityError as error:
        raise ConfigRefused({"template_name": _("There is a template of that name already.")}) from error


def delete_template(*, template, actor):
    """Take a template away; rules that were begun from it stay as they are."""
    if template.company_id != actor.company_id:
        raise Refused(_("This template belongs to another company."), code="foreign")
    template.delete()


def applied(card, body, job_has_skills):
    """`card`'s rules as the body to edit. Where a job names its own skills, or `body` holds some, those stay."""
    kept = {name: body[name] for name in ("required_skills", "preferred_skills", "knockouts")}
    new = dict(card.body)
    if job_has_skills or kept["required_skills"] or kept["preferred_skills"]:
        new |= {name: kept[name] for name in ("required_skills", "preferred_skills")}
    new["knockouts"] = new["knockouts"] or kept["knockouts"]
    return new
