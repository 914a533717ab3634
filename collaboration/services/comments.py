"""Saying something, putting it right for five minutes, taking it back."""

import re
from datetime import timedelta
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.permissions import Role
from accounts.refusal import Refused
from collaboration import events
from collaboration.models import Attachment, Comment, Mention, Reaction
from collaboration.services.audience import audience

EDITABLE = timedelta(minutes=5)
LONGEST = 10_000
MOST_FILES, LARGEST_FILE = 5, 10 * 1024 * 1024
FILES = {".pdf", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".txt", ".csv", ".docx", ".odt", ".rtf", ".xlsx", ".ods"}
HANDLE = re.compile(r"(?<![\w@/.-])@([a-z0-9][a-z0-9._-]*[a-z0-9]|[a-z0-9])", re.IGNORECASE)


class CommentRefused(Refused):
    """The message is meant for the person."""


def called_in(text, entity):
    """The members whom a text calls by handle, of those who may see the entity; other handles stay text."""
    handles = {found.lower() for found in HANDLE.findall(text)}
    return list(audience(entity).filter(handle__in=handles)) if handles else []


@transaction.atomic
def add_comment(*, entity_type, entity, author, text, parent=None, private=False, files=()):
    """Say something about an entity that the author may see. `parent`: the comment that is answered (its thread's first counts)."""
    text = _checked(text, files)
    _check_files(files)
    if parent is not None:
        parent = parent.parent or parent
        if getattr(parent, f"{entity_type}_id") != entity.pk:
            raise CommentRefused(_("That comment is not in this discussion."), code="other_discussion", field="parent")
        private = parent.private
    comment = Comment.objects.create(
        company_id=entity.company_id, author=author, text=text, parent=parent, private=private, **{entity_type: entity}
    )
    people = called_in(text, entity)
    Mention.objects.bulk_create(Mention(comment=comment, member=one) for one in people)
    for file in files:
        _attach(comment, file)
    publish(
        events.CommentCreated(comment.pk, parent and parent.pk, private, [str(one.pk) for one in people]),
        actor=author,
        subject=comment if private else entity,
    )
    _tell(comment, people)
    return comment


def _checked(text, files=()):
    text = (text or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if not text and not files:
        raise CommentRefused(_("Write something first."), code="required", field="text")
    if len(text) > LONGEST:
        raise CommentRefused(
            _("A comment has at most 10,000 characters; attach a longer text as a file."), code="too_long", field="text"
        )
    return text


def _check_files(files):
    if len(files) > MOST_FILES:
        raise CommentRefused(_("A comment has at most five files."), code="too_many_files", field="files")
    for file in files:
        if PurePath(_name_of(file)).suffix.lower() not in FILES:
            raise CommentRefused(
                _("%(name)s can't be attached: documents, tables and pictures can.") % {"name": _name_of(file)},
                code="file_kind",
                field="files",
            )
        if file.size > LARGEST_FILE:
            raise CommentRefused(
                _("%(name)s is larger than 10 MB.") % {"name": _name_of(file)}, code="file_too_large", field="files"
            )


def _name_of(file):
    """What the sender called it: the last part alone, of at most 200 characters, its ending kept."""
    name = PurePath(file.name.replace("\\", "/").replace("\x00", "")).name
    return name if len(name) <= 200 else name[:190] + PurePath(name).suffix[:10]


def _attach(comment, file):
    kept = Attachment(company_id=comment.company_id, comment=comment, name=_name_of(file), size=file.size)
    kept.file.save("file", ContentFile(file.read()), save=False)
    kept.save()


def may_edit(comment, member, now=None):
    """Its author, for five minutes."""
    return (
        comment.author_id == member.pk and comment.deleted_at is None and (now or timezone.now()) - comment.created_at <= EDITABLE
    )


def may_delete(comment, member):
    """Its author at any time, and admins."""
    return comment.deleted_at is None and (comment.author_id == member.pk or member.role == Role.ADMIN)


@transaction.atomic
def edit_comment(*, comment, actor, text):
    """Put one's own words right."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.author_id != actor.pk:
        raise CommentRefused(_("Only who wrote a comment can change it."), code="not_the_author", conflict=True)
    if not may_edit(comment, actor):
        raise CommentRefused(_("A comment can be changed for five minutes. Answer it instead."), code="too_late", conflict=True)
    entity, text = getattr(comment, comment.entity_type), _checked(text, comment.attachments.all())
    if text == comment.text:
        return comment
    comment.text, comment.edited_at = text, timezone.now()
    comment.save(update_fields=["text", "edited_at"])
    people = called_in(text, entity)
    before = set(comment.mentions.values_list("member_id", flat=True))
    comment.mentions.exclude(member__in=people).delete()
    new = [one for one in people if one.pk not in before]
    Mention.objects.bulk_create(Mention(comment=comment, member=one) for one in new)
    publish(
        events.CommentEdited(comment.pk, [str(one.pk) for one in new]),
        actor=actor,
        subject=comment if comment.private else entity,
    )
    _tell(comment, new)
    return comment


@transaction.atomic
def delete_comment(*, comment, actor):
    """Take the words and the files away; that something was said, by whom and who took it back stays."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.deleted_at:
        return comment
    if not may_delete(comment, actor):
        raise CommentRefused(_("Only who wrote a comment, or an admin, can delete it."), code="not_the_author", conflict=True)
    comment.attachments.all().delete()
    comment.mentions.all().delete()
    comment.reactions.all().delete()
    comment.text, comment.deleted_at, comment.deleted_by = "", timezone.now(), actor
    comment.save(update_fields=["text", "deleted_at", "deleted_by"])
    publish(
        events.CommentDeleted(comment.pk),
        actor=actor,
        subject=comment if comment.private else getattr(comment, comment.entity_type),
    )
    _tell(comment)
    return comment


@transaction.atomic
def react(*, comment, actor, kind):
    """Set a reaction, or take it back where it is set. Returns whether it is set now."""
    if kind not in Reaction.Kind.values:
        raise CommentRefused(_("There is no such reaction."), code="unknown", field="kind")
    if comment.deleted_at:
        raise CommentRefused(_("This comment is gone."), code="deleted", conflict=True)
    gone, _rows = Reaction.objects.filter(comment=comment, member=actor, kind=kind).delete()
    if not gone:
        Reaction.objects.create(comment=comment, member=actor, kind=kind)
    publish(
        events.CommentReacted(comment.pk, kind, not gone),
        actor=actor,
        subject=comment if comment.private else getattr(comment, comment.entity_type),
    )
    _tell(comment)
    return not gone


def _tell(comment, people=()):
    topics = [f"{comment.entity_type}:{comment.entity_id}", *(f"member:{one.pk}" for one in people)]
    if comment.application_id and not comment.private:  # cards of boards count them
        topics += [f"job:{comment.application.job_id}", f"applications:{comment.company_id}"]
    nudge(*topics)
