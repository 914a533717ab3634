"""Who may bring people in through the API: files, CSV imports, merges (part of permission_rows.py)."""

from accounts.permissions import Action
from tests.permission_matrix import MEMBER, Call

NOT_ASSIGNED = ["interviewer"]

API = {
    "resumes_list": Call(MEMBER),
    "resumes_retrieve": Call(MEMBER, id="resume", unseen_by=NOT_ASSIGNED),
    "resumes_file_retrieve": Call(MEMBER, id="resume", unseen_by=NOT_ASSIGNED),
    "resumes_create": Call(Action.ADD_CANDIDATE),
    "resumes_again_create": Call(Action.ADD_CANDIDATE, id="resume"),
    "intakes_list": Call(Action.ADD_CANDIDATE),
    "intakes_create": Call(Action.ADD_CANDIDATE, body={"name": "Fair"}),
    "intakes_retrieve": Call(Action.ADD_CANDIDATE, id="intake"),
    "csv_imports_list": Call(Action.IMPORT),
    "csv_imports_create": Call(Action.IMPORT),
    "csv_imports_retrieve": Call(Action.IMPORT, id="csv"),
    "csv_imports_check_create": Call(Action.IMPORT, id="csv", body={"mapping": {"name": 0}}),
    "csv_imports_start_create": Call(Action.IMPORT, id="csv"),
    "csv_imports_rows_list": Call(Action.IMPORT, import_id="csv"),
    "merges_list": Call(Action.EDIT_CANDIDATE),
    "merges_retrieve": Call(Action.EDIT_CANDIDATE, id="merged"),
    "merges_create": Call(
        Action.EDIT_CANDIDATE, body={"kept": ("candidate", "pk"), "merged": ("double", "pk")}, given=["both_apply"]
    ),
    "merges_undo_create": Call(Action.EDIT_CANDIDATE, id="merged"),
    "candidate_duplicates_list": Call(Action.EDIT_CANDIDATE, candidate_id="candidate"),
}
