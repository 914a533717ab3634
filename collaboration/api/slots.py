"""Times for machines: look for them, offer them, book one, ask for another."""

from zoneinfo import available_timezones

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.models import Membership
from accounts.permissions import Action
from collaboration import slots
from collaboration.models import BusyTime, Interview, Kit, Slot, TimeChange
from collaboration.services import availability, booking
from collaboration.services.assignments import may_have
from jobs.api.fields import OwnRow
from jobs.models import Job


class Zone(Text):
    """A time zone by its name in the tz database."""

    def to_internal_value(self, data):
        name = super().to_internal_value(data)
        if name not in available_timezones():
            raise serializers.ValidationError("Name a time zone like Europe/Berlin.", code="unknown_time_zone")
        return name


class Colleague(OwnRow):
    """The id of a member who can sit in interviews."""

    def __init__(self, **options):
        super().__init__(Membership, **options)

    def get_queryset(self):
        member = getattr(self.context.get("request"), "member", None)
        return may_have(member).select_related("user", "company") if member else Membership.objects.none()


class SlotSerializer(ModelSerializer):
    class Meta:
        model = Slot
        fields = [
            "id",
            "interview",
            "job",
            "kit",
            "starts_at",
            "ends_at",
            "offered_until",
            "taken_by",
            "taken_at",
            "withdrawn_at",
        ]


class OfferSerializer(serializers.Serializer):
    """For one interview; or for a job (and kit), then every candidate with such an interview may take one of them."""

    interview = OwnRow(Interview, required=False)
    job = OwnRow(Job, required=False)
    kit = OwnRow(Kit, required=False, allow_null=True)
    minutes = serializers.IntegerField(
        min_value=5, max_value=600, required=False, help_text="Of shared times; an interview has its own."
    )
    starts = serializers.ListField(child=serializers.DateTimeField(), max_length=booking.MOST_SHARED, allow_empty=True)
    until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Until when they may be chosen; else until they begin."
    )

    def validate(self, given):
        if ("interview" in given) == ("job" in given):
            raise serializers.ValidationError({"interview": "Name an interview or a job, one of the two."})
        return given


class BookSerializer(serializers.Serializer):
    interview = OwnRow(Interview)
    time_zone = Zone(required=False, help_text="In which it was agreed.")


@extend_schema_view(
    list=extend_schema(
        summary="Times on offer and taken",
        parameters=[OpenApiParameter("interview", {"type": "string", "format": "uuid"}, description="Only those meant for it.")],
    ),
    retrieve=extend_schema(summary="One offered time"),
)
class SlotViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Slot.objects.none()
    serializer_class = SlotSerializer
    http_method_names = ["get", "post", "delete", "head", "options"]
    actions_needed = {"list": None, "retrieve": None, **dict.fromkeys(["create", "destroy", "book"], Action.SCHEDULE_INTERVIEW)}

    def narrow(self, rows):
        asked = self.request.query_params.get("interview") if self.action == "list" and self.request else None
        return rows.filter(interview=serializers.UUIDField().run_validation(asked)) if asked else rows

    def _asked(self, serializer):
        asked = serializer(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    @extend_schema(summary="Offer times", request=OfferSerializer, responses={201: SlotSerializer(many=True)})
    def create(self, request):
        given = self._asked(OfferSerializer)
        if "interview" in given:
            made = booking.offer(
                interview=given["interview"], starts=given["starts"], until=given.get("until"), actor=request.member
            )
        else:
            kit = given.get("kit")
            minutes = given.get("minutes") or (kit.minutes if kit else 45)
            made = booking.share(
                job=given["job"], kit=kit, minutes=minutes, starts=given["starts"], until=given.get("until"), actor=request.member
            )
        return Response(SlotSerializer(made, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Take an offered time back", responses={204: None})
    def destroy(self, request, pk=None):
        booking.withdraw(slot=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Book a time: exactly one request gets it, whoever else asks at the same moment",
        request=BookSerializer,
        responses={201: SlotSerializer},
    )
    @action(detail=True, methods=["post"])
    def book(self, request, pk=None):
        slot = booking.book(slot=self.get_object(), actor=request.member, **self._asked(BookSerializer))
        return Response(SlotSerializer(slot).data, status=status.HTTP_201_CREATED)


class BusyTimeSerializer(ModelSerializer):
    class Meta:
        model = BusyTime
        fields = ["id", "starts_at", "ends_at", "origin", "interview", "text"]
        read_only_fields = ["origin", "interview"]


@extend_schema_view(
    list=extend_schema(summary="When one can't, from now on"), retrieve=extend_schema(summary="One busy time of one's own")
)
class BusyTimeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """One's own busy times. What an interview or a calendar says is read here and changed there."""

    queryset = BusyTime.objects.none()
    serializer_class = BusyTimeSerializer
    http_method_names = ["get", "post", "delete", "head", "options"]
    actions_needed = {"list": None, "retrieve": None, **dict.fromkeys(["create", "destroy"], Action.SUBMIT_FEEDBACK)}

    def narrow(self, rows):
        rows = rows.filter(member=getattr(self.request, "member", None))
        return rows.filter(ends_at__gt=timezone.now()) if self.action == "list" else rows

    @extend_schema(summary="Write down that one can't")
    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = availability.add_busy(member=request.member, actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Take it back", responses={204: None})
    def destroy(self, request, pk=None):
        availability.remove_busy(busy=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TimeChangeSerializer(ModelSerializer):
    class Meta:
        model = TimeChange
        fields = ["id", "interview", "reason", "state", "answer", "asked_at", "decided_by", "decided_at"]


class TimeDecisionSerializer(serializers.Serializer):
    approve = serializers.BooleanField()
    answer = Text(max_length=500, required=False, allow_blank=True, default="")


@extend_schema_view(
    list=extend_schema(summary="Candidates' wishes for another time"), retrieve=extend_schema(summary="One of them")
)
class TimeChangeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = TimeChange.objects.none()
    serializer_class = TimeChangeSerializer
    http_method_names = ["get", "post", "head", "options"]
    actions_needed = {"list": None, "retrieve": None, "decide": Action.SCHEDULE_INTERVIEW}

    @extend_schema(summary="Approve or deny it", request=TimeDecisionSerializer, responses=TimeChangeSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request, pk=None):
        change = self.get_object()
        asked = TimeDecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        change = booking.decide_change(change=change, actor=request.member, **asked.validated_data)
        return Response(TimeChangeSerializer(change).data)


class AnyOfSerializer(serializers.Serializer):
    count = serializers.IntegerField(min_value=1, max_value=20)
    members = Colleague(many=True)


class SessionSerializer(serializers.Serializer):
    name = Text(max_length=80)
    minutes = serializers.IntegerField(min_value=5, max_value=600)
    required = Colleague(many=True, required=False)
    optional = Colleague(many=True, required=False)
    any_of = AnyOfSerializer(many=True, required=False)
    gap = serializers.IntegerField(
        min_value=0, max_value=480, default=0, help_text="Minutes at least between it and the one before."
    )


class WindowSerializer(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class LookSerializer(serializers.Serializer):
    """An interview with its panel, or sessions in their order."""

    interview = OwnRow(Interview, required=False)
    sessions = SessionSerializer(many=True, required=False)
    notice_hours = serializers.IntegerField(min_value=0, max_value=1000, default=24)
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False, help_text="Two weeks after the notice, where it is left out.")
    windows = WindowSerializer(many=True, required=False, help_text="When the candidate can.")
    days = serializers.IntegerField(
        min_value=1, max_value=10, default=1, help_text="Within how many days all sessions are to be."
    )
    time_zone = Zone(default="UTC", help_text="The candidate's: whose days are counted.")

    def validate(self, given):
        if ("interview" in given) == bool(given.get("sessions")):
            raise serializers.ValidationError({"interview": "Name an interview or sessions, one of the two."})
        return given


class FoundSessionSerializer(serializers.Serializer):
    name = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    members = serializers.ListField(child=serializers.UUIDField())
    optional = serializers.ListField(child=serializers.UUIDField(), help_text="Optional people who can.")


class WayOutSerializer(serializers.Serializer):
    text = serializers.CharField()
    gave = serializers.ListField(child=serializers.CharField())
    sessions = FoundSessionSerializer(many=True)


class FoundSerializer(serializers.Serializer):
    """`plans`, the earliest first; where there is none, `ways_out`: what would have to give, and what that gives."""

    plans = serializers.ListField(child=FoundSessionSerializer(many=True))
    ways_out = WayOutSerializer(many=True)


class MeetingTimesView(viewsets.ViewSet):
    actions_needed = {"create": Action.SCHEDULE_INTERVIEW}

    @extend_schema(summary="Find the earliest times at which a panel can", request=LookSerializer, responses=FoundSerializer)
    def create(self, request):
        asked = LookSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        interview = given.get("interview")
        wanted = [availability.wanted_of(interview)] if interview else [_wanted(one) for one in given["sessions"]]
        windows = given.get("windows")
        answer = availability.look(
            wanted,
            since=given.get("since"),
            until=given.get("until"),
            notice=given["notice_hours"],
            days=given["days"],
            zone=given["time_zone"],
            windows=None if windows is None else [(one["starts_at"], one["ends_at"]) for one in windows],
            but=[interview.pk] if interview else (),
        )
        ways = [
            {
                "text": availability.in_words(way, answer.members),
                "gave": [what for what, _whose in way.gave],
                "sessions": _plan(way.plan, wanted),
            }
            for way in answer.ways
        ]
        return Response(FoundSerializer({"plans": [_plan(plan, wanted) for plan in answer.plans], "ways_out": ways}).data)


def _wanted(given):
    any_of = [(one["count"], one["members"]) for one in given.get("any_of", ())]
    return availability.Wanted(
        given["name"], given["minutes"], given.get("required", []), given.get("optional", []), any_of, given["gap"]
    )


def _plan(plan, wanted):
    return [
        {
            "name": one.name,
            "starts_at": slots.moment(start),
            "ends_at": slots.moment(start + one.minutes),
            "members": panel,
            "optional": extra,
        }
        for one, start, panel, extra in zip(wanted, plan.starts, plan.panels, plan.optional, strict=True)
    ]
