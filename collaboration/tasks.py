from celery import shared_task


@shared_task
def tell_what_is_due():
    from collaboration.services import tasks

    while tasks.tell_what_is_due():
        pass


@shared_task
def tell_what_is_overdue():
    from collaboration.services import scorecards

    while scorecards.tell_what_is_overdue():
        pass


@shared_task
def tell_what_is_near():
    from collaboration.services import nearing

    while nearing.tell_what_is_near():
        pass
