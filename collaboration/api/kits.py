"""Kits and interview plans for machines."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.guard import require
from accounts.models import Membership
from accounts.permissions import Action
from collaboration.api.interviews import MINUTES, asked
from collaboration.models import Attribute, InterviewPlan, Kind, Kit, PlannedInterview
from collaboration.services import kits as service
from jobs.api.fields import OwnRow
from jobs.models import Job, StageType


class AttributeSerializer(ModelSerializer):
    class Meta:
        model = Attribute
        fields = ["id", "name", "text"]


class KitSerializer(ModelSerializer):
    questions = serializers.ListField(child=serializers.CharField(), read_only=True)
    attributes = AttributeSerializer(many=True, read_only=True)

    class Meta:
        model = Kit
        fields = ["id", "name", "kind", "minutes", "purpose", "questions", "attributes", "tips", "expect", "archived_at"]
        read_only_fields = fields


class NewAttributeSerializer(serializers.Serializer):
    name = Text(max_length=80)
    text = Text(max_length=300, required=False, allow_blank=True, default="")


class ChangeKitSerializer(serializers.Serializer):
    """Lists given are the whole new ones, in order."""

    name = Text(max_length=80, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    minutes = serializers.IntegerField(required=False, **MINUTES)
    purpose = Text(max_length=2000, required=False, allow_blank=True)
    questions = serializers.ListField(child=Text(max_length=500), required=False, max_length=service.MOST)
    attributes = NewAttributeSerializer(many=True, required=False)
    tips = Text(max_length=4000, required=False, allow_blank=True)
    expect = Text(max_length=4000, required=False, allow_blank=True)
    archived = serializers.BooleanField(required=False)


class NewKitSerializer(ChangeKitSerializer):
    name = Text(max_length=80)
    archived = None


def _kit_fields(given):
    if "attributes" in given:
        given["attributes"] = [(one["name"], one["text"]) for one in given["attributes"]]
    return given


@extend_schema_view(list=extend_schema(summary="Kits, archived ones too"), retrieve=extend_schema(summary="One kit"))
class KitViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Kit.objects.none()
    serializer_class = KitSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]
    actions_needed = {"list": None, "retrieve": None, **dict.fromkeys(["create", "partial_update"], Action.MANAGE_SETTINGS)}

    def narrow(self, rows):
        return rows.prefetch_related("attributes")

    def _answer(self, kit, code=status.HTTP_200_OK):
        return Response(KitSerializer(Kit.objects.prefetch_related("attributes").get(pk=kit.pk)).data, status=code)

    @extend_schema(summary="Make a kit", request=NewKitSerializer, responses={201: KitSerializer})
    def create(self, request):
        return self._answer(service.save_kit(company=request.member.company, **_kit_fields(asked(self, NewKitSerializer))), 201)

    @extend_schema(summary="Change a kit, archive it or take it back", request=ChangeKitSerializer)
    def partial_update(self, request, pk=None):
        kit, given = self.get_object(), _kit_fields(asked(self, ChangeKitSerializer))
        archived = given.pop("archived", None)
        kit = service.save_kit(company=kit.company, kit=kit, **given)
        if archived is not None:
            service.archive_kit(kit=kit, archived=archived)
        return self._answer(kit)


class PlannedInterviewSerializer(ModelSerializer):
    class Meta:
        model = PlannedInterview
        fields = ["kit", "stage_type", "panel"]


class InterviewPlanSerializer(ModelSerializer):
    interviews = PlannedInterviewSerializer(many=True, read_only=True)

    class Meta:
        model = InterviewPlan
        fields = ["id", "name", "job", "interviews"]
        read_only_fields = fields


class NewPlannedSerializer(serializers.Serializer):
    kit = OwnRow(Kit)
    stage_type = serializers.ChoiceField(StageType.choices, required=False, allow_blank=True, default="")
    panel = OwnRow(Membership, many=True, required=False)

    def validate(self, given):
        return {"panel": [], **given}


class NewPlanSerializer(serializers.Serializer):
    """A job's plan, or without a job one of the company's, which takes an admin. `template` is copied where no interviews are given."""

    name = Text(max_length=80, required=False)
    job = OwnRow(Job, required=False, allow_null=True)
    template = OwnRow(InterviewPlan, required=False, allow_null=True)
    interviews = NewPlannedSerializer(many=True, required=False)

    def validate(self, given):
        if not given.get("job") and not given.get("name"):
            raise serializers.ValidationError({"name": "A plan of the company needs a name."})
        return given


class ChangePlanSerializer(serializers.Serializer):
    """`interviews`, if given, is the whole new list, in order."""

    name = Text(max_length=80, required=False)
    interviews = NewPlannedSerializer(many=True, required=False)


@extend_schema_view(
    list=extend_schema(summary="Interview plans: the company's and those of visible jobs"),
    retrieve=extend_schema(summary="One plan"),
)
class InterviewPlanViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = InterviewPlan.objects.none()
    serializer_class = InterviewPlanSerializer
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    actions_needed = {"list": None, "retrieve": None, **dict.fromkeys(["create", "partial_update", "destroy"], Action.EDIT_JOB)}

    def narrow(self, rows):
        return rows.prefetch_related("interviews__panel")

    def _answer(self, plan, code=status.HTTP_200_OK):
        return Response(
            InterviewPlanSerializer(InterviewPlan.objects.prefetch_related("interviews__panel").get(pk=plan.pk)).data, status=code
        )

    def _own(self):
        plan = self.get_object()
        if plan.job_id is None:
            require(self.request.member, Action.MANAGE_SETTINGS)
        return plan

    @extend_schema(summary="Make a plan", request=NewPlanSerializer, responses={201: InterviewPlanSerializer})
    def create(self, request):
        given = asked(self, NewPlanSerializer)
        job, template = given.pop("job", None), given.pop("template", None)
        if job is None:
            require(request.member, Action.MANAGE_SETTINGS)
        if template is not None and "interviews" not in given:
            given["interviews"] = service.rows_for(job, template)
        return self._answer(service.save_plan(company=request.member.company, job=job, **given), status.HTTP_201_CREATED)

    @extend_schema(summary="Change a plan", request=ChangePlanSerializer)
    def partial_update(self, request, pk=None):
        plan = self._own()
        return self._answer(service.save_plan(company=plan.company, plan=plan, **asked(self, ChangePlanSerializer)))

    @extend_schema(summary="Delete a plan; interviews made of it stay", responses={204: None})
    def destroy(self, request, pk=None):
        self._own().delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
