"""Interviews and scorecards for machines: the same services as the pages."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.models import Membership
from accounts.permissions import Action
from collaboration.models import Attribute, Interview, Kind, Kit, Panelist, Rating, Scorecard
from collaboration.services import interviews as service
from collaboration.services import scorecards
from jobs.api.fields import OwnRow
from jobs.models import Application

MINUTES = {"min_value": 5, "max_value": 600}


class PanelistSerializer(ModelSerializer):
    class Meta:
        model = Panelist
        fields = ["member", "required"]


class InterviewSerializer(ModelSerializer):
    link = Text(read_only=True, help_text="Where to meet by video; empty where there is none.")
    panel = PanelistSerializer(many=True, read_only=True)

    class Meta:
        model = Interview
        fields = [
            "id",
            "application",
            "kit",
            "name",
            "kind",
            "minutes",
            "place",
            "link",
            "note",
            "state",
            "starts_at",
            "ends_at",
            "time_zone",
            "cancelled_why",
            "panel",
            "created_by",
            "created_at",
            "revision",
        ]
        read_only_fields = fields


class SeatSerializer(serializers.Serializer):
    member = OwnRow(Membership)
    required = serializers.BooleanField(default=True)


class ChangeInterviewSerializer(serializers.Serializer):
    """`panel`, if given, is the whole new one; `revision`, if given, the one that the change is based on."""

    name = Text(max_length=80, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    minutes = serializers.IntegerField(required=False, **MINUTES)
    place = Text(max_length=200, required=False, allow_blank=True)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True)
    note = Text(max_length=2000, required=False, allow_blank=True)
    panel = SeatSerializer(many=True, required=False)
    revision = serializers.IntegerField(required=False, min_value=1)


class NewInterviewSerializer(ChangeInterviewSerializer):
    """With a kit its name, kind and minutes count where none are given."""

    application = OwnRow(Application)
    kit = OwnRow(Kit, required=False, allow_null=True)
    revision = None

    def validate(self, given):
        if not given.get("kit") and not given.get("name"):
            raise serializers.ValidationError({"name": "Give a kit or a name."})
        return given


class ScheduleSerializer(serializers.Serializer):
    """`past` writes down an interview that has taken place already."""

    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(required=False, **MINUTES)
    time_zone = Text(max_length=64, required=False)
    place = Text(max_length=200, required=False, allow_blank=True)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True)
    note = Text(max_length=2000, required=False, allow_blank=True)
    past = serializers.BooleanField(default=False)


class CancelSerializer(serializers.Serializer):
    why = Text(max_length=300, required=False, allow_blank=True, default="")


class PlanInterviewsSerializer(serializers.Serializer):
    application = OwnRow(Application)


def asked(view, serializer):
    """What the request says, checked by `serializer`."""
    given = serializer(data=view.request.data, context=view.get_serializer_context())
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def with_pairs(given):
    """The panel as the service takes it: (member, required) pairs."""
    if "panel" in given:
        given["panel"] = [(seat["member"], seat["required"]) for seat in given["panel"]]
    return given


@extend_schema_view(
    list=extend_schema(
        summary="Interviews",
        parameters=[
            OpenApiParameter("application", {"type": "string", "format": "uuid"}, description="Only of this application."),
            OpenApiParameter("state", {"type": "string", "enum": Interview.State.values}, description="Only in this state."),
        ],
    ),
    retrieve=extend_schema(summary="One interview"),
)
class InterviewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Interviews of visible applications; who sits in one sees it."""

    queryset = Interview.objects.none()
    serializer_class = InterviewSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]
    orders = {"newest": ("-pk",), "when": ("starts_at", "pk")}
    actions_needed = {
        "list": None,
        "retrieve": None,
        **dict.fromkeys(["done", "no_show"], Action.SUBMIT_FEEDBACK),
        **dict.fromkeys(["create", "partial_update", "schedule", "cancel", "plan"], Action.SCHEDULE_INTERVIEW),
    }

    def narrow(self, rows):
        rows = rows.prefetch_related("panel")
        if self.action != "list" or self.request is None:
            return rows
        given = self.request.query_params
        if given.get("application"):
            rows = rows.filter(application=serializers.UUIDField().run_validation(given["application"]))
        if given.get("state"):
            rows = rows.filter(state=serializers.ChoiceField(Interview.State.choices).run_validation(given["state"]))
        return rows

    def _answer(self, row, code=status.HTTP_200_OK):
        return Response(InterviewSerializer(Interview.objects.prefetch_related("panel").get(pk=row.pk)).data, status=code)

    @extend_schema(
        summary="Add an interview to an application", request=NewInterviewSerializer, responses={201: InterviewSerializer}
    )
    def create(self, request):
        made = service.create_interview(actor=request.member, **with_pairs(asked(self, NewInterviewSerializer)))
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(summary="Change an interview or its panel", request=ChangeInterviewSerializer)
    def partial_update(self, request, pk=None):
        given = with_pairs(asked(self, ChangeInterviewSerializer))
        seen = given.pop("revision", None)
        return self._answer(service.change(interview=self.get_object(), actor=request.member, seen_revision=seen, **given))

    @extend_schema(
        summary="Make the interviews of the job's plan that are missing",
        request=PlanInterviewsSerializer,
        responses={200: InterviewSerializer(many=True)},
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def plan(self, request):
        made = service.plan_interviews(actor=request.member, **asked(self, PlanInterviewsSerializer))
        rows = Interview.objects.filter(pk__in=[one.pk for one in made]).prefetch_related("panel").order_by("pk")
        return Response(InterviewSerializer(rows, many=True).data)

    @extend_schema(
        summary="Give it a time, or another one; a required panelist who is busy refuses it",
        request=ScheduleSerializer,
        responses=InterviewSerializer,
    )
    @action(detail=True, methods=["post"])
    def schedule(self, request, pk=None):
        return self._answer(
            service.schedule(interview=self.get_object(), actor=request.member, **asked(self, ScheduleSerializer))
        )

    @extend_schema(summary="Call it off", request=CancelSerializer, responses=InterviewSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        return self._answer(service.cancel(interview=self.get_object(), actor=request.member, **asked(self, CancelSerializer)))

    @extend_schema(summary="It took place", request=None, responses=InterviewSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request, pk=None):
        return self._answer(service.mark_done(interview=self.get_object(), actor=request.member))

    @extend_schema(summary="The candidate did not come", request=None, responses=InterviewSerializer)
    @action(detail=True, methods=["post"], url_path="no-show")
    def no_show(self, request, pk=None):
        return self._answer(service.mark_no_show(interview=self.get_object(), actor=request.member))


class RatingSerializer(ModelSerializer):
    class Meta:
        model = Rating
        fields = ["attribute", "name", "value", "note"]


class ScorecardSerializer(ModelSerializer):
    """`private_note` is null for everybody but its author."""

    ratings = RatingSerializer(many=True, read_only=True)
    private_note = serializers.SerializerMethodField()

    class Meta:
        model = Scorecard
        fields = [
            "id",
            "interview",
            "member",
            "recommendation",
            "takeaways",
            "private_note",
            "ratings",
            "submitted_at",
            "changed_at",
        ]
        read_only_fields = fields

    def get_private_note(self, card) -> str | None:
        member = getattr(self.context.get("request"), "member", None)
        return card.private_note if member is not None and card.member_id == member.pk else None


class NewRatingSerializer(serializers.Serializer):
    """`value` 1 to 4; null: not looked at."""

    attribute = serializers.IntegerField(min_value=1)
    value = serializers.IntegerField(min_value=1, max_value=4, allow_null=True, default=None)
    note = Text(max_length=300, required=False, allow_blank=True, default="")


class NewScorecardSerializer(serializers.Serializer):
    """One's own card. `send` false keeps a draft that nobody else sees."""

    interview = OwnRow(Interview)
    recommendation = serializers.IntegerField(
        min_value=1, max_value=4, allow_null=True, default=None, help_text="1 strong no … 4 strong yes."
    )
    takeaways = Text(max_length=5000, required=False, allow_blank=True, default="")
    private_note = Text(max_length=5000, required=False, allow_blank=True, default="")
    ratings = NewRatingSerializer(many=True, required=False)
    send = serializers.BooleanField(default=False)

    def validate(self, given):
        if given.get("ratings") is not None:
            known = {one.pk: one for one in Attribute.objects.filter(kit=given["interview"].kit_id)}
            names = [row["attribute"] for row in given["ratings"]]
            if not set(names) <= known.keys() or len(set(names)) < len(names):
                raise serializers.ValidationError({"ratings": "Name each attribute of the interview's kit once."})
            given["ratings"] = [(known[row["attribute"]], row["value"], row["note"]) for row in given["ratings"]]
        return given


@extend_schema_view(
    list=extend_schema(summary="Scorecards that one may see: one's own, and colleagues' once one's own is sent"),
    retrieve=extend_schema(summary="One scorecard"),
)
class ScorecardViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Scorecard.objects.none()
    serializer_class = ScorecardSerializer
    http_method_names = ["get", "post", "head", "options"]
    actions_needed = {"list": None, "retrieve": None, "create": Action.SUBMIT_FEEDBACK}

    def narrow(self, rows):
        return rows.prefetch_related("ratings")

    @extend_schema(
        summary="Keep one's own card as a draft, or send it", request=NewScorecardSerializer, responses={201: ScorecardSerializer}
    )
    def create(self, request):
        given = asked(self, NewScorecardSerializer)
        act = scorecards.submit if given.pop("send") else scorecards.save_draft
        card = act(actor=request.member, **given)
        row = Scorecard.objects.prefetch_related("ratings").get(pk=card.pk)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)
