"""Who may open what of mail (tests/permission_matrix.py says how to read it)."""

from tests.permission_matrix import ANYONE, Page

ROLES = ["admin", "recruiter", "interviewer", "viewer"]
PAGES = {"notifications:unsubscribe": Page(ANYONE, token=("=", "nobodys"), unseen_by=ROLES)}
API = {}
THINGS = {}
