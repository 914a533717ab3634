"""Who looks after whom, and what somebody means to do by when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from collaboration.querysets import AssignmentQuerySet, TaskQuerySet
from jobs.models import Application, Candidate, Job


class Assignment(Owned):
    """A member looks after a candidate: in one application, or the person as such where none is named.

    Reassigning ends one row and begins another, so that the rows are the history.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="assignments")
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="assignments")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="assignments")
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    gave_sight = models.BooleanField(default=False, editable=False)  # an interviewer sees the person because of this row

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_at=None), name="assignment_one_of_an_application"),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(ended_at=None, application=None), name="assignment_one_of_a_person"
            ),
        ]
        indexes = [models.Index(fields=["member", "application"], condition=Q(ended_at=None), name="assignment_running")]

    def __str__(self):
        return f"{self.candidate} → {self.member.name}"


class Task(Owned):
    """Something that a member means to do, with a day and hour if it has one ("call Friday")."""

    text = models.CharField(_("what"), max_length=200)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="tasks", verbose_name=_("who"))
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, blank=True, related_name="tasks")
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="tasks")
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="tasks")
    due_at = models.DateTimeField(_("when"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)  # when it was said that it is due
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["member", "due_at", "id"], condition=Q(done_at=None), name="task_to_do"),
            models.Index(fields=["due_at"], condition=Q(done_at=None, told_at=None), name="task_to_tell"),
        ]

    def __str__(self):
        return self.text
