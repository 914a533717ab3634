"""Members of a company: their role, their leaving and coming back. A company never loses its last admin."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import happened
from accounts.events import publish
from accounts.guard import require
from accounts.models import Company, Membership
from accounts.permissions import Action, Role
from accounts.refusal import Refused


class MemberRefused(Refused):
    """The membership cannot change like that."""


def locked(member):
    """The membership as it is now, with its company locked: what changes who may do what goes one at a time."""
    Company.objects.select_for_update(of=("self",)).get(pk=member.company_id)
    return Membership.objects.select_related("user", "company").get(pk=member.pk)


def keep_an_admin(member):
    """Refuse what would leave the company without anybody who can manage it. The company must be locked."""
    others = Membership.objects.admins().filter(company_id=member.company_id, user__is_active=True).exclude(pk=member.pk)
    if member.role == Role.ADMIN and not others.exists():
        raise MemberRefused(
            _("%(name)s is the last admin. Make somebody else an admin first.") % {"name": member.name}, code="last_admin"
        )


@transaction.atomic
def change_role(*, member, role, actor):
    """Give a member another role; the one they have already does nothing."""
    require(actor, Action.MANAGE_USERS, member)
    member = locked(member)
    if role not in set(Role):
        raise MemberRefused(_("There is no such role."), code="unknown_role", field="role")
    if member.deactivated_at:
        raise MemberRefused(_("Reactivate the member first."), code="deactivated")
    if member.role == role:
        return member
    keep_an_admin(member)
    before, member.role = member.role, Role(role).value
    member.save(update_fields=["role"])
    publish(happened.RoleChanged(member.pk, before, member.role), actor=actor, subject=member)
    return member


@transaction.atomic
def deactivate_member(*, member, actor, transfer_to=None):
    """Take a member out of the company; what they did stays theirs, what they own goes to `transfer_to` if given."""
    require(actor, Action.MANAGE_USERS, member)
    member = locked(member)
    if transfer_to is not None:
        _check_heir(member, transfer_to)
    if member.deactivated_at:
        return member
    keep_an_admin(member)
    member.deactivated_at = timezone.now()
    member.save(update_fields=["deactivated_at"])
    heir = transfer_to and str(transfer_to.pk)
    publish(happened.MemberDeactivated(member.pk, heir), actor=actor, subject=member)
    return member


def _check_heir(member, heir):
    if heir.company_id != member.company_id or heir.pk == member.pk or heir.deactivated_at:
        raise MemberRefused(_("Choose an active colleague to take over."), code="cannot_take_over", field="transfer_to")


@transaction.atomic
def reactivate_member(*, member, actor):
    """Let a deactivated member back in with the role they had."""
    require(actor, Action.MANAGE_USERS, member)
    member = locked(member)
    if member.deactivated_at is None:
        return member
    member.deactivated_at = None
    member.save(update_fields=["deactivated_at"])
    publish(happened.MemberReactivated(member.pk, member.role), actor=actor, subject=member)
    return member
