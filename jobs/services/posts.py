"""What people outside read: a job's posts with their questions."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from jobs import events
from jobs.models import Job, JobPost, ScreeningQuestion
from jobs.services.jobs import JobRefused, clean_rich_text

FIELDS = ["title", "text", "language", "audience", "location", "show_pay"]


@transaction.atomic
def save_post(*, job, actor, post=None, questions=None, **fields):
    """Make a post of a job, or change one. questions: dicts with text, kind, options, required and, to keep one, id."""
    if "text" in fields:
        fields["text"] = clean_rich_text(fields["text"])
    if post is None:
        post = JobPost(job=job, company_id=job.company_id)
    for name, value in fields.items():
        setattr(post, name, value)
    post.full_clean(exclude=["company", "job"])
    post.save()
    if questions is not None:
        _set_questions(post, questions)
    publish(events.JobChanged(job.pk, ["posts"]), actor=actor, subject=job)
    return post


def _set_questions(post, questions):
    """Have exactly these questions in this order; answers given to a question that goes keep its words."""
    known = {str(one.pk): one for one in post.questions.all()}
    kept = []
    for position, asked in enumerate(questions):
        row = known.get(str(asked.get("id") or "")) or ScreeningQuestion(post=post)
        row.text, row.kind = " ".join(asked["text"].split()), asked.get("kind") or ScreeningQuestion.Kind.TEXT
        row.options = [option.strip() for option in asked.get("options") or [] if option.strip()]
        row.required, row.position = bool(asked.get("required")), position
        if row.kind == ScreeningQuestion.Kind.CHOICE and len(row.options) < 2:
            raise JobRefused(
                _("“%(question)s” needs at least two answers to choose from.") % {"question": row.text},
                code="too_few_options",
                field="questions",
            )
        row.full_clean(exclude=["post"])
        row.save()
        kept.append(row.pk)
    post.questions.exclude(pk__in=kept).delete()


@transaction.atomic
def publish_post(*, post, actor):
    """Show a post to its audience; only an open job can be read about."""
    if post.job.status != Job.Status.OPEN:
        raise JobRefused(_("Open the job before you publish its post."), code="job_not_open", field="status", conflict=True)
    if post.published_at is None or post.unpublished_at is not None:
        post.published_at, post.unpublished_at = timezone.now(), None
        post.save(update_fields=["published_at", "unpublished_at"])
        publish(events.PostPublished(post.pk, post.job_id), actor=actor, subject=post.job)
    return post


@transaction.atomic
def unpublish_post(*, post, actor):
    """Take a post down; what people applied by it stays."""
    if post.published_at is not None and post.unpublished_at is None:
        post.unpublished_at = timezone.now()
        post.save(update_fields=["unpublished_at"])
        publish(events.PostUnpublished(post.pk, post.job_id), actor=actor, subject=post.job)
    return post


@transaction.atomic
def delete_post(*, post, actor):
    """Delete a post that is not shown; applications that came by it stay."""
    if post.published_at is not None and post.unpublished_at is None:
        raise JobRefused(_("Take the post down before you delete it."), code="published", field="status", conflict=True)
    job = post.job
    post.delete()
    publish(events.JobChanged(job.pk, ["posts"]), actor=actor, subject=job)
