"""Assignments and tasks for machines: the same services as the pages."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.models import Membership
from accounts.permissions import Action
from collaboration.models import Assignment, Task
from collaboration.services import assignments, tasks
from jobs.api.fields import OwnRow
from jobs.models import Application, Candidate, Job


class AssignmentSerializer(ModelSerializer):
    class Meta:
        model = Assignment
        fields = ["id", "candidate", "application", "member", "by", "at", "ended_at"]


class AssignSerializer(serializers.Serializer):
    """An application, or a candidate as such; and who is to look after them."""

    application = OwnRow(Application, required=False, allow_null=True)
    candidate = OwnRow(Candidate, required=False, allow_null=True)
    member = OwnRow(Membership)

    def validate(self, given):
        given = {name: row for name, row in given.items() if row is not None}
        if ("application" in given) == ("candidate" in given):
            raise serializers.ValidationError({"application": "Name an application or a candidate, one of the two."})
        return given


@extend_schema_view(
    list=extend_schema(summary="Who looks after whom now"), retrieve=extend_schema(summary="One assignment, running or ended")
)
class AssignmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    http_method_names = ["get", "post", "delete", "head", "options"]
    actions_needed = {"list": None, "retrieve": None, "create": Action.EDIT_CANDIDATE, "destroy": Action.EDIT_CANDIDATE}

    def narrow(self, rows):
        return rows.running() if self.action == "list" else rows

    @extend_schema(summary="Assign, or reassign", request=AssignSerializer, responses={201: AssignmentSerializer})
    def create(self, request):
        asked = AssignSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        row = assignments.assign(actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Unassign; one that has ended stays as it is", responses={204: None})
    def destroy(self, request, pk=None):
        row = self.get_object()
        if row.ended_at is None:
            about = {"application": row.application} if row.application_id else {"candidate": row.candidate}
            assignments.unassign(actor=request.member, **about)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TaskSerializer(ModelSerializer):
    class Meta:
        model = Task
        fields = ["id", "text", "member", "by", "candidate", "application", "job", "due_at", "done_at", "done_by", "created_at"]


class NewTaskSerializer(serializers.Serializer):
    text = Text(max_length=200)
    member = OwnRow(Membership, required=False)
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    application = OwnRow(Application, required=False, allow_null=True)
    candidate = OwnRow(Candidate, required=False, allow_null=True)
    job = OwnRow(Job, required=False, allow_null=True)


class TaskChangeSerializer(serializers.Serializer):
    text = Text(max_length=200, required=False)
    member = OwnRow(Membership, required=False)
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    done = serializers.BooleanField(required=False)


@extend_schema_view(list=extend_schema(summary="Tasks that are not done"), retrieve=extend_schema(summary="One task"))
class TaskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """One's own tasks, and those about things that one sees."""

    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    orders = {"due": ("due_at", "pk"), "newest": ("-pk",)}
    actions_needed = {"list": None, "retrieve": None, **dict.fromkeys(["create", "partial_update", "destroy"], Action.COMMENT)}

    def narrow(self, rows):
        return rows.filter(done_at=None) if self.action == "list" else rows

    def _asked(self, serializer):
        asked = serializer(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    @extend_schema(summary="Write a task down", request=NewTaskSerializer, responses={201: TaskSerializer})
    def create(self, request):
        task = tasks.create_task(actor=request.member, **self._asked(NewTaskSerializer))
        return Response(self.get_serializer(task).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Change a task, tick it off (`done`) or take the tick back", request=TaskChangeSerializer)
    def partial_update(self, request, pk=None):
        task, given = self.get_object(), self._asked(TaskChangeSerializer)
        done = given.pop("done", None)
        task = tasks.change_task(task=task, actor=request.member, **given)
        if done is not None:
            task = tasks.finish_task(task=task, actor=request.member, done=done)
        return Response(self.get_serializer(task).data)

    @extend_schema(summary="Delete a task", responses={204: None})
    def destroy(self, request, pk=None):
        tasks.delete_task(task=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)
