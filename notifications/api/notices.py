"""One's own notices, choices and mutes for machines."""

import re

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from notifications.models import Inbox, Mail, Mute, Notification, Type
from notifications.services import notices, preferences
from notifications.services.words import as_lines


class NoticeSerializer(serializers.Serializer):
    """A notice in words, in the caller's language. `url` is empty where the thing may no longer be seen; nothing is named then."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Rises by one with each notice of yours.")
    type = serializers.ChoiceField(Type.choices)
    title = Text()
    message = Text(allow_blank=True)
    url = Text(allow_blank=True)
    count = serializers.IntegerField(help_text="Above one where like things became one notice.")
    thread = Text(allow_blank=True, help_text="What can be muted; empty where nothing can.")
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class ReadAllSerializer(serializers.Serializer):
    type = serializers.ChoiceField(Type.choices, required=False)
    up_to = serializers.IntegerField(required=False, min_value=0, max_value=2**62, help_text="A number; later ones stay unread.")


class MarkedSerializer(serializers.Serializer):
    count = serializers.IntegerField()


AFTER = "The id of a notice: only what came after it, oldest first. For who was away; nothing is missed or said twice."


@extend_schema_view(
    list=extend_schema(
        summary="What you were told",
        parameters=[
            OpenApiParameter("type", {"type": "string", "enum": Type.values}, description="Of this type only."),
            OpenApiParameter("unread", {"type": "boolean"}, description="Unread ones only."),
            OpenApiParameter("after", {"type": "string", "format": "uuid"}, description=AFTER),
        ],
    ),
    retrieve=extend_schema(summary="One notice"),
)
class NotificationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """A member reads their own notices, whatever their role."""

    queryset = Notification.objects.none()
    serializer_class = NoticeSerializer
    orders = {"newest": ("-number",), "oldest": ("number",)}
    actions_needed = dict.fromkeys(["list", "retrieve", "read", "read_all"])

    def narrow(self, rows):
        rows = rows.in_app().with_sight(getattr(self.request, "member", None)).with_what_is_shown()
        return self._asked(rows) if self.action == "list" else rows

    def _asked(self, rows):
        asked = self.request.query_params
        if "type" in asked:
            rows = rows.filter(type=serializers.ChoiceField(Type.choices).run_validation(asked["type"]))
        if "unread" in asked and serializers.BooleanField().run_validation(asked["unread"]):
            rows = rows.unread()
        if "after" in asked:
            pk = serializers.UUIDField().run_validation(asked["after"])
            known = Notification.objects.visible_to(self.request.member).filter(pk=pk).values_list("number", flat=True).first()
            if known is None:
                raise exceptions.ValidationError({"after": "You have no such notice; begin with the list."}, code="unknown")
            rows = rows.filter(number__gt=known)
        return rows

    def paginate_queryset(self, queryset):
        if "after" in self.request.query_params and "sort" not in self.request.query_params:
            self.orders = dict(reversed(self.orders.items()))
        return super().paginate_queryset(queryset)

    def get_serializer(self, *args, **options):
        if args and isinstance(args[0], list):
            args = (as_lines(args[0], self.request.member), *args[1:])
        elif args and isinstance(args[0], Notification):
            args = (as_lines([args[0]], self.request.member)[0], *args[1:])
        return super().get_serializer(*args, **options)

    @extend_schema(summary="Mark a notice as read", request=None, responses={200: NoticeSerializer})
    @action(detail=True, methods=["post"])
    def read(self, request, pk=None):
        notices.read(member=request.member, notice=self.get_object())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(
        summary="Mark all as read, or those of a type",
        operation_id="notifications_read_all_create",
        request=ReadAllSerializer,
        responses={200: MarkedSerializer},
    )
    @action(detail=False, methods=["post"], url_path="read")
    def read_all(self, request):
        asked = ReadAllSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response({"count": notices.read_all(member=request.member, **asked.validated_data)})


class WishSerializer(serializers.Serializer):
    type = serializers.ChoiceField(Type.choices)
    in_app = serializers.BooleanField()
    mail = serializers.ChoiceField(Mail.choices)


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockTime(serializers.TimeField):
    """A time on somebody's clock: hours and minutes."""

    def __init__(self, **options):
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **options)

    def to_internal_value(self, value):
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
            self.fail("invalid", format="hh:mm")
        return super().to_internal_value(value)


class PreferencesSerializer(serializers.Serializer):
    """`quiet_from` and `quiet_until` are on the clock of your own time zone; both null for none."""

    quiet_from = ClockTime(required=False, allow_null=True)
    quiet_until = ClockTime(required=False, allow_null=True)
    digest_at = ClockTime(required=False)
    types = WishSerializer(many=True, required=False)

    def validate(self, given):
        ends = [given.get(name, getattr(self.context["inbox"], name)) for name in ("quiet_from", "quiet_until")]
        if (ends[0] is None) != (ends[1] is None):
            missing = "quiet_until" if ends[1] is None else "quiet_from"
            raise serializers.ValidationError({missing: "Quiet hours have a beginning and an end."}, code="required")
        return given


class PreferencesViewSet(CompanyRows):
    queryset = Inbox.objects.none()
    serializer_class = PreferencesSerializer
    actions_needed = {"retrieve": None, "partial_update": None}

    def _inbox(self):
        return Inbox.objects.filter(member=self.request.member).first() or Inbox(member=self.request.member)

    def _answer(self):
        inbox = self._inbox()
        types = [{"type": kind, "in_app": in_app, "mail": mail} for kind, in_app, mail in preferences.of(self.request.member)]
        hours = {name: getattr(inbox, name) for name in ("quiet_from", "quiet_until", "digest_at")}
        return Response(PreferencesSerializer({**hours, "types": types}).data)

    @extend_schema(summary="What you want to hear of, and how", operation_id="notification_preferences_retrieve")
    def retrieve(self, request):
        return self._answer()

    @extend_schema(summary="Change some of it; types that are left out stay", operation_id="notification_preferences_update")
    def partial_update(self, request):
        asked = PreferencesSerializer(data=request.data, context={"inbox": self._inbox()})
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        wishes = {one["type"]: (one["in_app"], one["mail"]) for one in given.pop("types", [])}
        preferences.save(member=request.member, wishes=wishes, **given)
        return self._answer()


class MuteSerializer(ModelSerializer):
    class Meta:
        model = Mute
        fields = ["id", "thread", "at"]


class NewMuteSerializer(serializers.Serializer):
    notification = serializers.UUIDField(help_text="A notice of yours; what it belongs to is muted.")


@extend_schema_view(list=extend_schema(summary="What you muted"))
class MuteViewSet(mixins.ListModelMixin, CompanyRows):
    queryset = Mute.objects.none()
    serializer_class = MuteSerializer
    actions_needed = dict.fromkeys(["list", "create", "destroy"])

    @extend_schema(
        summary="Hear no more of a thread",
        request=NewMuteSerializer,
        responses={201: MuteSerializer, 404: OpenApiResponse(description="You have no such notice.")},
    )
    def create(self, request):
        asked = NewMuteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rows = Notification.objects.visible_to(request.member).with_sight(request.member).filter(sight=True)
        notice = rows.filter(pk=asked.validated_data["notification"]).first()
        if notice is None:
            raise exceptions.NotFound
        if not notice.thread:
            raise exceptions.ValidationError({"notification": "It belongs to no thread."}, code="no_thread")
        row = notices.mute(member=request.member, thread=notice.thread)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Hear of it again", responses={204: None})
    def destroy(self, request, pk=None):
        notices.unmute(mute=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
