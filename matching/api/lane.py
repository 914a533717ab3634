"""The review lane and the effect of unsaved rules for machines: the same services as the pages."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api.fields import ModelSerializer, Text
from accounts.api.permissions import MemberCan
from accounts.permissions import Action
from jobs.api.people import BulkResultSerializer, UndoSerializer
from jobs.models import Application, Job
from matching.api.serializers import RuleSerializer
from matching.models import KnockoutWaiver
from matching.services import configs, people, rerank, waivers
from matching.services.features import taxonomy_of


class WaiverSerializer(ModelSerializer):
    """Somebody let back in, from the rules that they missed at that moment."""

    rules = RuleSerializer(many=True)
    codes = serializers.ListField(child=Text(), help_text="Stable names of the rules: minimum_years, skill:python, …")
    by = Text(source="by.name", allow_null=True, default=None)

    class Meta:
        model = KnockoutWaiver
        fields = ["id", "application", "rules", "codes", "note", "by", "at", "ended_at"]


class NoteSerializer(serializers.Serializer):
    note = Text(required=False, allow_blank=True, max_length=300, default="")


class ManySerializer(NoteSerializer):
    applications = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1000)


class LaneViewSet(ViewSet):
    """Letting people back in whom a rule had caught. No score, stage or status is decided by a rule alone."""

    permission_classes = [MemberCan]
    actions_needed = dict.fromkeys(["let_in", "take_back", "let_many_in", "take_back_moment"], Action.MOVE_APPLICATION)

    def _application(self, request, application_id):
        return get_object_or_404(Application.objects.visible_to(request.member), pk=application_id)

    @extend_schema(
        summary="Let somebody back in whom a rule had caught",
        operation_id="application_let_back_in",
        request=NoteSerializer,
        responses={201: WaiverSerializer},
    )
    def let_in(self, request, application_id):
        row, asked = self._application(request, application_id), NoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = waivers.let_back_in(application=row, actor=request.member, note=asked.validated_data["note"])
        return Response(WaiverSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Take that back: the rules hold again",
        operation_id="application_let_back_in_undo",
        request=None,
        responses={200: BulkResultSerializer},
    )
    def take_back(self, request, application_id):
        done = waivers.take_back(application=self._application(request, application_id), actor=request.member)
        return Response(BulkResultSerializer(done).data)

    @extend_schema(
        summary="Let many of a job back in; each refusal is reported",
        operation_id="job_let_back_in",
        request=ManySerializer,
        responses={200: BulkResultSerializer},
    )
    def let_many_in(self, request, job_id):
        job = get_object_or_404(Job.objects.visible_to(request.member), pk=job_id)
        asked = ManySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rows = Application.objects.visible_to(request.member).filter(job=job, pk__in=asked.validated_data["applications"])
        result = waivers.let_many_back_in(applications=rows, actor=request.member, note=asked.validated_data["note"])
        return Response(BulkResultSerializer(result).data)

    @extend_schema(
        summary="Take back whom you let in at one moment",
        operation_id="let_back_in_undo",
        request=UndoSerializer,
        responses={200: BulkResultSerializer},
    )
    def take_back_moment(self, request):
        asked = UndoSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(BulkResultSerializer(waivers.take_back_moment(actor=request.member, at=asked.validated_data["at"])).data)


class NewPlaceSerializer(serializers.Serializer):
    """Somebody's place under the rules in force and under those that were sent; null where knocked out."""

    application = serializers.UUIDField()
    name = Text()
    rank = serializers.IntegerField(allow_null=True)
    old_rank = serializers.IntegerField(allow_null=True)
    score = serializers.FloatField()
    old_score = serializers.FloatField()
    reasons = serializers.ListField(child=Text(), help_text="What they miss and by how much.")


class EffectSerializer(serializers.Serializer):
    applicants = serializers.IntegerField(source="count")
    moved = serializers.IntegerField(help_text="How many change places.")
    top = NewPlaceSerializer(source="rows", many=True, help_text="The first 20 under these rules.")
    entered = NewPlaceSerializer(many=True, help_text="Who enters the first 20.")
    left = NewPlaceSerializer(many=True, help_text="Who leaves them and is still ranked.")
    knocked = NewPlaceSerializer(many=True, help_text="Whom a rule would newly catch, the best first; the first 12 by name.")
    knocked_more = serializers.IntegerField(help_text="How many more it would newly catch.")
    knocked_in_all = serializers.IntegerField(source="knocked_count")
    freed = serializers.IntegerField(help_text="How many would come back from the review lane.")


class RulesSerializer(serializers.Serializer):
    rules = serializers.DictField(help_text="As in PUT: weights, required_skills, knockouts, …")


class PreviewViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"job": Action.CONFIGURE_SCORING}

    @extend_schema(
        summary="What rules would do before they are saved",
        operation_id="job_scoring_config_preview",
        request=RulesSerializer,
        responses={200: EffectSerializer},
    )
    def job(self, request, job_id):
        job = get_object_or_404(Job.objects.visible_to(request.member).select_related("company"), pk=job_id)
        asked = RulesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        known = taxonomy_of(job.company_id)
        try:
            rules = configs.checked(asked.validated_data["rules"], known)
        except configs.ConfigRefused as refusal:
            raise exceptions.ValidationError(refusal.errors) from refusal
        effect = rerank.rerank(people.applicants(job, known), configs.version_for(job), rules.to_dict(), request.member)
        return Response(EffectSerializer(effect).data)
