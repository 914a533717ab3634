"""The board of a job for machines: the columns and cards of the page, by the same service."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.api.fields import Text
from accounts.api.paging import CursorPages
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from collaboration.filters import BoardFilter
from collaboration.services import board as service
from jobs.api.fields import iso, text_or_none
from jobs.models import Application, Job, StageType


class NextStepSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["interview", "task"])
    words = Text()
    at = serializers.DateTimeField(allow_null=True)


class BoardCardSerializer(serializers.Serializer):
    """One application as a card: who, how well, what speaks for them, what comes next."""

    id = serializers.UUIDField(help_text="Of the application.")
    candidate = serializers.UUIDField()
    name = Text()
    stage = serializers.IntegerField()
    status = serializers.ChoiceField(choices=["active", "hired"])
    match_score = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    knocked_out = serializers.BooleanField()
    met = serializers.ListField(child=Text(), help_text="Skills asked for that are there: the first two.")
    next_step = NextStepSerializer(allow_null=True)
    days = serializers.IntegerField(help_text="In this stage.")
    moved_at = serializers.DateTimeField()
    answer_due_at = serializers.DateTimeField(allow_null=True)
    assignee = serializers.UUIDField(allow_null=True)
    comments = serializers.IntegerField()
    revision = serializers.IntegerField(help_text="Send it with a move: moved since is a 409.")

    def to_representation(self, card):
        icon, words, at = card["step"] or (None, None, None)
        return {
            "id": str(card["pk"]),
            "candidate": str(card["candidate_id"]),
            "name": card["name"],
            "stage": card["stage_id"],
            "status": card["status"],
            "match_score": text_or_none(card["match_score"]),
            "knocked_out": card["knocked_out"],
            "met": list(card["met"]),
            "next_step": icon and {"kind": "interview" if icon == "calendar" else "task", "words": words, "at": iso(at)},
            "days": card["days"],
            "moved_at": iso(card["moved_at"]),
            "answer_due_at": iso(card["answer_due_at"]),
            "assignee": text_or_none(card["assignee_id"]),
            "comments": card["said"] or 0,
            "revision": card["revision"],
        }


class BoardColumnSerializer(serializers.Serializer):
    stage = serializers.IntegerField(source="key")
    name = Text()
    type = serializers.ChoiceField(choices=StageType.choices)
    count = serializers.IntegerField()
    median_days = serializers.IntegerField(
        source="median", allow_null=True, help_text="How long the one in the middle has been here."
    )
    cards = BoardCardSerializer(many=True, help_text="The first ones.")
    next = serializers.SerializerMethodField(help_text="Where the column goes on.")

    def get_next(self, column) -> str | None:
        return self.context["next_of"](column)


@extend_schema_serializer(many=False)
class JobBoardSerializer(serializers.Serializer):
    columns = BoardColumnSerializer(many=True)


class BoardViewSet(CompanyRows):
    queryset = Application.objects.none()
    serializer_class = BoardCardSerializer
    filterset_class = BoardFilter
    orders = service.ORDERS
    pagination_class = CursorPages
    actions_needed = {"board": Action.VIEW_JOBS, "list": Action.VIEW_JOBS}

    def narrow(self, rows):
        return service.on_board(rows)

    def _job(self):
        return get_object_or_404(Job.objects.visible_to(self.request.member), pk=self.kwargs["job_id"])

    @extend_schema(
        summary="A job's board: columns with their first cards", operation_id="job_board", responses=JobBoardSerializer
    )
    def board(self, request, job_id):
        job, order = self._job(), request.query_params.get("sort", "score")
        if order not in self.orders:
            raise ValidationError({"sort": f"One of {', '.join(self.orders)}."}, code="sort")
        rows = self.filter_queryset(self.get_queryset().filter(job=job))
        columns = service.fill(service.columns_of(list(job.stages.all())), rows, order=order)
        asked = {name: value for name, value in request.query_params.items() if name not in ("cursor", "page_size")}

        def next_of(column):
            if not column.cursor:
                return None
            return request.build_absolute_uri(f"{request.path}/{column.key}?{urlencode({**asked, 'cursor': column.cursor})}")

        return Response(JobBoardSerializer({"columns": columns}, context={"next_of": next_of}).data)

    @extend_schema(summary="The cards of one column, best (or most urgent) first", operation_id="job_board_column")
    def list(self, request, job_id, stage_id):
        stage = get_object_or_404(self._job().stages.all(), pk=stage_id)
        rows = self.filter_queryset(self.get_queryset().filter(job=stage.job_id, stage=stage))
        cards = service.dressed(self.paginate_queryset(service.as_cards(rows)))
        return self.get_paginated_response(self.get_serializer(cards, many=True).data)
