"""What happened, for machines: the event log as the member may read it."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers

from accounts.api.fields import ModelSerializer
from accounts.api.rows import CompanyRows
from accounts.models import Event
from collaboration.services import feed
from jobs.models import Candidate, Job


class ActivitySerializer(ModelSerializer):
    """One event: its name, the kind and id of what it is about, ids and small facts; never a person's text."""

    facts = serializers.DictField(child=serializers.JSONField(), read_only=True)

    class Meta:
        model = Event
        fields = ["id", "name", "actor_kind", "member", "subject_type", "subject_id", "facts", "at"]


@extend_schema_view(
    list=extend_schema(
        summary="What happened, newest first",
        parameters=[
            OpenApiParameter("candidate", {"type": "string", "format": "uuid"}, description="To this person."),
            OpenApiParameter("job", {"type": "string", "format": "uuid"}, description="At this job."),
            OpenApiParameter("group", {"type": "string", "enum": sorted(feed.GROUPS)}, description="Of this kind only."),
        ],
    )
)
class ActivityViewSet(mixins.ListModelMixin, CompanyRows):
    queryset = Event.objects.none()
    serializer_class = ActivitySerializer
    orders = {"newest": ("-at", "-pk")}
    actions_needed = {"list": None}

    def get_queryset(self):
        member = getattr(self.request, "member", None)
        if member is None:
            return Event.objects.none()
        asked, about = self.request.query_params, {}
        for name, model in (("candidate", Candidate), ("job", Job)):
            if name in asked:
                pk = serializers.UUIDField().run_validation(asked[name])
                about[name] = get_object_or_404(model.objects.visible_to(member), pk=pk)
        if "group" in asked and asked["group"] not in feed.GROUPS:
            raise exceptions.ValidationError({"group": f"One of {', '.join(sorted(feed.GROUPS))}."})
        if len(about) > 1:
            raise exceptions.ValidationError({"job": "Ask for a candidate or a job, not both."})
        return feed.happened(member, group=asked.get("group", ""), **about)
