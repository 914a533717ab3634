"""Who may open what of letters, rules and what stands beside interviews."""

from accounts.permissions import Action, Role
from tests.permission_matrix import ANYONE, MEMBER, Call, Page

NOBODYS = ("=", "01900000-0000-7000-8000-000000000000")
LETTER = {"kind": ("=", "shortlisted"), "language": ("=", "en")}
WORDS = {"subject": "S", "body": "B", "button": "", "seen": "0"}
SETTINGS = Action.MANAGE_SETTINGS

PAGES = {
    "notifications:letter_logo": Page(ANYONE, pk=NOBODYS, mark=("=", "no-such-mark"), unseen_by=Role),
    "notifications:letters": Page(SETTINGS),
    "notifications:letter_head": Page(SETTINGS),
    "notifications:letter": Page(SETTINGS, **LETTER),
    "notifications:letter_preview": Page(SETTINGS, **LETTER, body=WORDS),
    "notifications:letter_try": Page(SETTINGS, **LETTER, body=WORDS),
    "notifications:letter_reset": Page(SETTINGS, **LETTER, body={"seen": "0"}),
    "notifications:letter_restore": Page(SETTINGS, **LETTER, body={"seen": "1", "number": "1"}, given=["letter_version"]),
    "notifications:rules": Page(SETTINGS),
    "notifications:rule": Page(SETTINGS, cause=("=", "rejected")),
    "notifications:rule_of_stage": Page(SETTINGS, cause=("=", "moved"), stage=("=", "shortlisted")),
    "notifications:application_mails": Page(MEMBER, pk="application", unseen_by=["interviewer"]),
    "notifications:mail_call_back": Page(Action.MOVE_APPLICATION, pk="waiting letter"),
    "notifications:interview_answers": Page(MEMBER, pk="timed interview", unseen_by=["interviewer"]),
    "notifications:interview_file": Page(MEMBER, pk="timed interview", unseen_by=["interviewer"]),
    "notifications:booking_file": Page(ANYONE, token=("=", "no-such-token"), unseen_by=Role),
}
NEW = {"kind": "shortlisted", "language": "en", "seen": 0, "subject": "S", "body": "B"}
API = {
    "letters_list": Call(SETTINGS),
    "letters_create": Call(SETTINGS, body=NEW),
    "letters_retrieve": Call(SETTINGS, id="letter version"),
    "letters_in_use_list": Call(SETTINGS),
    "letters_restore_create": Call(SETTINGS, id="letter version"),
    "letter_head_retrieve": Call(SETTINGS),
    "letter_head_partial_update": Call(SETTINGS, body={"address": "12 Harbour Street"}),
    "mail_rules_list": Call(SETTINGS),
    "mail_rules_create": Call(SETTINGS, body={"cause": "rejected", "delay": 30}),
}
THINGS = {
    "letter version": ("letter_version", "their_letter_version"),
    "waiting letter": ("waiting_letter", "their_waiting_letter"),
    "timed interview": ("timed_interview", "their_timed_interview"),
}
