"""Who may open what of notifications (tests/permission_matrix.py says how to read it)."""

from tests.notifications import letter_rows, mail_rows, notice_rows

PAGES = {**letter_rows.PAGES, **mail_rows.PAGES, **notice_rows.PAGES}
API = {**letter_rows.API, **mail_rows.API, **notice_rows.API}
THINGS = {**letter_rows.THINGS, **mail_rows.THINGS, **notice_rows.THINGS}
