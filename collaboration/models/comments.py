"""What the team says to one another about a candidate, an application, a job or an interview."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.ids import uuid7
from accounts.models import Membership, Owned
from collaboration.models.interviews import Interview
from collaboration.querysets import AttachmentQuerySet, CommentQuerySet
from jobs.models import Application, Candidate, Job

ENTITIES = {"candidate": Candidate, "application": Application, "job": Job, "interview": Interview}


def attachment_path(attachment, name):
    """A name of our own: what the sender called the file is kept in the row alone."""
    return f"attachments/{attachment.company_id}/{uuid7().hex}"


class Comment(Owned):
    """One thing somebody said about one entity; an answer has a parent about the same. A deleted one leaves its trace, not its words."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, blank=True, related_name="comments")
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="comments")
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="comments")
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="comments")
    text = models.TextField(_("comment"), max_length=10_000, blank=True)  # light Markdown, as it was typed
    private = models.BooleanField(_("private"), default=False)  # only its thread's author and those mentioned in it see it
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    mentioned = models.ManyToManyField(Membership, through="Mention", related_name="mentioned_in")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(candidate__isnull=False, application=None, job=None, interview=None)
                | Q(candidate=None, application__isnull=False, job=None, interview=None)
                | Q(candidate=None, application=None, job__isnull=False, interview=None)
                | Q(candidate=None, application=None, job=None, interview__isnull=False),
                name="comment_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(deleted_at=None) | Q(text=""), name="comment_deleted_has_no_words"),
        ]
        indexes = [
            models.Index(fields=[name, "created_at", "id"], condition=Q(**{f"{name}__isnull": False}), name=f"comment_on_{name}")
            for name in ENTITIES
        ]

    def __str__(self):
        return f"Comment {self.pk}"

    @property
    def entity_type(self):
        return next(name for name in ENTITIES if getattr(self, f"{name}_id"))

    @property
    def entity_id(self):
        return getattr(self, f"{self.entity_type}_id")


class Mention(models.Model):
    """A comment calls a member by their handle."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="mention_once_per_comment")]

    def __str__(self):
        return f"@{self.member.handle}"


class Reaction(models.Model):
    """A word of agreement, without words."""

    class Kind(models.TextChoices):
        AGREE = "agree", _("Agree")
        DISAGREE = "disagree", _("Disagree")
        THANKS = "thanks", _("Thanks")
        SEEN = "seen", _("Seen")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reactions")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["comment", "member", "kind"], name="reaction_once")]

    def __str__(self):
        return self.get_kind_display()


class Attachment(Owned):
    """A file beside a comment, kept under a name of our own and only ever given out as a download."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name
