"""Mail for machines: the outbox, what became of each mail, and addresses that get none."""

import django_filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from notifications.models import Message, MessageEvent, Suppression
from notifications.services import outbox, suppression


class MailEventSerializer(ModelSerializer):
    class Meta:
        model = MessageEvent
        fields = ["kind", "at", "detail", "by"]


class MailSerializer(ModelSerializer):
    """A mail. `subject` is empty where its words are its reader's alone."""

    subject = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = [
            "id", "kind", "to_email", "to_name", "subject", "language", "candidate", "application", "member", "state", "outcome", "why",
            "message_id", "created_at", "not_before", "due_at", "sent_at", "attempts",
        ]  # fmt: skip

    def get_subject(self, message) -> str:
        return message.subject if outbox.may_read(message, self.context["request"].member) else ""


class WholeMailSerializer(MailSerializer):
    """With its text and what became of it."""

    text = serializers.SerializerMethodField()
    events = MailEventSerializer(many=True, read_only=True)

    class Meta:
        model = Message
        fields = [*MailSerializer.Meta.fields, "sender", "reply_to", "text", "events"]

    def get_text(self, message) -> str:
        return message.text or "" if outbox.may_read(message, self.context["request"].member) else ""


class MailFilter(django_filters.FilterSet):
    class Meta:
        model = Message
        fields = ["state", "kind", "candidate", "application"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        member = getattr(self.request, "member", None)
        for name in ("candidate", "application"):  # a choice of visible rows: another company's id is not a choice
            self.filters[name].queryset = self.filters[name].queryset.model.objects.visible_to(member)


REFUSED = OpenApiResponse(description="Its state forbids it.")


@extend_schema_view(
    list=extend_schema(summary="Mails, newest first"), retrieve=extend_schema(summary="One mail, with what became of it")
)
class MailViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Message.objects.none()
    serializer_class = MailSerializer
    filterset_class = MailFilter
    orders = {"newest": ("-created_at", "-pk")}
    actions_needed = {
        **dict.fromkeys(["list", "retrieve"], Action.VIEW_CANDIDATES),
        **dict.fromkeys(["release", "cancel"], Action.EDIT_CANDIDATE),
    }

    def get_serializer_class(self):
        return MailSerializer if self.action == "list" else WholeMailSerializer

    def narrow(self, rows):
        return rows.defer("text", "html", "template") if self.action == "list" else rows.prefetch_related("events")

    @extend_schema(
        summary="Send a mail after all: one that failed, was kept, held back, or called back while its time has not come",
        request=None,
        responses={200: WholeMailSerializer, 409: REFUSED},
    )
    @action(detail=True, methods=["post"], url_path="send")
    def release(self, request, pk=None):
        message = outbox.release(message=self.get_object(), actor=request.member)
        return Response(self.get_serializer(message).data)

    @extend_schema(summary="Call a mail back before it leaves", request=None, responses={200: WholeMailSerializer, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        message = outbox.cancel(message=self.get_object(), actor=request.member)
        return Response(self.get_serializer(message).data)


class SuppressionSerializer(ModelSerializer):
    class Meta:
        model = Suppression
        fields = ["id", "address", "reason", "kind", "detail", "at", "lifted_at", "lifted_by", "lifted_why"]


class LiftSerializer(serializers.Serializer):
    why = Text(max_length=200)


@extend_schema_view(
    list=extend_schema(summary="Addresses that get no mail"), retrieve=extend_schema(summary="Why one address gets no mail")
)
class SuppressionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Suppression.objects.none()
    serializer_class = SuppressionSerializer
    orders = {"newest": ("-at", "-pk")}
    actions_needed = {**dict.fromkeys(["list", "retrieve"], Action.VIEW_CANDIDATES), "lift": Action.EDIT_CANDIDATE}

    def narrow(self, rows):
        return rows.running() if self.action == "list" else rows

    @extend_schema(
        summary="Let mail go there again", request=LiftSerializer, responses={200: SuppressionSerializer, 409: REFUSED}
    )
    @action(detail=True, methods=["post"])
    def lift(self, request, pk=None):
        asked = LiftSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = suppression.lift(suppression=self.get_object(), actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(row).data)
