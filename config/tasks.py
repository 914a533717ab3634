"""Tasks of the installation itself."""

from celery import shared_task

from config.health import note_that_tasks_run


@shared_task
def heartbeat():
    """Beat sends it each minute: when it runs, beat, broker and worker all do."""
    note_that_tasks_run()
