from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone


@shared_task(acks_late=True, reject_on_worker_lost=True)
def check_csv(*, intake_id):
    from jobs.services import csv_import

    csv_import.check(intake_id)


@shared_task(acks_late=True, reject_on_worker_lost=True)
def import_csv(*, intake_id):
    from jobs.services import csv_import

    csv_import.run(intake_id)


@shared_task
def resume_imports(*, before=None):
    """Take up CSV imports that a crash interrupted; beat runs it, and each start. Running one twice harms nothing.

    before: a moment (ISO 8601). What showed no sign of life since is taken up; two minutes ago where it is left out.
    """
    from jobs.models import Intake

    silent_since = datetime.fromisoformat(before) if before else timezone.now() - timedelta(minutes=2)
    idle = Intake.objects.filter(kind=Intake.Kind.CSV, touched_at__lt=silent_since)
    for intake_id in idle.filter(state=Intake.State.CHECKING).values_list("pk", flat=True):
        check_csv.delay(intake_id=str(intake_id))
    for intake_id in idle.filter(state=Intake.State.RUNNING).values_list("pk", flat=True):
        import_csv.delay(intake_id=str(intake_id))


@shared_task
def expire_offers():
    """Close the offers whose time is over; beat runs it, twice harms nothing."""
    from jobs.services.offers import expire_due

    expire_due()
