"""Who may open what of mail (tests/permission_matrix.py says how to read it)."""

from accounts.permissions import Action
from tests.permission_matrix import ANYONE, Call, Page

ROLES = ["admin", "recruiter", "interviewer", "viewer"]
PAGES = {
    "notifications:unsubscribe": Page(ANYONE, token=("=", "nobodys"), unseen_by=ROLES),
    "notifications:mail_hook": Page(
        ANYONE, method="post", secret=("=", "nobodys"), what=("=", "events"), unseen_by=ROLES
    ),  # the secret opens it, no role does
    "notifications:outbox": Page(Action.VIEW_CANDIDATES),
    "notifications:addresses": Page(Action.VIEW_CANDIDATES),
    "notifications:address_lift": Page(Action.EDIT_CANDIDATE, pk="suppression"),
    "notifications:mail": Page(Action.VIEW_CANDIDATES, pk="mail"),
    "notifications:mail_body": Page(Action.VIEW_CANDIDATES, pk="mail"),
    "notifications:mail_send": Page(Action.EDIT_CANDIDATE, method="post", pk="mail"),
    "notifications:mail_cancel": Page(Action.EDIT_CANDIDATE, method="post", pk="mail"),
    "notifications:candidate_mails": Page(Action.VIEW_CANDIDATES, pk="candidate"),
}
API = {
    "mails_list": Call(Action.VIEW_CANDIDATES),
    "mails_retrieve": Call(Action.VIEW_CANDIDATES, id="mail"),
    "mails_send_create": Call(Action.EDIT_CANDIDATE, id="mail"),
    "mails_cancel_create": Call(Action.EDIT_CANDIDATE, id="mail"),
    "mail_addresses_list": Call(Action.VIEW_CANDIDATES),
    "mail_addresses_retrieve": Call(Action.VIEW_CANDIDATES, id="suppression"),
    "mail_addresses_lift_create": Call(Action.EDIT_CANDIDATE, id="suppression", body={"why": "They asked"}),
}
THINGS = {"mail": ("mail", "their_mail"), "suppression": ("suppression", "their_suppression")}
