"""Who may open what of accounts (tests/test_permission_walk.py)."""

from accounts.permissions import Action, Role
from tests.permission_matrix import ANYONE, MEMBER, SIGNED_IN, Call, Page

THINGS = {
    "member": ("viewer", "stranger"),
    "person": ("viewer_person", "stranger_person"),
    "invitation": ("invitation", "their_invitation"),
    "event": ("our_event", "their_event"),
}

PAGES = {
    "palette": Page(MEMBER, query="?q=a"),
    "accounts:sign_up": Page(ANYONE),
    "accounts:confirm_sign_up": Page(ANYONE),
    "accounts:invitation": Page(ANYONE, token=("=", "no-such-token"), unseen_by=Role),
    "accounts:security": Page(SIGNED_IN),
    "accounts:second_factor": Page(SIGNED_IN),
    "accounts:profile": Page(MEMBER),
    "accounts:photo": Page(SIGNED_IN, pk="person"),
    "accounts:members": Page(MEMBER),
    "accounts:permissions": Page(MEMBER),
    "accounts:member": Page(MEMBER, pk="member"),
    "accounts:invite": Page(Action.MANAGE_USERS),
    "accounts:invite_many": Page(Action.MANAGE_USERS),
    "accounts:role": Page(Action.MANAGE_USERS, pk="member", body={"role": "viewer"}),
    "accounts:deactivate": Page(Action.MANAGE_USERS, pk="member"),
    "accounts:reactivate": Page(Action.MANAGE_USERS, pk="member"),
    "accounts:resend": Page(Action.MANAGE_USERS, pk="invitation"),
    "accounts:revoke": Page(Action.MANAGE_USERS, pk="invitation"),
    "accounts:company": Page(Action.MANAGE_SETTINGS),
    "accounts:logo": Page(MEMBER, given=["company_logo"]),
    "accounts:switch": Page(SIGNED_IN, body={"company": ("member", "company_id")}),
    "accounts:activity": Page(Action.MANAGE_SETTINGS),
}

API = {
    "me_retrieve": Call(MEMBER),
    "me_update": Call(MEMBER, body={"title": "Recruiter"}),
    "me_photo_set": Call(MEMBER),
    "me_photo_remove": Call(MEMBER),
    "company_retrieve": Call(MEMBER),
    "company_update": Call(Action.MANAGE_SETTINGS, body={"country": "DE"}),
    "members_list": Call(MEMBER),
    "members_retrieve": Call(MEMBER, id="member"),
    "members_partial_update": Call(Action.MANAGE_USERS, id="member", body={"role": "viewer"}),
    "members_deactivate_create": Call(Action.MANAGE_USERS, id="member"),
    "members_reactivate_create": Call(Action.MANAGE_USERS, id="member"),
    "invitations_list": Call(Action.MANAGE_USERS),
    "invitations_retrieve": Call(Action.MANAGE_USERS, id="invitation"),
    "invitations_create": Call(Action.MANAGE_USERS, body={"email": "new@people.test", "role": "viewer"}),
    "invitations_destroy": Call(Action.MANAGE_USERS, id="invitation"),
    "invitations_resend_create": Call(Action.MANAGE_USERS, id="invitation"),
    "invitations_bulk_create": Call(Action.MANAGE_USERS, body={"csv": "email\nnew@people.test\n"}),
    "events_list": Call(Action.MANAGE_SETTINGS),
    "events_retrieve": Call(Action.MANAGE_SETTINGS, id="event"),
}
