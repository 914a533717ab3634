"""Backtests for machines: start one, ask how far it is, read what came out."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.models import Job
from matching.models import Backtest, Replay
from matching.services import backtests


class IntervalsSerializer(serializers.Serializer):
    """95 % intervals as [low, high]."""

    old = serializers.ListField(child=serializers.FloatField())
    new = serializers.ListField(child=serializers.FloatField())
    gained = serializers.ListField(child=serializers.FloatField())


class MeasureSerializer(serializers.Serializer):
    name = serializers.ChoiceField(choices=["hired", "interviewed", "ndcg"], help_text="AUC, AUC, nDCG@10.")
    count = serializers.IntegerField(help_text="People whom it asks about.")
    others = serializers.IntegerField()
    enough = serializers.BooleanField(help_text="False: too few people, and no figures.")
    old = serializers.FloatField(required=False)
    new = serializers.FloatField(required=False)
    gained = serializers.FloatField(required=False)
    intervals = IntervalsSerializer(required=False)


class LevelsSerializer(serializers.Serializer):
    none = serializers.IntegerField()
    interview = serializers.IntegerField()
    offer = serializers.IntegerField()
    hired = serializers.IntegerField()


class PairSerializer(serializers.Serializer):
    old = serializers.IntegerField()
    new = serializers.IntegerField()


class ReplayedJobSerializer(serializers.Serializer):
    job = serializers.UUIDField()
    people = serializers.IntegerField()
    reached = serializers.IntegerField(help_text="Interviewed or further.")
    hired = serializers.IntegerField()


class BacktestResultSerializer(serializers.Serializer):
    """Only who got through has an outcome, and whoever decided saw the old scores: read a difference as a hint."""

    engine = Text()
    people = serializers.IntegerField(help_text="About whom somebody decided.")
    levels = LevelsSerializer()
    undecided = serializers.IntegerField(help_text="Left out: they wait, or withdrew before anybody decided.")
    unread = serializers.IntegerField(help_text="Left out: nothing of them could be read.")
    as_then = serializers.IntegerField(help_text="Scored with what was known of them then; the rest with what is known today.")
    held = PairSerializer(help_text="Held back by a must-have.")
    held_reached = PairSerializer(help_text="Of these, interviewed or further.")
    measures = MeasureSerializer(many=True)
    jobs = ReplayedJobSerializer(many=True)


class BacktestSerializer(ModelSerializer):
    """Rules held against past applications. `old` is the rules in force at the start, `new` those tried."""

    by = Text(source="by.name", allow_null=True, default=None)
    result = BacktestResultSerializer(allow_null=True, source="outcome", help_text="Null until it is done.")
    rules = serializers.DictField(source="body")
    rules_before = serializers.DictField(source="before")

    class Meta:
        model = Backtest
        fields = [
            "id",
            "job",
            "name",
            "before_name",
            "rules",
            "rules_before",
            "state",
            "error",
            "done",
            "total",
            "by",
            "at",
            "finished_at",
            "result",
        ]
        read_only_fields = fields


class NewBacktestSerializer(serializers.Serializer):
    job = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Whose rules are in question; left out: the company's."
    )
    jobs = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=backtests.MOST_JOBS, help_text="Whose applicants are replayed."
    )
    rules = serializers.DictField(required=False, help_text="Rules to try; or name some by `use`.")
    use = Text(required=False, max_length=80, help_text="current, version:NUMBER or template:KEY.")

    def validate(self, asked):
        if ("rules" in asked) == ("use" in asked):
            raise serializers.ValidationError({"rules": "Give either rules or use."})
        return asked


class ReplaySerializer(ModelSerializer):
    """One person of a backtest; a rank of null is held back by a must-have."""

    candidate = serializers.UUIDField(source="application.candidate_id")
    job = serializers.UUIDField(source="application.job_id")
    level = serializers.SerializerMethodField(help_text="none, interview, offer or hired.")
    reasons = serializers.ListField(child=Text())

    class Meta:
        model = Replay
        fields = [
            "application",
            "candidate",
            "job",
            "level",
            "count",
            "old_rank",
            "new_rank",
            "old_score",
            "new_score",
            "reasons",
            "as_then",
        ]
        read_only_fields = fields

    def get_level(self, one) -> str:
        return Replay.Level(one.level).name.lower()


@extend_schema_view(
    list=extend_schema(
        summary="Backtests",
        parameters=[OpenApiParameter("job", {"type": "string", "format": "uuid"}, description="Of this job's rules only.")],
    ),
    retrieve=extend_schema(summary="One backtest"),
)
class BacktestViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Backtest.objects.none()
    serializer_class = BacktestSerializer
    actions_needed = {
        "list": Action.VIEW_CANDIDATES,
        "retrieve": Action.VIEW_CANDIDATES,
        "people": Action.VIEW_CANDIDATES,
        "create": Action.CONFIGURE_SCORING,
    }

    def narrow(self, rows):
        from matching.api.views import _uuid

        rows = rows.select_related("by__user")
        job = _uuid(self.request.query_params, "job") if self.request else None
        return rows.filter(job=job) if job else rows

    @extend_schema(summary="Try rules on past applications", request=NewBacktestSerializer, responses={201: BacktestSerializer})
    def create(self, request):
        asked = NewBacktestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        asked, seen = asked.validated_data, Job.objects.visible_to(request.member)
        jobs = list(seen.filter(pk__in=asked["jobs"]))
        if missing := set(asked["jobs"]) - {one.pk for one in jobs}:
            raise exceptions.ValidationError({"jobs": f"There is no job {sorted(map(str, missing))[0]}."})
        job = seen.select_related("company").filter(pk=asked["job"]).first() if asked["job"] else None
        if asked["job"] and job is None:
            raise exceptions.ValidationError({"job": f"There is no job {asked['job']}."})
        rules = backtests.rules_called(request.member, job, asked.get("use", "draft"), asked.get("rules"))
        started = backtests.start(member=request.member, rules=rules, jobs=jobs, job=job)
        return Response(self.get_serializer(started).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Who was interviewed or came further, and who is held back", responses=ReplaySerializer(many=True))
    @action(detail=True)
    def people(self, request, pk=None):
        rows = Replay.objects.filter(backtest=self.get_object()).visible_to(request.member).select_related("application")
        page = self.paginate_queryset(rows.defer("application__custom", "application__cover_letter"))
        return self.get_paginated_response(ReplaySerializer(page, many=True).data)
