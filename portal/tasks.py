from celery import shared_task


@shared_task
def forget_drafts():
    """Beat runs it every hour: applications that were begun and not sent in time are deleted with their files."""
    from portal.services import applying

    while applying.forget_expired():
        pass


@shared_task
def erase_due():
    from portal.services import erasure

    erasure.erase_due()


@shared_task
def run_retention():
    from portal.services import retention

    retention.run()


@shared_task
def forget_old_links():
    from portal.services import signing_in

    signing_in.forget_old_links()
