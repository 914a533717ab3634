"""The pages (GET) and acts (POST) of candidates: the fixture of the row that the address names, None where it names none.

Somebody else's row is the fixture with `foreign_` before its name (tests/portal/cast.py).
"""

PAGES = {
    "home": None,
    "application": "own_application",
    "why": "own_application",
    "profile": None,
    "photo": "own_photo",
    "document": None,
    "document_file": "own_document",
    "as_json": None,
    "data": None,
    "export": None,
    "delete": None,
    "read": "own_candidate",
    "interviews": None,
    "survey": "own_interview",
}
ACTS = {
    "bring": None,
    "remove_document": None,
    "save_preferences": None,
    "save_photo": None,
    "save_skills": None,
    "save_row": None,
    "withdraw": "own_application",
    "ask": ("own_application", {"kind": "review"}),
    "add_fact": "own_candidate",
    "change_fact": "own_fact",
    "keep": "own_erasure",
    "withdraw_consent": "own_consent",
}
