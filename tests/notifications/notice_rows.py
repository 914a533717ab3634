"""Who may open what of notices (tests/permission_matrix.py says how to read it): everybody their own, nobody another's."""

from tests.permission_matrix import MEMBER, Call, Page

THINGS = {"notice": ("notice", "their_notice"), "mute": ("mute", "their_mute")}
OTHERS = ["admin", "interviewer", "viewer"]

PAGES = {
    "notifications:list": Page(MEMBER, given=["notice"]),
    "notifications:bell": Page(MEMBER, given=["notice"]),
    "notifications:news": Page(MEMBER, query="?after=0", given=["notice"]),
    "notifications:preferences": Page(MEMBER, given=["mute"]),
    "notifications:read": Page(MEMBER, pk="notice", unseen_by=OTHERS),
    "notifications:read_all": Page(MEMBER, body={"type": ""}),
    "notifications:mute": Page(MEMBER, pk="notice", unseen_by=OTHERS),
    "notifications:unmute": Page(MEMBER, pk="mute", unseen_by=OTHERS),
}
API = {
    "notifications_list": Call(MEMBER, given=["notice"]),
    "notifications_retrieve": Call(MEMBER, id="notice", unseen_by=OTHERS),
    "notifications_read_create": Call(MEMBER, id="notice", unseen_by=OTHERS),
    "notifications_read_all_create": Call(MEMBER, body={"type": "mention"}),
    "notification_preferences_retrieve": Call(MEMBER),
    "notification_preferences_update": Call(MEMBER, body={"digest_at": "07:30"}),
    "notification_mutes_list": Call(MEMBER, given=["mute"]),
    "notification_mutes_create": Call(MEMBER, body={"notification": ("notice", "pk")}, unseen_by=OTHERS),
    "notification_mutes_destroy": Call(MEMBER, id="mute", unseen_by=OTHERS),
}
