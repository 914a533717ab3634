"""The API of the company's small lists and of saved views."""

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.models import Membership
from accounts.permissions import Action
from jobs.api.fields import OwnRow
from jobs.api.people import TagSerializer
from jobs.api.serializers import PlanSerializer
from jobs.models import CustomField, Department, Job, PipelinePlan, RejectionReason, SavedView, Source, Tag, TrackingLink
from jobs.services.custom_fields import archive_field, save_field
from jobs.services.lookups import make_tracking_link, save_lookup
from jobs.services.pipelines import delete_plan, save_plan
from jobs.services.saved_views import save_view

SETTINGS = {
    "list": None,
    "retrieve": None,
    "create": Action.MANAGE_SETTINGS,
    "partial_update": Action.MANAGE_SETTINGS,
    "destroy": Action.MANAGE_SETTINGS,
}
METHODS = ["get", "post", "patch", "delete", "head", "options"]


class DepartmentSerializer(ModelSerializer):
    parent = OwnRow(Department, allow_null=True, required=False)

    class Meta:
        model = Department
        fields = ["id", "name", "parent"]


class SourceSerializer(ModelSerializer):
    class Meta:
        model = Source
        fields = ["id", "name", "type"]


class ReasonSerializer(ModelSerializer):
    class Meta:
        model = RejectionReason
        fields = ["id", "name", "side", "letter"]


class LookupViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.DestroyModelMixin, CompanyRows):
    """A list of names; a name is there once, whatever its case."""

    http_method_names = METHODS
    actions_needed = SETTINGS
    orders = {"name": ("name", "pk"), "-name": ("-name", "-pk")}

    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = save_lookup(self.queryset.model(company=request.member.company), **asked.validated_data)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request, pk=None):
        row = self.get_object()
        asked = self.get_serializer(row, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        return Response(self.get_serializer(save_lookup(row, **asked.validated_data)).data)


class DepartmentViewSet(LookupViewSet):
    queryset = Department.objects.none()
    serializer_class = DepartmentSerializer


class SourceViewSet(LookupViewSet):
    queryset = Source.objects.none()
    serializer_class = SourceSerializer


class ReasonViewSet(LookupViewSet):
    queryset = RejectionReason.objects.none()
    serializer_class = ReasonSerializer


class TagViewSet(LookupViewSet):
    queryset = Tag.objects.none()
    serializer_class = TagSerializer


class PlanViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Reusable pipelines. Jobs that exist keep their own stages when a plan changes."""

    queryset = PipelinePlan.objects.none()
    serializer_class = PlanSerializer
    http_method_names = ["get", "post", "put", "delete", "head", "options"]
    actions_needed = {**SETTINGS, "update": Action.MANAGE_SETTINGS}
    orders = {"name": ("name", "pk")}

    def narrow(self, rows):
        return rows.prefetch_related("stages")

    def create(self, request):
        return self._save(request, None, status.HTTP_201_CREATED)

    def update(self, request, pk=None):
        return self._save(request, self.get_object(), status.HTTP_200_OK)

    def _save(self, request, plan, code):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = save_plan(company=request.member.company, plan=plan, **asked.validated_data)
        return Response(self.get_serializer(self.get_queryset().get(pk=plan.pk)).data, status=code)

    @extend_schema(summary="Delete a plan that is not the default")
    def destroy(self, request, pk=None):
        delete_plan(plan=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class TrackingLinkSerializer(ModelSerializer):
    source = OwnRow(Source)
    job = OwnRow(Job, allow_null=True, required=False)
    credited_to = OwnRow(Membership, allow_null=True, required=False)

    class Meta:
        model = TrackingLink
        fields = ["id", "token", "source", "job", "credited_to", "created_at"]
        read_only_fields = ["id", "token", "created_at"]


class TrackingLinkViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.DestroyModelMixin, CompanyRows):
    """Links to apply by: they tell the source and whom to credit."""

    queryset = TrackingLink.objects.none()
    serializer_class = TrackingLinkSerializer
    http_method_names = ["get", "post", "delete", "head", "options"]
    actions_needed = SETTINGS
    orders = {"newest": ("-created_at", "-pk")}

    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        link = make_tracking_link(company=request.member.company, **asked.validated_data)
        return Response(self.get_serializer(link).data, status=status.HTTP_201_CREATED)


class CustomFieldSerializer(ModelSerializer):
    key = serializers.RegexField(r"^[a-z][a-z0-9_]*$", max_length=40, required=False, help_text="Never changes.")
    options = serializers.ListField(child=Text(max_length=100), max_length=200, required=False)

    class Meta:
        model = CustomField
        fields = ["id", "entity", "key", "name", "kind", "options", "position", "archived_at"]
        read_only_fields = ["id", "archived_at"]


class CustomFieldChangeSerializer(serializers.Serializer):
    name = Text(max_length=80, required=False)
    options = serializers.ListField(child=Text(max_length=100), max_length=200, required=False)
    position = serializers.IntegerField(min_value=0, max_value=999, required=False)
    archived = serializers.BooleanField(required=False, help_text="Out of use; values are kept.")


class CustomFieldViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """The company's own fields on jobs, candidates and applications."""

    queryset = CustomField.objects.none()
    serializer_class = CustomFieldSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]
    actions_needed = SETTINGS
    orders = {"place": ("entity", "position", "name", "pk")}

    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        field = save_field(company=request.member.company, **asked.validated_data)
        return Response(self.get_serializer(field).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CustomFieldChangeSerializer)
    def partial_update(self, request, pk=None):
        field = self.get_object()
        asked = CustomFieldChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        archived = given.pop("archived", None)
        if given:
            now = {"name": field.name, "options": field.options, "position": field.position}
            field = save_field(company=request.member.company, field=field, **(now | given))
        if archived is not None:
            field = archive_field(field=field, back=not archived)
        return Response(self.get_serializer(field).data)


class SavedViewSerializer(ModelSerializer):
    mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ["id", "page", "name", "query", "shared", "mine"]
        extra_kwargs = {"query": {"allow_blank": True, "required": False}}

    def get_mine(self, view) -> bool:
        return view.member_id == self.context["request"].member.pk


class SavedViewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Views of lists: one's own, and those that colleagues share."""

    queryset = SavedView.objects.none()
    serializer_class = SavedViewSerializer
    http_method_names = ["get", "post", "delete", "head", "options"]
    actions_needed = dict.fromkeys(["list", "retrieve", "create", "destroy"])
    orders = {"name": ("name", "pk")}

    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        view = save_view(member=request.member, **{"query": "", **asked.validated_data})
        return Response(self.get_serializer(view).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Delete a view of one's own")
    def destroy(self, request, pk=None):
        view = self.get_object()
        if view.member_id != request.member.pk:
            self.permission_denied(request, message="That view is a colleague's.", code="not_yours")
        view.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
