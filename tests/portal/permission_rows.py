"""Who may open what of the portal (tests/test_permission_walk.py). Candidates' own pages have a door of their own, walked in
test_the_candidates_door.py: to the company's side they are public addresses that lead to it."""

from accounts.permissions import Action, Role
from tests.permission_matrix import ANYONE, MEMBER, Page
from tests.portal import permission_rows_careers as careers

NOBODYS = ("=", "01900000-0000-7000-8000-000000000000")

PAGES = {
    "portal:sign_in": Page(ANYONE),
    "portal:link": Page(ANYONE, token=("=", "no-such-token"), unseen_by=Role),
    "portal:provider": Page(ANYONE, name=("=", "nobody"), method="post", unseen_by=Role),
    "portal:provider_back": Page(ANYONE, name=("=", "nobody"), unseen_by=Role),
    "portal:sign_out": Page(ANYONE, method="post"),
    "portal:home": Page(ANYONE),
    "portal:application": Page(ANYONE, pk=NOBODYS),
    "portal:profile": Page(ANYONE),
    "portal:save_preferences": Page(ANYONE, method="post"),
    "portal:save_photo": Page(ANYONE, method="post"),
    "portal:photo": Page(ANYONE, pk=NOBODYS),
    "portal:save_skills": Page(ANYONE, method="post"),
    "portal:save_row": Page(ANYONE, method="post"),
    "portal:bring": Page(ANYONE, method="post"),
    "portal:document": Page(ANYONE),
    "portal:remove_document": Page(ANYONE, method="post"),
    "portal:document_file": Page(ANYONE, pk=NOBODYS),
    "portal:as_json": Page(ANYONE),
    "portal:data": Page(ANYONE),
    "portal:export": Page(ANYONE),
    "portal:delete": Page(ANYONE),
    "portal:read": Page(ANYONE, pk=NOBODYS),
    "portal:add_fact": Page(ANYONE, pk=NOBODYS, method="post"),
    "portal:change_fact": Page(ANYONE, pk=NOBODYS, method="post"),
    "portal:keep": Page(ANYONE, pk=NOBODYS, method="post"),
    "portal:withdraw_consent": Page(ANYONE, pk=NOBODYS, method="post"),
    "portal:why": Page(ANYONE, pk=NOBODYS),
    "portal:interviews": Page(ANYONE),
    "portal:survey": Page(ANYONE, pk=NOBODYS),
    "portal:withdraw": Page(ANYONE, pk=NOBODYS, method="post"),
    "portal:ask": Page(ANYONE, pk=NOBODYS, kind=("=", "review"), method="post"),
    "portal:asked": Page(MEMBER, pk="application", unseen_by=["interviewer"]),
    "portal:answer": Page(Action.MOVE_APPLICATION, pk="request", body={"answer": "Thank you."}, method="post"),
    "portal:surveys": Page(Action.VIEW_ANALYTICS),
    "portal:stay": Page(ANYONE, token=("=", "no-such-token"), unseen_by=Role),
    "portal:retention": Page(Action.MANAGE_SETTINGS),
    "portal:public_stages": Page(Action.MANAGE_SETTINGS),
}

PAGES |= careers.PAGES
API = careers.API
THINGS = careers.THINGS | {"request": ("our_request", "their_request")}
