"""Scoring rules for machines, and two people under one set of them."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api.permissions import MemberCan
from accounts.api.problems import Conflict
from accounts.permissions import Action
from jobs.models import Candidate, Job
from matching.api import serializers as said
from matching.services import comparing, configs
from matching.services.features import taxonomy_of
from matching.services.versions import differences, revision_of

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of the rules that these were changed from; `revision` in the body says the same.",
)
CHANGED = OpenApiResponse(
    said.ConfigConflictSerializer, description="Somebody saved other rules meanwhile: who, when and what they changed."
)


class ScoringConfigViewSet(ViewSet):
    """`GET/PUT jobs/{id}/scoring-config` and `company/default-scoring-config`."""

    permission_classes = [MemberCan]
    actions_needed = {"job": None, "set_job": Action.CONFIGURE_SCORING, "default": None, "set_default": Action.MANAGE_SETTINGS}

    @extend_schema(summary="The scoring rules of a job", operation_id="job_scoring_config", responses=said.ConfigSerializer)
    def job(self, request, job_id):
        job = _job(request, job_id)
        return self._answer(configs.in_force(job.company, job), job)

    @extend_schema(
        summary="Give a job its own scoring rules",
        operation_id="job_scoring_config_set",
        parameters=[IF_MATCH],
        request=said.ConfigChangeSerializer,
        responses={200: said.ConfigSerializer, (409, "application/problem+json"): CHANGED},
    )
    def set_job(self, request, job_id):
        return self._save(request, _job(request, job_id))

    @extend_schema(summary="The company's scoring rules", operation_id="default_scoring_config", responses=said.ConfigSerializer)
    def default(self, request):
        return self._answer(configs.in_force(request.member.company))

    @extend_schema(
        summary="Change the company's scoring rules",
        operation_id="default_scoring_config_set",
        parameters=[IF_MATCH],
        request=said.ConfigChangeSerializer,
        responses={200: said.ConfigSerializer, (409, "application/problem+json"): CHANGED},
    )
    def set_default(self, request):
        return self._save(request, None)

    def _save(self, request, job):
        asked = said.ConfigChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        company, rules = request.member.company, asked.validated_data["rules"]
        try:
            version = configs.save_config(
                company=company,
                job=job,
                actor=request.member,
                body=rules,
                note=asked.validated_data["note"],
                seen=self._seen(request, asked.validated_data, job),
            )
        except configs.ChangedMeanwhile as conflict:
            raise Conflict(str(conflict), code=conflict.code, more=_told(conflict, job, taxonomy_of(company.pk))) from conflict
        except configs.RunningRefused:
            raise
        except configs.ConfigRefused as refusal:
            raise exceptions.ValidationError(refusal.errors) from refusal
        return self._answer(version, job)

    def _seen(self, request, asked, job):
        """The revision that the caller changed: by header, by field, or by the number alone that older callers send."""
        if header := request.headers.get("If-Match", "").strip():
            return None if header == "*" else header.removeprefix("W/").strip('"')
        if asked.get("revision"):
            return asked["revision"]
        if "version" not in asked:
            return None
        now = configs.in_force(request.member.company, job)
        kind = revision_of(now, job).partition("-")[0]
        return f"{kind}-{asked['version']}"

    def _answer(self, version, job=None):
        revision = revision_of(version, job)
        answer = {
            "version": version.number,
            "revision": revision,
            "inherited": bool(job) and not revision.startswith("own"),
            "rules": version.body,
            "at": version.at,
        }
        return Response(said.ConfigSerializer(answer).data, headers={"ETag": f'"{revision}"'})


class CompareViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"list": None}

    @extend_schema(
        summary="Why one of two people stands above the other",
        operation_id="job_compare",
        responses=said.StandingSerializer,
        parameters=[
            OpenApiParameter("candidates", str, required=True, description="Two ids of candidates with a comma between them.")
        ],
    )
    def list(self, request, job_id):
        job = _job(request, job_id)
        asked = [one.strip() for one in request.query_params.get("candidates", "").split(",")]
        ids = [_id(one) for one in asked if one]
        if len(set(ids)) != 2 or len(ids) != 2:
            raise exceptions.ValidationError({"candidates": "Two different ids with a comma between them."})
        people = [get_object_or_404(Candidate.objects.visible_to(request.member), pk=one) for one in ids]
        version, known = configs.rules_of(job), taxonomy_of(job.company_id)
        found = comparing.standing(people, job, version.body, known)
        if found is None:
            raise Conflict("Of one of them nothing is read yet, so there is nothing to compare.", code="nothing_read")
        sides = [
            {"candidate": person.pk, "score": told.total, "knocked_out": told.knocked, "reasons": told.reasons}
            for person, told in (found.upper, found.lower)
        ]
        lines = [
            {"criterion": pair.criterion, "label": pair.label, "upper": pair.two, "lower": pair.one, "gap": pair.gap}
            for pair in found.pairs
        ]
        return Response(
            said.StandingSerializer(
                {
                    "revision": revision_of(version, job),
                    "upper": sides[0],
                    "lower": sides[1],
                    "gap": found.gap,
                    "tied": found.tied,
                    "ahead": [pair.criterion for pair in found.ahead],
                    "behind": [pair.criterion for pair in found.behind],
                    "lines": lines,
                }
            ).data
        )


def _id(text):
    from uuid import UUID

    try:
        return UUID(text)
    except ValueError as error:
        raise exceptions.ValidationError({"candidates": "Two different ids with a comma between them."}) from error


def _job(request, job_id):
    return get_object_or_404(Job.objects.visible_to(request.member).select_related("company"), pk=job_id)


def _told(conflict, job, known):
    """What the 409 says: who saved what, so that a caller can show it and decide."""
    now, seen = conflict.version, conflict.seen
    changes = differences(seen.body, now.body, known) if seen else []
    return {
        "revision": revision_of(now, job),
        "version": now.number,
        "changed_by": now.by and now.by.user.name,
        "changed_at": now.at.isoformat(),
        "changes": [{"label": label, "before": before, "after": after} for label, before, after in changes],
    }
