"""Whom the company knows for a job, and which jobs fit a person, for machines."""

from django.core.exceptions import ValidationError as DjangoInvalid
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api.fields import Text
from accounts.api.permissions import MemberCan
from accounts.permissions import Action
from jobs.models import Candidate, Job, TalentPool
from matching.services.fitting import add_known, jobs_that_fit
from matching.services.pool import best_of_pool
from matching.views.fitting import reason_of

MOST = 50
POOL = OpenApiParameter("pool", {"type": "string", "format": "uuid"}, description="Only people of this talent pool.")
LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 10})


class ReasonSerializer(serializers.Serializer):
    score = serializers.DecimalField(max_digits=5, decimal_places=2)
    met = serializers.ListField(child=Text(), help_text="Skills asked for that are there.")
    missing = serializers.ListField(child=Text(), help_text="Skills asked for that are not.")


class KnownSerializer(ReasonSerializer):
    candidate = serializers.UUIDField()
    name = Text()
    headline = Text()


@extend_schema_serializer(many=False)
class SuggestedPeopleSerializer(serializers.Serializer):
    ready = serializers.BooleanField(help_text="False while everybody is being held against the job: ask again in some seconds.")
    results = KnownSerializer(many=True)


class FittingJobSerializer(ReasonSerializer):
    job = serializers.UUIDField()
    title = Text()


@extend_schema_serializer(many=False)
class FittingJobsSerializer(serializers.Serializer):
    read = serializers.BooleanField(help_text="Whether there was anything to score.")
    held_back = serializers.IntegerField(help_text="Of how many more open jobs a must-have is missing.")
    results = FittingJobSerializer(many=True)


class AddKnownSerializer(serializers.Serializer):
    candidate = serializers.UUIDField()


class AddedSerializer(serializers.Serializer):
    application = serializers.UUIDField(source="pk")


def limit_of(request):
    text = request.query_params.get("limit", "10")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise exceptions.ValidationError({"limit": f"1 to {MOST}."})
    return int(text)


def pool_of(request):
    """The talent pool that is asked for, or None."""
    if "pool" not in request.query_params:
        return None
    try:
        return TalentPool.objects.visible_to(request.member).get(pk=request.query_params["pool"])
    except (TalentPool.DoesNotExist, DjangoInvalid) as error:
        raise exceptions.ValidationError({"pool": "There is no such pool."}) from error


def _reason(why):
    met, missing = reason_of(why)
    return {"score": why.total, "met": met, "missing": missing}


class SuggestionsViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"list": Action.VIEW_CANDIDATES, "create": Action.MOVE_APPLICATION}

    def _job(self, request, job_id):
        return get_object_or_404(Job.objects.visible_to(request.member).select_related("company"), pk=job_id)

    @extend_schema(
        summary="People you already know who fit this job",
        operation_id="job_suggestions",
        parameters=[LIMIT, POOL],
        responses=SuggestedPeopleSerializer,
    )
    def list(self, request, job_id):
        fits = best_of_pool(self._job(request, job_id), request.member, limit_of(request), kept_in=pool_of(request))
        people = [
            {"candidate": fit.candidate.pk, "name": fit.candidate.name, "headline": fit.candidate.headline, **_reason(fit.why)}
            for fit in fits or ()
        ]
        return Response(SuggestedPeopleSerializer({"ready": fits is not None, "results": people}).data)

    @extend_schema(
        summary="Add one of them to the job",
        operation_id="job_suggestions_add",
        request=AddKnownSerializer,
        responses={201: AddedSerializer},
    )
    def create(self, request, job_id):
        job, asked = self._job(request, job_id), AddKnownSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        candidate = Candidate.objects.visible_to(request.member).filter(pk=asked.validated_data["candidate"]).first()
        if candidate is None:
            raise exceptions.ValidationError({"candidate": "There is no such candidate."})
        made = add_known(job=job, candidate=candidate, actor=request.member)
        return Response(AddedSerializer(made).data, status=status.HTTP_201_CREATED)


class FittingJobsViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"list": Action.VIEW_JOBS}

    @extend_schema(
        summary="Open jobs that fit this person",
        operation_id="candidate_fitting_jobs",
        parameters=[LIMIT],
        responses=FittingJobsSerializer,
    )
    def list(self, request, candidate_id):
        rows = Candidate.objects.visible_to(request.member).select_related("company")
        found = jobs_that_fit(get_object_or_404(rows, pk=candidate_id), request.member, limit_of(request))
        jobs = [{"job": fit.job.pk, "title": fit.job.title, **_reason(fit.why)} for fit in found.fits]
        return Response(FittingJobsSerializer({"read": found.read, "held_back": found.held_back, "results": jobs}).data)
