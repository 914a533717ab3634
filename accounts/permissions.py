"""Who may do what: the one table that pages, API, sockets and admin read."""

from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    RECRUITER = "recruiter"
    INTERVIEWER = "interviewer"
    VIEWER = "viewer"


class Action(StrEnum):
    CREATE_JOB = "create_job"
    EDIT_JOB = "edit_job"
    VIEW_JOBS = "view_jobs"
    VIEW_CANDIDATES = "view_candidates"
    ADD_CANDIDATE = "add_candidate"
    EDIT_CANDIDATE = "edit_candidate"
    DELETE_CANDIDATE = "delete_candidate"
    MOVE_APPLICATION = "move_application"
    IMPORT = "import"
    EXPORT = "export"
    SCHEDULE_INTERVIEW = "schedule_interview"
    SUBMIT_FEEDBACK = "submit_feedback"
    COMMENT = "comment"
    APPROVE = "approve"
    CONFIGURE_SCORING = "configure_scoring"
    VIEW_ANALYTICS = "view_analytics"
    MANAGE_USERS = "manage_users"
    MANAGE_SETTINGS = "manage_settings"


EVERYONE = frozenset(Role)
RECRUITING = frozenset({Role.ADMIN, Role.RECRUITER})
ADMINS = frozenset({Role.ADMIN})

TABLE = {
    Action.CREATE_JOB: RECRUITING,
    Action.EDIT_JOB: RECRUITING,
    Action.VIEW_JOBS: EVERYONE,
    # An interviewer sees the candidates assigned to them by object permission: querysets add those rows.
    Action.VIEW_CANDIDATES: RECRUITING | {Role.VIEWER},
    Action.ADD_CANDIDATE: RECRUITING,
    Action.EDIT_CANDIDATE: RECRUITING,
    Action.DELETE_CANDIDATE: RECRUITING,
    Action.MOVE_APPLICATION: RECRUITING,
    Action.IMPORT: RECRUITING,
    Action.EXPORT: RECRUITING,
    Action.SCHEDULE_INTERVIEW: RECRUITING,
    Action.SUBMIT_FEEDBACK: RECRUITING | {Role.INTERVIEWER},
    Action.COMMENT: RECRUITING | {Role.INTERVIEWER},
    Action.APPROVE: RECRUITING | {Role.INTERVIEWER},  # whose turn it is, the approval itself says
    Action.CONFIGURE_SCORING: RECRUITING,
    Action.VIEW_ANALYTICS: EVERYONE,
    Action.MANAGE_USERS: ADMINS,
    Action.MANAGE_SETTINGS: ADMINS,
}


def allowed(role, action):
    """Whether the table lets `role` do `action`."""
    return Role(role) in TABLE[Action(action)]
