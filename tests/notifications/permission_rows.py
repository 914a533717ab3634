"""Who may open what of notifications (tests/permission_matrix.py says how to read it)."""

from tests.permission_matrix import ANYONE, Page

NOBODYS = ("=", "01900000-0000-7000-8000-000000000000")

PAGES = {
    "notifications:letter_logo": Page(
        ANYONE, pk=NOBODYS, mark=("=", "no-such-mark"), unseen_by=["admin", "recruiter", "interviewer", "viewer"]
    )
}
API = {}
THINGS = {}
