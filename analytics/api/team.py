"""The team's figures for machines: the same registry and the same rows as the page."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import exceptions, mixins, serializers
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ViewSet

from accounts.api.fields import Text
from accounts.api.permissions import MemberCan
from accounts.models import Membership
from accounts.permissions import Action
from analytics.services import leaderboard as board
from analytics.services.metrics import INTERVIEWER, METRICS, RECRUITER, listed
from analytics.services.periods import LONGEST, USUAL, period_of
from analytics.services.team import team
from analytics.views.team import file_answer
from jobs import blind

PERIOD = [
    OpenApiParameter(
        "days",
        {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": USUAL},
        description="The last so many days with today.",
    ),
    OpenApiParameter(
        "since", OpenApiTypes.DATE, description="Own dates instead of `days`: the first day, in the company's time zone."
    ),
    OpenApiParameter("until", OpenApiTypes.DATE, description="The last day; today where it is left out."),
]
KEYS = list(METRICS)


class AskedSerializer(serializers.Serializer):
    days = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class MetricSerializer(serializers.Serializer):
    key = Text()
    group = serializers.ChoiceField(choices=[RECRUITER, INTERVIEWER, "load"])
    name = Text()
    definition = Text(source="text")
    unit = Text(help_text="count, days, hours, score (0 to 100) or recommendation (1 to 4)")
    averaged = serializers.BooleanField()
    median = serializers.BooleanField(help_text="Whether figures have a median too.")
    now = serializers.BooleanField(help_text="How things stand, whatever the period.")


class FigureSerializer(serializers.Serializer):
    metric = Text(source="metric.key")
    value = serializers.FloatField(allow_null=True, help_text="Null where there is nothing to count or to average.")
    of = serializers.IntegerField(source="n", help_text="Of how many rows it is made.")
    median = serializers.FloatField(allow_null=True)


class PersonSerializer(serializers.Serializer):
    member = serializers.UUIDField(source="member.pk")
    name = Text(source="member.name")
    role = Text(source="member.role")
    figures = serializers.SerializerMethodField()

    def get_figures(self, one) -> FigureSerializer(many=True):
        return FigureSerializer(one.figures.values(), many=True).data


class WeekSerializer(serializers.Serializer):
    monday = serializers.DateField()
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Rows by metric; `recommendation`: scorecards sent."
    )


@extend_schema_serializer(many=False)
class TeamFiguresSerializer(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    time_zone = Text()
    people = PersonSerializer(many=True)
    together = FigureSerializer(many=True)
    weeks = WeekSerializer(many=True)


class RowSerializer(serializers.Serializer):
    member = serializers.UUIDField(source="who")
    at = serializers.DateTimeField(source="happened")
    value = serializers.FloatField()
    application = serializers.UUIDField(source="application_ref")
    candidate = serializers.UUIDField(source="candidate_ref")
    candidate_name = Text()
    job_title = Text()


class LeaderSerializer(serializers.Serializer):
    place = serializers.IntegerField()
    member = serializers.UUIDField()
    name = Text()
    n = serializers.IntegerField()


class BoardSerializer(serializers.Serializer):
    metric = Text()
    places = LeaderSerializer(many=True)


def _period(request):
    asked = AskedSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return period_of(request.member.company, **asked.validated_data)


class TeamViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = dict.fromkeys(["list", "as_csv", "as_pdf", "metrics", "leaderboard"], Action.VIEW_ANALYTICS)

    @extend_schema(
        summary="The team's figures", operation_id="analytics_team", parameters=PERIOD, responses=TeamFiguresSerializer
    )
    def list(self, request):
        found = team(request.member, _period(request))
        return Response(TeamFiguresSerializer({
            "since": found.period.since, "until": found.period.until, "time_zone": str(found.period.zone), "people": found.people,
            "together": found.together.figures.values(), "weeks": [{"monday": monday, "counts": counts} for monday, counts in found.weeks],
        }).data)  # fmt: skip

    @extend_schema(
        summary="The team's figures as CSV",
        operation_id="analytics_team_csv",
        parameters=PERIOD,
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def as_csv(self, request):
        return file_answer(team(request.member, _period(request)), request.member.company, "csv")

    @extend_schema(
        summary="The team's figures as PDF",
        operation_id="analytics_team_pdf",
        parameters=PERIOD,
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def as_pdf(self, request):
        return file_answer(team(request.member, _period(request)), request.member.company, "pdf")

    @extend_schema(summary="What is counted, and how", operation_id="analytics_metrics", responses=MetricSerializer(many=True))
    def metrics(self, request):
        return Response(MetricSerializer(METRICS.values(), many=True).data)

    @extend_schema(
        summary="The leaderboard of the month; empty unless the company turned it on",
        operation_id="analytics_leaderboard",
        responses=BoardSerializer(many=True),
    )
    def leaderboard(self, request):
        boards = board.leaderboard(request.member)[1] if board.is_shown(request.member) else []
        answer = [
            {
                "metric": metric.key,
                "places": [{"place": place, "member": who.pk, "name": who.name, "n": n} for place, who, n in places],
            }
            for metric, places in boards
        ]
        return Response(BoardSerializer(answer, many=True).data)


@extend_schema_view(
    list=extend_schema(
        summary="The rows behind a figure, newest first",
        operation_id="analytics_metric_rows",
        parameters=[
            *PERIOD,
            OpenApiParameter("member", OpenApiTypes.UUID, description="Of one person."),
            OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH, enum=KEYS),
        ],
    )
)
class RowViewSet(mixins.ListModelMixin, GenericViewSet):
    permission_classes = [MemberCan]
    serializer_class = RowSerializer
    orders = {"newest": ("-happened", "-pk")}
    actions_needed = {"list": Action.VIEW_ANALYTICS}
    queryset = Membership.objects.none()

    def get_queryset(self):
        request = self.request
        if getattr(request, "member", None) is None:  # the schema generator
            return self.queryset
        metric = METRICS.get(self.kwargs["key"])
        if metric is None:
            raise Http404
        return listed(metric, request.member, _period(request), self._whom(request))

    def _whom(self, request):
        asked = request.query_params.get("member")
        if not asked:
            return None
        try:
            return get_object_or_404(
                Membership.objects.visible_to(request.member), pk=serializers.UUIDField().to_internal_value(asked)
            ).pk
        except exceptions.ValidationError as error:
            raise exceptions.ValidationError({"member": error.detail}) from error

    def paginate_queryset(self, queryset):
        metric = METRICS[self.kwargs["key"]]
        rows = super().paginate_queryset(queryset)
        return [
            row
            | {
                "value": metric.in_unit(row["value"]),
                "candidate_name": blind.name_of(row["candidate_ref"], row["candidate_name"]),
            }
            for row in rows
        ]
