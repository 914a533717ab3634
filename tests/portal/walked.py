"""The pages (GET) and acts (POST) of candidates: the fixture of the row that the address names, None where it names none.

Somebody else's row is the fixture with `foreign_` before its name (tests/portal/cast.py).
"""

PAGES = {"home": None, "application": "own_application"}
ACTS = {}
