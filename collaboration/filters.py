"""What the board may be narrowed by."""

from jobs.filters import ApplicationFilter
from jobs.models import Application


class BoardFilter(ApplicationFilter):
    """The list's filters without what the columns say already."""

    stage = status = overdue = knocked_out = None
    entity = None

    class Meta:
        model = Application
        fields = ["q", "job", "assignee", "source", "score", "mine"]
