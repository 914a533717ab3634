"""Letters, the letter head and the rules for machines: the same services as the pages."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.models import StageType
from notifications.models import LetterHead, LetterKind, LetterVersion, MailRule
from notifications.models.letters import LANGUAGES
from notifications.services import branding, letters, rules

LANGUAGE = OpenApiParameter("language", enum=[code for code, _name in LANGUAGES], description="The company's own where left out.")


class LetterVersionSerializer(ModelSerializer):
    class Meta:
        model = LetterVersion
        fields = ["id", "kind", "language", "number", "subject", "body", "button", "provider_template", "ours", "by", "at"]
        read_only_fields = fields


class NewLetterSerializer(serializers.Serializer):
    """The next version of a letter. `ours` goes back to our words; else `subject` and `body` are needed."""

    kind = serializers.ChoiceField(LetterKind.choices)
    language = serializers.ChoiceField(LANGUAGES)
    seen = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, help_text="The newest number that you know of; 0 where the company wrote none yet."
    )
    ours = serializers.BooleanField(required=False, default=False)
    subject = Text(max_length=200, required=False, allow_blank=True, default="")
    body = Text(max_length=10_000, required=False, allow_blank=True, default="")
    button = Text(max_length=60, required=False, allow_blank=True, default="")
    provider_template = Text(max_length=200, required=False, allow_blank=True, default="")


class WordsSerializer(serializers.Serializer):
    """What is sent now: the company's words or ours."""

    kind = serializers.CharField()
    language = serializers.CharField()
    number = serializers.IntegerField(help_text="Of the company's version; 0 where it never wrote one.")
    ours = serializers.BooleanField()
    subject = serializers.CharField()
    body = serializers.CharField()
    button = serializers.CharField()
    provider_template = serializers.CharField()
    placeholders = serializers.ListField(child=serializers.CharField())


@extend_schema_view(
    list=extend_schema(summary="Versions of the company's letters, all of them"), retrieve=extend_schema(summary="One version")
)
class LetterViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = LetterVersion.objects.none()
    serializer_class = LetterVersionSerializer
    filterset_fields = ["kind", "language"]
    actions_needed = dict.fromkeys(["list", "retrieve", "create", "in_use", "restore"], Action.MANAGE_SETTINGS)

    @extend_schema(
        summary="Write a letter anew, or go back to our words",
        request=NewLetterSerializer,
        responses={201: LetterVersionSerializer},
    )
    def create(self, request):
        asked = NewLetterSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        where = {name: given.pop(name) for name in ("kind", "language", "seen")}
        who = {"company": request.member.company, "actor": request.member}
        made = letters.reset(**where, **who) if given.pop("ours") else letters.save(**where, **who, **given)
        return Response(LetterVersionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="The words that are sent now, kind by kind, in one language",
        parameters=[LANGUAGE],
        responses=WordsSerializer(many=True),
    )
    @action(detail=False, methods=["get"], url_path="in-use", pagination_class=None, filter_backends=[])
    def in_use(self, request):
        company = request.member.company
        head = branding.head_of(company)
        language = request.query_params.get("language", head.language)
        if language not in dict(LANGUAGES):
            raise serializers.ValidationError({"language": "Letters can't be written in that language."})
        found = letters.all_words(company=company, language=language, head=head)
        names = [name for name in WordsSerializer().fields if name not in ("kind", "placeholders")]
        return Response(
            [
                {"kind": kind, "placeholders": list(letters.OF[kind]), **{name: getattr(words, name) for name in names}}
                for kind, words in found.items()
            ]
        )

    @extend_schema(summary="Use an earlier version again, as a new one", request=None, responses={201: LetterVersionSerializer})
    @action(detail=True, methods=["post"])
    def restore(self, request, pk=None):
        version = self.get_object()
        rows = LetterVersion.objects.visible_to(request.member).filter(kind=version.kind, language=version.language)
        seen = rows.order_by("-number").values_list("number", flat=True).first()
        made = letters.restore(version=version, seen=seen, actor=request.member)
        return Response(LetterVersionSerializer(made).data, status=status.HTTP_201_CREATED)


class LetterHeadSerializer(ModelSerializer):
    class Meta:
        model = LetterHead
        fields = ["language", "contact", "privacy_url", "address"]


@extend_schema_view(
    retrieve=extend_schema(summary="Language, contact, privacy policy and address of the company's letters"),
    partial_update=extend_schema(summary="Change the letter head"),
)
class LetterHeadViewSet(viewsets.GenericViewSet):
    queryset = LetterHead.objects.none()
    serializer_class = LetterHeadSerializer
    actions_needed = dict.fromkeys(["retrieve", "partial_update"], Action.MANAGE_SETTINGS)

    def retrieve(self, request):
        return Response(LetterHeadSerializer(branding.head_of(request.member.company)).data)

    def partial_update(self, request):
        company = request.member.company
        asked = LetterHeadSerializer(branding.head_of(company), data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        return Response(LetterHeadSerializer(branding.save_head(company=company, **asked.validated_data)).data)


class MailRuleSerializer(ModelSerializer):
    stage_type = serializers.CharField(read_only=True, help_text="The stage that a move leads to; empty for other causes.")

    class Meta:
        model = MailRule
        fields = ["cause", "stage_type", "letter", "candidate", "panel", "added", "delay"]
        read_only_fields = fields


class ChangeMailRuleSerializer(serializers.Serializer):
    """Which rule, and what of it changes. `delay` is in minutes."""

    cause = serializers.ChoiceField(MailRule.Cause.choices)
    stage_type = serializers.ChoiceField(StageType.choices, required=False, allow_blank=True, default="")
    letter = serializers.ChoiceField(LetterKind.choices, required=False)
    candidate = serializers.BooleanField(required=False)
    panel = serializers.BooleanField(required=False)
    added = serializers.BooleanField(required=False)
    delay = serializers.IntegerField(required=False, min_value=0, max_value=7 * 24 * 60)


class MailRuleViewSet(viewsets.GenericViewSet):
    queryset = MailRule.objects.none()
    serializer_class = MailRuleSerializer
    pagination_class = None
    actions_needed = dict.fromkeys(["list", "create"], Action.MANAGE_SETTINGS)

    @extend_schema(summary="What is mailed when, and to whom: every rule, ours where the company made none")
    def list(self, request):
        return Response(MailRuleSerializer(list(rules.rules_of(request.member.company).values()), many=True).data)

    @extend_schema(summary="Change a rule", request=ChangeMailRuleSerializer, responses={200: MailRuleSerializer})
    def create(self, request):
        asked = ChangeMailRuleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(MailRuleSerializer(rules.save_rule(company=request.member.company, **asked.validated_data)).data)
