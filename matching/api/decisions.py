"""The decision record for machines, as the pages show it."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.viewsets import GenericViewSet

from accounts.api.fields import Text
from accounts.permissions import Action
from jobs.models import Candidate, Job
from matching.models import Decision
from matching.services import decisions


class DecisionSerializer(serializers.Serializer):
    """One entry. `hash` is the SHA-256 of `previous`, a line feed and the other columns but `member` as JSON with sorted keys."""

    number = serializers.IntegerField(help_text="Its place in the company's record, from 1.")
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=Decision.Kind.choices)
    company_id = serializers.UUIDField()
    job_id = serializers.UUIDField(allow_null=True)
    candidate_id = serializers.UUIDField(allow_null=True)
    application_id = serializers.UUIDField(allow_null=True)
    member_id = serializers.UUIDField(allow_null=True, help_text="Who acted or looked; null: the system or the candidate.")
    member = Text(allow_null=True, help_text="What the member is called now; not part of the record.")
    person_id = serializers.UUIDField(allow_null=True)
    match_id = serializers.UUIDField(allow_null=True)
    match_version = serializers.IntegerField(allow_null=True, help_text="Which version of the score it is about.")
    event_id = serializers.IntegerField(allow_null=True)
    facts = serializers.DictField(
        help_text="By kind: score, rules, engine, digests of features and demands; rules that knocked out; stages."
    )
    previous = Text(help_text="The seal of the entry before.")
    hash = Text()


class DecisionViewSet(GenericViewSet):
    """`GET candidates/{id}/decision-record` and `jobs/{id}/decision-record`: newest first."""

    queryset = Decision.objects.none()
    serializer_class = DecisionSerializer
    orders = {"newest": ("-number",), "oldest": ("number",)}
    actions_needed = {"candidate": Action.EXPORT, "job": Action.EXPORT}
    parameters = [OpenApiParameter("kind", {"type": "string", "enum": Decision.Kind.values}, description="Of this kind only.")]

    @extend_schema(
        summary="What was scored, seen and decided about a candidate",
        operation_id="candidate_decision_record",
        parameters=parameters,
        responses=DecisionSerializer(many=True),
    )
    def candidate(self, request, candidate_id):
        candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=candidate_id)
        return self._answer(decisions.of_candidate(candidate, request.member))

    @extend_schema(
        summary="What was scored, seen and decided for a job",
        operation_id="job_decision_record",
        parameters=parameters,
        responses=DecisionSerializer(many=True),
    )
    def job(self, request, job_id):
        job = get_object_or_404(Job.objects.visible_to(request.member), pk=job_id)
        return self._answer(decisions.of_job(job, request.member))

    def _answer(self, entries):
        if kind := self.request.query_params.get("kind"):
            if kind not in Decision.Kind.values:
                raise exceptions.ValidationError({"kind": f"One of {', '.join(Decision.Kind.values)}."})
            entries = entries.filter(kind=kind)
        rows = self.paginate_queryset(entries)
        names = decisions.names_of(rows)
        for entry in rows:
            entry.member = names.get(entry.member_id)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)
