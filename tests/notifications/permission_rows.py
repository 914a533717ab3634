"""Who may open what of notifications (tests/permission_matrix.py says how to read it)."""

from tests.notifications import mail_rows, notice_rows
from tests.permission_matrix import ANYONE, Page

NOBODYS = ("=", "01900000-0000-7000-8000-000000000000")

PAGES = {
    **mail_rows.PAGES,
    **notice_rows.PAGES,
    "notifications:letter_logo": Page(
        ANYONE, pk=NOBODYS, mark=("=", "no-such-mark"), unseen_by=["admin", "recruiter", "interviewer", "viewer"]
    ),
}
API = {**mail_rows.API, **notice_rows.API}
THINGS = {**mail_rows.THINGS, **notice_rows.THINGS}
