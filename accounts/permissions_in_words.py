"""The permission table as people read it: on its page and in docs/security.md."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import TABLE, Action, Role

ACTIONS = {
    Action.VIEW_JOBS: (_("See jobs"), ""),
    Action.CREATE_JOB: (_("Create jobs"), ""),
    Action.EDIT_JOB: (_("Change, open and close jobs"), ""),
    Action.VIEW_CANDIDATES: (_("See candidates"), _("Interviewers see those assigned to them or whom they interview.")),
    Action.ADD_CANDIDATE: (_("Add candidates"), ""),
    Action.EDIT_CANDIDATE: (_("Change candidates"), ""),
    Action.DELETE_CANDIDATE: (_("Delete candidates"), ""),
    Action.MOVE_APPLICATION: (_("Move, reject and hire"), ""),
    Action.IMPORT: (_("Import"), ""),
    Action.EXPORT: (_("Export"), ""),
    Action.SCHEDULE_INTERVIEW: (_("Schedule interviews"), ""),
    Action.SUBMIT_FEEDBACK: (_("Write scorecards"), ""),
    Action.COMMENT: (_("Comment"), ""),
    Action.APPROVE: (_("Approve jobs and offers"), _("Where a rule asks for them.")),
    Action.CONFIGURE_SCORING: (_("Configure scoring"), ""),
    Action.VIEW_ANALYTICS: (_("See analytics"), ""),
    Action.MANAGE_USERS: (_("Manage members"), ""),
    Action.MANAGE_SETTINGS: (_("Manage company settings"), _("Also the activity log and the company's admin pages.")),
}


def table():
    """(what, note, [allowed for each role in the order of Role]) for every action of the table."""
    words = {action: ACTIONS.get(action, (action.value.replace("_", " ").capitalize(), "")) for action in TABLE}
    order = [*ACTIONS, *(action for action in TABLE if action not in ACTIONS)]
    return [(*words[action], [role in TABLE[action] for role in Role]) for action in order]
