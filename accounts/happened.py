"""What happens to companies and their members. Ids and small facts only: no name, no address."""

from accounts.events import event


@event("company.created")
class CompanyCreated:
    company_id: str


@event("company.changed")
class CompanyChanged:
    """`fields` names what changed."""

    company_id: str
    fields: list


@event("company.suspended")
class CompanySuspended:
    company_id: str


@event("company.restored")
class CompanyRestored:
    company_id: str


@event("member.joined")
class MemberJoined:
    member_id: str
    role: str


@event("member.role_changed")
class RoleChanged:
    member_id: str
    before: str
    after: str


@event("member.deactivated")
class MemberDeactivated:
    """Apps hand what the member owned to `transfer_to` (a membership's id); without one it stays as it is."""

    member_id: str
    transfer_to: str | None = None


@event("member.reactivated")
class MemberReactivated:
    member_id: str
    role: str


@event("member.profile_changed")
class ProfileChanged:
    member_id: str
    fields: list


@event("invitation.created")
class InvitationCreated:
    invitation_id: str
    role: str


@event("invitation.resent")
class InvitationResent:
    invitation_id: str


@event("invitation.revoked")
class InvitationRevoked:
    invitation_id: str


@event("invitation.accepted")
class InvitationAccepted:
    invitation_id: str
    member_id: str


@event("user.blocked")
class UserBlocked:
    """Platform staff shut a person out of the whole installation."""

    user_id: str


@event("user.unblocked")
class UserUnblocked:
    user_id: str


@event("setting.changed")
class SettingChanged:
    """The key of a setting or a feature flag that platform staff changed."""

    key: str
