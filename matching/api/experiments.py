"""Experiments for machines: plan, shadow, split, results, choice; the same services as the pages."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.models import Job
from matching.api.views import _uuid
from matching.models import Experiment
from matching.services import backtests, experiment_plans, experiment_results, experiments
from matching.services.configs import ConfigRefused

SHARE = {"min_value": 0.001, "max_value": 0.99}
DAYS = {"min_value": 1, "max_value": experiments.MOST_DAYS, "required": False}


class ExperimentSerializer(ModelSerializer):
    """A: the rules in force. B: `rules`. Only in the state running does an arm's rules score its applications."""

    rules = serializers.DictField(source="version_b.body", help_text="The rules of B.")
    by = Text(source="by.name", allow_null=True, default=None)
    found = serializers.ChoiceField(
        Experiment._meta.get_field("found").choices, allow_blank=True, help_text="Empty until the counts settle it."
    )
    winner = serializers.ChoiceField(
        Experiment._meta.get_field("winner").choices, allow_blank=True, help_text="Empty until an arm is chosen."
    )
    needed = serializers.IntegerField(help_text="Applicants for each arm, looking whenever one likes.")

    class Meta:
        model = Experiment
        fields = [
            "id",
            "job",
            "name",
            "state",
            "metric",
            "rate",
            "difference",
            "interview_days",
            "hire_days",
            "needed",
            "ends_on",
            "rules",
            "informed",
            "found",
            "found_at",
            "winner",
            "by",
            "created_at",
            "shadow_at",
            "started_at",
            "stopped_at",
            "decided_at",
        ]
        read_only_fields = fields


class ExperimentPlanSerializer(serializers.Serializer):
    job = serializers.UUIDField()
    metric = serializers.ChoiceField(choices=Experiment.Metric.choices, default="interview")
    difference = serializers.FloatField(
        min_value=experiments.LEAST_DIFFERENCE,
        max_value=0.9,
        help_text="The smallest that matters, as a share: 0.1 is ten points.",
    )
    rate = serializers.FloatField(
        **SHARE, required=False, allow_null=True, default=None, help_text="Expected under A; left out: what the past says."
    )
    interview_days = serializers.IntegerField(**DAYS, default=30)
    hire_days = serializers.IntegerField(**DAYS, default=90)


class NewExperimentSerializer(ExperimentPlanSerializer):
    name = Text(max_length=80)
    rules = serializers.DictField(required=False, help_text="The rules of B; or name some by `use`.")
    use = Text(required=False, max_length=80, help_text="version:NUMBER or template:KEY.")
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)

    def validate(self, asked):
        if ("rules" in asked) == ("use" in asked):
            raise serializers.ValidationError({"rules": "Give either rules or use."})
        return asked


class SampleSizeSerializer(serializers.Serializer):
    """At most 5 false alarms in 100, and 80 of 100 differences of that size seen."""

    rate = serializers.FloatField()
    measured_on = serializers.IntegerField(help_text="Applications that the past rate comes from.")
    measured_at = serializers.ChoiceField(choices=["job", "company"])
    once = serializers.IntegerField(help_text="For each arm, looking once at the end.")
    anytime = serializers.IntegerField(help_text="For each arm, looking whenever one likes.")
    months = serializers.FloatField(allow_null=True, help_text="At the present inflow; null where nobody applied lately.")
    text = Text()


class StartSerializer(serializers.Serializer):
    informed = serializers.BooleanField(help_text="True: applicants are told that rules are compared. Nothing starts without it.")


class ChoiceSerializer(serializers.Serializer):
    arm = serializers.ChoiceField(choices=Experiment.Arm.choices)


class RateSerializer(serializers.Serializer):
    hits = serializers.IntegerField()
    count = serializers.IntegerField(help_text="Applications whose days are over.")
    rate = serializers.FloatField(allow_null=True)
    interval = serializers.ListField(child=serializers.FloatField(), help_text="95 % (Wilson), for one look.")


class HireDaysSerializer(serializers.Serializer):
    hires = serializers.IntegerField()
    median = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class ArmSerializer(serializers.Serializer):
    arm = serializers.ChoiceField(choices=Experiment.Arm.choices, source="name")
    enrolled = serializers.IntegerField()
    interview = RateSerializer()
    hire = RateSerializer()
    days_to_hire = HireDaysSerializer()


class ResultsSerializer(serializers.Serializer):
    """`difference` is B less A over the counted pairs; its interval holds on all days together."""

    verdict = serializers.ChoiceField(choices=["nothing", "early", "a", "b", "same"])
    text = Text()
    arms = ArmSerializer(many=True)
    pairs = serializers.IntegerField()
    needed = serializers.IntegerField()
    difference = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()
    cautions = serializers.ListField(child=Text())


class PlaceSerializer(serializers.Serializer):
    application = serializers.UUIDField()
    rank_a = serializers.IntegerField(allow_null=True)
    rank_b = serializers.IntegerField(allow_null=True)


class OrdersSerializer(serializers.Serializer):
    """Both scores of everybody who takes part, as two orders. Lists name at most 20 and 12 people, those whom you may see."""

    count = serializers.IntegerField()
    correlation = serializers.FloatField(allow_null=True, help_text="Spearman's, of those whom neither holds back.")
    top = serializers.IntegerField()
    kept = serializers.IntegerField()
    entered = PlaceSerializer(many=True)
    left = PlaceSerializer(many=True)
    held_back_by_a_only = PlaceSerializer(many=True)
    held_back_by_b_only = PlaceSerializer(many=True)


def _places(people):
    return [{"application": pk, "rank_a": a, "rank_b": b} for pk, _name, a, b in people]


def _arm(arm):
    rate = lambda share: {"hits": share.hits, "count": share.count, "rate": share.rate, "interval": share.interval}  # noqa: E731
    middle, low, high = arm.days
    return {
        "name": arm.name,
        "enrolled": arm.enrolled,
        "interview": rate(arm.interview),
        "hire": rate(arm.hire),
        "days_to_hire": {"hires": arm.hires, "median": middle, "low": low, "high": high},
    }


@extend_schema_view(
    list=extend_schema(
        summary="Experiments",
        parameters=[
            OpenApiParameter("job", {"type": "string", "format": "uuid"}, description="Of this job only."),
            OpenApiParameter("state", {"type": "string", "enum": Experiment.State.values}, description="In this state only."),
        ],
    ),
    retrieve=extend_schema(summary="One experiment"),
)
class ExperimentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Experiment.objects.none()
    serializer_class = ExperimentSerializer
    orders = {"newest": ("-created_at", "-pk"), "oldest": ("created_at", "pk")}
    actions_needed = {
        "list": Action.VIEW_JOBS,
        "retrieve": Action.VIEW_JOBS,
        "results": Action.VIEW_CANDIDATES,
        "compare": Action.VIEW_CANDIDATES,
        **dict.fromkeys(["create", "sample_size", "shadow", "start", "stop", "choose"], Action.CONFIGURE_SCORING),
    }

    def narrow(self, rows):
        asked = self.request.query_params if self.request else {}
        rows = rows.select_related("version_b", "by__user")
        if job := _uuid(asked, "job"):
            rows = rows.filter(job=job)
        if state := asked.get("state"):
            if state not in Experiment.State.values:
                raise exceptions.ValidationError({"state": f"One of {', '.join(Experiment.State.values)}."})
            rows = rows.filter(state=state)
        return rows

    @extend_schema(summary="Plan an experiment", request=NewExperimentSerializer, responses={201: ExperimentSerializer})
    def create(self, request):
        asked = self._asked(NewExperimentSerializer)
        job = self._job(asked.pop("job"))
        try:
            body = asked.pop("rules", None) or backtests.rules_called(request.member, job, asked.pop("use", "")).body
            asked["rate"] = self._rate(job, asked)[0]
            made = experiments.create_experiment(job=job, actor=request.member, body=body, **asked)
        except ConfigRefused as refusal:
            raise exceptions.ValidationError({f"rules.{name}": message for name, message in refusal.errors.items()}) from refusal
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="How many applicants a plan needs",
        operation_id="experiments_sample_size",
        request=ExperimentPlanSerializer,
        responses={200: SampleSizeSerializer},
    )
    @action(detail=False, methods=["post"], url_path="sample-size")
    def sample_size(self, request):
        asked = self._asked(ExperimentPlanSerializer)
        job = self._job(asked["job"])
        rate, past, days = self._rate(job, asked)
        plan = experiment_plans.plan(
            rate=rate, difference=asked["difference"], days=days, monthly=past.monthly, metric=asked["metric"]
        )
        return Response(
            SampleSizeSerializer(
                {
                    "rate": rate,
                    "measured_on": past.count,
                    "measured_at": past.of,
                    "once": plan.size.once,
                    "anytime": plan.size.anytime,
                    "months": plan.months,
                    "text": plan.text,
                }
            ).data
        )

    @extend_schema(
        summary="Score with both, act on A",
        operation_id="experiments_shadow",
        request=None,
        responses={200: ExperimentSerializer},
    )
    @action(detail=True, methods=["post"])
    def shadow(self, request, pk=None):
        return self._answer(experiments.begin_shadow(experiment=self.get_object(), actor=request.member))

    @extend_schema(
        summary="Start the live split",
        operation_id="experiments_start",
        request=StartSerializer,
        responses={200: ExperimentSerializer},
    )
    @action(detail=True, methods=["post"])
    def start(self, request, pk=None):
        row, asked = self.get_object(), self._asked(StartSerializer)
        return self._answer(experiments.start(experiment=row, actor=request.member, informed=asked["informed"]))

    @extend_schema(
        summary="Stop without choosing", operation_id="experiments_stop", request=None, responses={200: ExperimentSerializer}
    )
    @action(detail=True, methods=["post"])
    def stop(self, request, pk=None):
        return self._answer(experiments.stop(experiment=self.get_object(), actor=request.member))

    @extend_schema(
        summary="Choose an arm: B's rules become the job's",
        operation_id="experiments_choose",
        request=ChoiceSerializer,
        responses={200: ExperimentSerializer},
    )
    @action(detail=True, methods=["post"])
    def choose(self, request, pk=None):
        row, asked = self.get_object(), self._asked(ChoiceSerializer)
        return self._answer(experiments.choose(experiment=row, actor=request.member, arm=asked["arm"]))

    @extend_schema(summary="What the arms came to", operation_id="experiments_results", responses={200: ResultsSerializer})
    @action(detail=True)
    def results(self, request, pk=None):
        row = self.get_object()
        found = experiment_results.results(row)
        verdict = experiment_results.verdict(row, found)
        return Response(
            ResultsSerializer(
                {
                    "verdict": verdict.kind,
                    "text": f"{verdict.text} {verdict.more}".strip(),
                    "arms": [_arm(arm) for arm in found.arms],
                    "pairs": found.pairs,
                    "needed": found.needed,
                    "difference": found.difference,
                    "low": found.lowest,
                    "high": found.highest,
                    "cautions": experiment_results.cautions(row, experiment_results.score_shift(row)),
                }
            ).data
        )

    @extend_schema(summary="How the two orders differ", operation_id="experiments_compare", responses={200: OrdersSerializer})
    @action(detail=True)
    def compare(self, request, pk=None):
        found = experiment_results.orders(self.get_object(), request.member)
        return Response(
            OrdersSerializer(
                {
                    "count": found.count,
                    "correlation": found.correlation,
                    "top": found.top,
                    "kept": found.kept,
                    "entered": _places(found.entered),
                    "left": _places(found.left),
                    "held_back_by_a_only": _places(found.only_a),
                    "held_back_by_b_only": _places(found.only_b),
                }
            ).data
        )

    def _asked(self, kind):
        asked = kind(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def _job(self, pk):
        return get_object_or_404(Job.objects.visible_to(self.request.member).select_related("company"), pk=pk)

    def _rate(self, job, asked):
        """(the rate that is expected, the past, days that are watched)."""
        days = asked["interview_days"] if asked["metric"] == Experiment.Metric.INTERVIEW else asked["hire_days"]
        past = experiment_plans.past(job, self.request.member, asked["metric"], days)
        rate = past.rate if asked["rate"] is None else asked["rate"]
        if rate is None:
            raise experiments.ExperimentRefused(
                "The past says nothing yet: give the rate that you expect.", code="required", field="rate"
            )
        return rate, past, days

    def _answer(self, row):
        return Response(self.get_serializer(row).data)
