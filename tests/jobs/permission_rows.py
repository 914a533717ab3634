"""Who may open what of jobs (tests/test_permission_walk.py)."""

from accounts.permissions import Action, Role
from tests.jobs import permission_rows_intake as bringing_in
from tests.permission_matrix import ANYONE, MEMBER, Call, Page

THINGS = {
    "job": ("job", "their_job"),
    "post": ("post", "their_post"),
    "published post": ("published_post", "their_post"),
    "candidate": ("candidate", "their_candidate"),
    "double": ("double", "their_candidate"),
    "application": ("application", "their_application"),
    "department": ("department", "their_department"),
    "source": ("source", "their_source"),
    "reason": ("reason", "their_reason"),
    "tag": ("tag", "their_tag"),
    "plan": ("plan", "their_plan"),
    "link": ("link", "their_link"),
    "custom field": ("custom_field", "their_custom_field"),
    "saved view": ("saved_view", "their_saved_view"),
    "pool": ("talent_pool", "their_talent_pool"),
    "intake": ("intake_of_files", "their_intake"),
    "csv": ("intake_of_csv", "their_csv"),
    "resume": ("resume", "their_resume"),
    "merged": ("merged", "their_merged"),
    "offer": ("offer", "their_offer"),
    "approval": ("approval", "their_approval"),
    "rejection draft": ("rejection_draft", "their_rejection_draft"),
}
EVERY_ROLE = list(Role)  # a link that is nobody's is not there for anybody
NOT_ASSIGNED = ["interviewer"]  # an interviewer sees the candidates assigned to them, and no others
NOT_THE_OWNER = ["admin", "interviewer", "viewer"]


def _acts(names, action, **things):
    return {f"jobs:{name}": Page(action, **things) for name in names}


PAGES = {
    "home": Page(MEMBER),
    "first_steps": Page(MEMBER),
    "jobs:list": Page(Action.VIEW_JOBS),
    "jobs:create": Page(Action.CREATE_JOB),
    **_acts(
        ["job", "job_pipeline", "job_details", "job_posts", "job_team", "job_activity", "job_facts"], Action.VIEW_JOBS, pk="job"
    ),
    **_acts(
        ["job_edit", "job_stages", "job_team_edit", "job_close", "job_open", "job_hold", "post_create"], Action.EDIT_JOB, pk="job"
    ),
    "jobs:job_duplicate": Page(Action.CREATE_JOB, pk="job"),
    **_acts(["post_edit", "post_publish", "post_unpublish"], Action.EDIT_JOB, pk=("post", "job_id"), post_pk="post"),
    "jobs:post_delete": Page(Action.EDIT_JOB, pk=("published post", "job_id"), post_pk="published post"),
    "jobs:candidates": Page(MEMBER),
    "jobs:candidate_create": Page(Action.ADD_CANDIDATE),
    "jobs:candidates_export": Page(Action.EXPORT),
    "jobs:candidates_tags": Page(Action.EDIT_CANDIDATE),
    "jobs:candidate": Page(MEMBER, pk="candidate", unseen_by=NOT_ASSIGNED),
    "jobs:candidate_edit": Page(Action.EDIT_CANDIDATE, pk="candidate"),
    "jobs:candidate_delete": Page(Action.DELETE_CANDIDATE, pk="candidate"),
    "jobs:candidate_apply": Page(Action.MOVE_APPLICATION, pk="candidate"),
    "jobs:candidate_sight": Page(Action.EDIT_CANDIDATE, pk="candidate"),
    "jobs:applications": Page(Action.VIEW_JOBS),
    "jobs:application": Page(Action.VIEW_JOBS, pk="application", unseen_by=NOT_ASSIGNED),
    **_acts(
        [
            "application_move",
            "application_reject",
            "application_unreject",
            "application_hire",
            "application_unhire",
            "application_withdraw",
            "application_reopen",
        ],
        Action.MOVE_APPLICATION,
        pk="application",
    ),
    **_acts(["applications_move", "applications_reject"], Action.MOVE_APPLICATION),
    "jobs:applications_undo": Page(Action.MOVE_APPLICATION),
    "jobs:applications_tag": Page(Action.EDIT_CANDIDATE),
    "jobs:view_save": Page(MEMBER, body={"page": "jobs", "name": "Ours", "query": "q=x"}),
    "jobs:view_form": Page(MEMBER, page=("=", "jobs")),
    "jobs:view_delete": Page(MEMBER, pk="saved view", unseen_by=NOT_THE_OWNER),
    **_acts(["plans", "plan_create", "links", "custom_fields", "custom_field_create"], Action.MANAGE_SETTINGS),
    **_acts(["plan_edit", "plan_delete"], Action.MANAGE_SETTINGS, pk="plan"),
    "jobs:link_delete": Page(Action.MANAGE_SETTINGS, pk="link"),
    **_acts(["custom_field_edit", "custom_field_archive"], Action.MANAGE_SETTINGS, pk="custom field"),
    **_acts(["settings_list", "settings_create"], Action.MANAGE_SETTINGS, kind=("=", "sources")),
    **_acts(["settings_edit", "settings_delete"], Action.MANAGE_SETTINGS, kind=("=", "sources"), pk="source"),
    **_acts(["upload", "imports"], Action.ADD_CANDIDATE),
    **_acts(["intake", "intake_file"], Action.ADD_CANDIDATE, pk="intake"),
    "jobs:import_csv": Page(Action.IMPORT),
    **_acts(["csv_check", "csv_start", "csv_report"], Action.IMPORT, pk="csv"),
    **_acts(["resume_row", "resume_again"], Action.ADD_CANDIDATE, pk="resume"),
    "jobs:resume_file": Page(MEMBER, pk="resume", unseen_by=NOT_ASSIGNED),
    "jobs:duplicates": Page(Action.EDIT_CANDIDATE),
    "jobs:candidate_duplicates": Page(Action.EDIT_CANDIDATE, pk="candidate"),
    "jobs:candidate_upload": Page(Action.ADD_CANDIDATE, pk="candidate"),
    "jobs:merge": Page(Action.EDIT_CANDIDATE, pk="candidate", other="double", given=["both_apply"]),  # refused: both run
    "jobs:offers": Page(Action.VIEW_CANDIDATES),
    "jobs:offer": Page(Action.VIEW_CANDIDATES, pk="offer"),
    **_acts(["offer_edit", "offer_ask", "offer_send", "offer_withdraw"], Action.MOVE_APPLICATION, pk="offer"),
    "jobs:application_offers": Page(MEMBER, pk="application", unseen_by=NOT_ASSIGNED),
    "jobs:offer_create": Page(Action.MOVE_APPLICATION, pk="application"),
    "jobs:offer_public": Page(ANYONE, token=("=", "no-such-token"), unseen_by=EVERY_ROLE),
    "jobs:approvals": Page(Action.APPROVE),
    "jobs:approval": Page(Action.APPROVE, pk="approval", unseen_by=NOT_ASSIGNED),
    "jobs:home_approvals": Page(MEMBER),
    "jobs:job_approvals": Page(Action.VIEW_JOBS, pk="job"),
    "jobs:job_ask": Page(Action.EDIT_JOB, pk="job"),
    "jobs:approval_rules": Page(Action.MANAGE_SETTINGS),
    "jobs:approval_rules_save": Page(Action.MANAGE_SETTINGS, subject=("=", "offer")),
    "jobs:rejections": Page(Action.MOVE_APPLICATION),
    "jobs:rejection_edit": Page(Action.MOVE_APPLICATION, pk="rejection draft"),
    **_acts(["rejections_send", "rejections_discard"], Action.MOVE_APPLICATION),
    "jobs:pools": Page(Action.VIEW_CANDIDATES),
    "jobs:pool": Page(Action.VIEW_CANDIDATES, pk="pool"),
    "jobs:pool_create": Page(Action.EDIT_CANDIDATE),
    **_acts(["pool_edit", "pool_delete", "pool_let_go"], Action.EDIT_CANDIDATE, pk="pool"),
    "jobs:candidate_keep": Page(Action.EDIT_CANDIDATE, pk="candidate"),
    **_acts(["candidates_keep", "applications_keep", "pools_undo"], Action.EDIT_CANDIDATE),
    "jobs:unmerge": Page(Action.EDIT_CANDIDATE, pk="merged"),
}


def _lookup(name, thing, body, change):
    """The five operations of a small list that admins keep."""
    return {
        f"{name}_list": Call(MEMBER),
        f"{name}_create": Call(Action.MANAGE_SETTINGS, body=body),
        f"{name}_retrieve": Call(MEMBER, id=thing),
        f"{name}_partial_update": Call(Action.MANAGE_SETTINGS, id=thing, body=change),
        f"{name}_destroy": Call(Action.MANAGE_SETTINGS, id=thing),
    }


STAGES = {"stages": [{"name": "In", "type": "applied"}, {"name": "Out", "type": "hired"}]}
OFFER = {"salary": "50000.00", "currency": "EUR", "starts_on": "2099-01-01", "expires_at": "2026-12-01T12:00:00Z"}
API = {
    "talent_pools_list": Call(Action.VIEW_CANDIDATES),
    "talent_pools_create": Call(Action.EDIT_CANDIDATE, body={"name": "Silver medals"}),
    "talent_pools_retrieve": Call(Action.VIEW_CANDIDATES, id="pool"),
    "talent_pools_partial_update": Call(Action.EDIT_CANDIDATE, id="pool", body={"about": "Nearly hired"}),
    "talent_pools_destroy": Call(Action.EDIT_CANDIDATE, id="pool"),
    "talent_pools_people_list": Call(Action.VIEW_CANDIDATES, pool_id="pool"),
    **{
        f"talent_pools_{act}_create": Call(
            Action.EDIT_CANDIDATE, id="pool", body={"candidates": ["01900000-0000-7000-8000-000000000000"]}
        )
        for act in ("add", "remove")
    },
    "talent_pools_undo_create": Call(Action.EDIT_CANDIDATE, body={"at": "2020-01-01T00:00:00Z"}),
    "offers_list": Call(Action.VIEW_CANDIDATES),
    "offers_create": Call(Action.MOVE_APPLICATION, body={"application": ("application", "pk"), **OFFER}),
    "offers_retrieve": Call(Action.VIEW_CANDIDATES, id="offer"),
    "offers_partial_update": Call(Action.MOVE_APPLICATION, id="offer", body={"salary": "51000.00"}),
    **{f"offers_{act}_create": Call(Action.MOVE_APPLICATION, id="offer", body={}) for act in ("ask", "send", "withdraw")},
    "approvals_list": Call(MEMBER),
    "approvals_create": Call(Action.EDIT_JOB, body={"job": ("job", "pk")}),
    "approvals_retrieve": Call(MEMBER, id="approval", unseen_by=NOT_ASSIGNED),
    "approvals_decide_create": Call(Action.APPROVE, id="approval", body={"approved": True}, unseen_by=NOT_ASSIGNED),
    "approval_rules_list": Call(MEMBER),
    "approval_rules_update": Call(Action.MANAGE_SETTINGS, subject=("=", "offer"), body={"steps": []}),
    "rejection_drafts_list": Call(Action.MOVE_APPLICATION),
    "rejection_drafts_retrieve": Call(Action.MOVE_APPLICATION, id="rejection draft"),
    "rejection_drafts_partial_update": Call(Action.MOVE_APPLICATION, id="rejection draft", body={"text": "No."}),
    "rejection_drafts_destroy": Call(Action.MOVE_APPLICATION, id="rejection draft"),
    "rejection_drafts_send_create": Call(Action.MOVE_APPLICATION, body={"drafts": ["01900000-0000-7000-8000-000000000000"]}),
    "answer_rate_retrieve": Call(Action.VIEW_JOBS),
    "jobs_list": Call(Action.VIEW_JOBS),
    "jobs_create": Call(Action.CREATE_JOB, body={"title": "Potter"}),
    "jobs_retrieve": Call(Action.VIEW_JOBS, id="job"),
    "jobs_partial_update": Call(Action.EDIT_JOB, id="job", body={"location": "Delft"}),
    "jobs_destroy": Call(Action.EDIT_JOB, id="job"),
    **{f"jobs_{act}_create": Call(Action.EDIT_JOB, id="job") for act in ("open", "hold", "close")},
    "jobs_duplicate_create": Call(Action.CREATE_JOB, id="job"),
    "jobs_stages_retrieve": Call(Action.VIEW_JOBS, id="job"),
    "jobs_stages_update": Call(Action.EDIT_JOB, id="job", body=STAGES),
    "jobs_team_retrieve": Call(Action.VIEW_JOBS, id="job"),
    "jobs_team_update": Call(Action.EDIT_JOB, id="job", body={"team": []}),
    "jobs_skills_update": Call(Action.EDIT_JOB, id="job", body={"skills": [{"name": "Throwing"}]}),
    "posts_list": Call(Action.VIEW_JOBS),
    "posts_create": Call(Action.EDIT_JOB, body={"job": ("job", "pk"), "title": "Come"}),
    "posts_retrieve": Call(Action.VIEW_JOBS, id="post"),
    "posts_partial_update": Call(Action.EDIT_JOB, id="post", body={"title": "Come soon"}),
    "posts_destroy": Call(Action.EDIT_JOB, id="post"),
    **{f"posts_{act}_create": Call(Action.EDIT_JOB, id="post") for act in ("publish", "unpublish")},
    "candidates_list": Call(MEMBER),
    "candidates_create": Call(Action.ADD_CANDIDATE, body={"name": "Ida Berg"}),
    "candidates_retrieve": Call(MEMBER, id="candidate", unseen_by=NOT_ASSIGNED),
    "candidates_partial_update": Call(Action.EDIT_CANDIDATE, id="candidate", body={"location": "Delft"}),
    "candidates_destroy": Call(Action.DELETE_CANDIDATE, id="candidate"),
    "candidates_tags_create": Call(
        Action.EDIT_CANDIDATE, body={"candidates": ["01900000-0000-7000-8000-000000000000"], "tags": ["x"]}
    ),
    **{
        f"candidates_{act}_create": Call(Action.EDIT_CANDIDATE, id="candidate", body={"member": ("member", "pk")})
        for act in ("assign", "unassign")
    },
    "applications_list": Call(Action.VIEW_JOBS),
    "applications_create": Call(Action.MOVE_APPLICATION, body={"job": ("job", "pk"), "candidate": ("candidate", "pk")}),
    "applications_retrieve": Call(Action.VIEW_JOBS, id="application", unseen_by=NOT_ASSIGNED),
    "applications_history_list": Call(Action.VIEW_JOBS, id="application", unseen_by=NOT_ASSIGNED),
    "applications_partial_update": Call(Action.MOVE_APPLICATION, id="application", body={"custom": {}}),
    "applications_move_create": Call(Action.MOVE_APPLICATION, id="application", body={"stage": ("application", "stage_id")}),
    **{
        f"applications_{act}_create": Call(Action.MOVE_APPLICATION, id="application")
        for act in ("reject", "unreject", "hire", "unhire", "withdraw", "reopen")
    },
    "applications_bulk_create": Call(
        Action.MOVE_APPLICATION,
        body={"act": "move", "type": "reviewed", "applications": ["01900000-0000-7000-8000-000000000000"]},
    ),
    "applications_undo_create": Call(Action.MOVE_APPLICATION, body={"at": "2020-01-01T00:00:00Z"}),
    **_lookup("departments", "department", {"name": "Kiln"}, {"name": "Kilns"}),
    **_lookup("sources", "source", {"name": "Radio"}, {"name": "Radio 2"}),
    **_lookup("rejection_reasons", "reason", {"name": "Too far"}, {"name": "Far"}),
    **_lookup("tags", "tag", {"name": "night"}, {"name": "nights"}),
    "pipeline_plans_list": Call(MEMBER),
    "pipeline_plans_create": Call(Action.MANAGE_SETTINGS, body={"name": "Own", **STAGES}),
    "pipeline_plans_retrieve": Call(MEMBER, id="plan"),
    "pipeline_plans_update": Call(Action.MANAGE_SETTINGS, id="plan", body={"name": "Own", **STAGES}),
    "pipeline_plans_destroy": Call(Action.MANAGE_SETTINGS, id="plan"),
    "tracking_links_list": Call(MEMBER),
    "tracking_links_create": Call(Action.MANAGE_SETTINGS, body={"source": ("source", "pk")}),
    "tracking_links_retrieve": Call(MEMBER, id="link"),
    "tracking_links_destroy": Call(Action.MANAGE_SETTINGS, id="link"),
    "custom_fields_list": Call(MEMBER),
    "custom_fields_create": Call(Action.MANAGE_SETTINGS, body={"entity": "job", "name": "Cost centre"}),
    "custom_fields_retrieve": Call(MEMBER, id="custom field"),
    "custom_fields_partial_update": Call(Action.MANAGE_SETTINGS, id="custom field", body={"name": "Shirt"}),
    "saved_views_list": Call(MEMBER),
    "saved_views_create": Call(MEMBER, body={"page": "jobs", "name": "Ours", "query": "q=x"}),
    "saved_views_retrieve": Call(MEMBER, id="saved view", unseen_by=NOT_THE_OWNER),
    "saved_views_destroy": Call(MEMBER, id="saved view", unseen_by=NOT_THE_OWNER),
    **bringing_in.API,
}
