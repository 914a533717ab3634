from celery import shared_task


@shared_task
def forget_drafts():
    """Beat runs it every hour: applications that were begun and not sent in time are deleted with their files."""
    from portal.services import applying

    while applying.forget_expired():
        pass
