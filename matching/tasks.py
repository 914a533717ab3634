from datetime import datetime

from celery import shared_task


@shared_task(acks_late=True, reject_on_worker_lost=True)
def read_resume(*, resume_id):
    from matching.services import resumes

    resumes.read_resume(resume_id)


@shared_task
def read_waiting_resumes(*, before=None):
    """Beat runs it every minute, and each start once: files whose task or process was lost are read after all.

    before: a moment (ISO 8601); whatever was uploaded or begun before it is taken up, even if its time is not over yet.
    """
    from matching.services import resumes

    for resume_id in resumes.take_up_stuck(before=datetime.fromisoformat(before) if before else None):
        read_resume.delay(resume_id=str(resume_id))


@shared_task
def make_pool(*, company_id):
    from matching.services import pool

    pool.make(company_id)


@shared_task(acks_late=True, reject_on_worker_lost=True)
def embed_resumes(*, company_id):
    from matching.services import embedding

    embedding.embed_company(company_id)


@shared_task(acks_late=True, reject_on_worker_lost=True)
def rescore_job(*, job_id):
    from matching.services import rescoring

    rescoring.go_on(job_id)


@shared_task
def go_on_rescoring(*, before=None):
    """Beat runs it every minute, and each start once: lists that a crash left half scored. `before` as above."""
    from matching.services import rescoring

    for job_id in rescoring.left_behind(before=datetime.fromisoformat(before) if before else None):
        rescore_job.delay(job_id=str(job_id))


@shared_task(acks_late=True, reject_on_worker_lost=True)
def follow_the_engine():
    """Beat runs it every hour, and each start once: what an older engine made is made anew, and running lists are scored again."""
    from matching.services import upgrading

    if upgrading.go_on():
        follow_the_engine.delay()


@shared_task(acks_late=True, reject_on_worker_lost=True)
def run_backtest(*, backtest_id):
    from matching.services import backtests

    backtests.run(backtest_id)


@shared_task
def resume_backtests(*, before=None):
    """Beat runs it every minute, and each start once: backtests that a crash interrupted begin again."""
    from matching.services import backtests

    for backtest_id in backtests.take_up_stuck(before=datetime.fromisoformat(before) if before else None):
        run_backtest.delay(backtest_id=str(backtest_id))


@shared_task
def count_experiments():
    """Beat runs it every hour: applications whose days are over count from now on."""
    from matching.services import experiment_counts

    experiment_counts.count_all()


@shared_task(acks_late=True, reject_on_worker_lost=True)
def record_sights(*, member_id, seen, at):
    """seen: {match id: version}, at: ISO 8601. Run twice, it writes once."""
    from matching.services import decisions

    decisions.record_sights(member_id=member_id, seen=seen, at=datetime.fromisoformat(at))
