"""What a company starts with, so that its first job can be made at once."""

from django.db import transaction

from jobs.models import RejectionReason, Source
from jobs.services.pipelines import default_plan

SOURCES = [
    ("Careers page", Source.Type.CAREERS),
    ("Referral", Source.Type.REFERRAL),
    ("Job board", Source.Type.BOARD),
    ("LinkedIn", Source.Type.SOCIAL),
    ("Agency", Source.Type.AGENCY),
    ("Found by us", Source.Type.SOURCED),
    ("Rediscovered", Source.Type.KNOWN),
    ("Import", Source.Type.IMPORT),
]
REASONS = [
    ("Lacks a required skill", RejectionReason.Side.US),
    ("Not enough experience", RejectionReason.Side.US),
    ("Another candidate was chosen", RejectionReason.Side.US),
    ("The position was closed", RejectionReason.Side.US),
    ("No permit to work here", RejectionReason.Side.US),
    ("Took another offer", RejectionReason.Side.THEM),
    ("Pay expectation too far apart", RejectionReason.Side.THEM),
    ("No answer from them", RejectionReason.Side.THEM),
]


@transaction.atomic
def seed_defaults(company):
    """A plan, sources and rejection reasons, where the company has none; running it again changes nothing."""
    default_plan(company)
    if not Source.objects.filter(company=company).exists():
        Source.objects.bulk_create(
            [Source(company=company, name=name, type=type_) for name, type_ in SOURCES], ignore_conflicts=True
        )
    if not RejectionReason.objects.filter(company=company).exists():
        RejectionReason.objects.bulk_create(
            [RejectionReason(company=company, name=name, side=side) for name, side in REASONS], ignore_conflicts=True
        )
