"""Links by which members bring people they know: whoever applies by one, the member is credited."""

from django.db import transaction

from jobs.models import Source, TrackingLink
from jobs.services.lookups import make_tracking_link


@transaction.atomic
def referral_link(*, job, member):
    """The member's own link to a job, made at the first call."""
    mine = TrackingLink.objects.filter(job=job, credited_to=member, source__type=Source.Type.REFERRAL).order_by("created_at")
    found = mine.select_for_update(of=("self",)).first()
    if found is not None:
        return found
    source = Source.objects.of(job.company).filter(type=Source.Type.REFERRAL).order_by("pk").first()
    if source is None:
        source = Source.objects.create(company=job.company, name="Referral", type=Source.Type.REFERRAL)
    return make_tracking_link(company=job.company, source=source, job=job, credited_to=member)
