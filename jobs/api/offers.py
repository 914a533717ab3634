"""Offers, approvals and drafted rejections for machines: the same services as the pages."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.fields import KnownCodes, ModelSerializer, Text
from accounts.api.permissions import MemberCan
from accounts.api.rows import CompanyRows
from accounts.mail import absolute
from accounts.models import Membership
from accounts.permissions import Action
from jobs.api.fields import OwnRow
from jobs.models import Application, Approval, ApprovalRule, Job, Offer, RejectionDraft, RejectionReason
from jobs.services import answer_rate, approvals, offers, rejections

SEES, MOVES = Action.VIEW_CANDIDATES, Action.MOVE_APPLICATION


class OfferSerializer(ModelSerializer):
    link = serializers.SerializerMethodField(
        help_text="The candidate's page, while the offer is open and for those who may send it."
    )

    class Meta:
        model = Offer
        fields = [
            "id",
            "application",
            "version",
            "status",
            "salary",
            "currency",
            "period",
            "starts_on",
            "expires_at",
            "letter",
            "created_by",
            "created_at",
            "sent_at",
            "ended_at",
            "signed_name",
            "answer_note",
            "revision",
            "link",
        ]

    def get_link(self, offer) -> str:
        request = self.context.get("request")
        may = request is not None and request.member is not None and request.member.can(MOVES)
        path = offers.link_of(offer) if may and offer.status == Offer.Status.SENT else ""
        return absolute(path) if path else ""


class OfferFields(KnownCodes, serializers.Serializer):
    salary = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0)
    currency = Text(max_length=3)
    period = serializers.ChoiceField(choices=Offer.Period.choices, default="year")
    starts_on = serializers.DateField()
    expires_at = serializers.DateTimeField()
    letter = Text(
        max_length=20_000,
        required=False,
        help_text="Light Markdown with variables such as {{candidate_name}}; an unknown one is refused.",
    )


class NewOfferSerializer(OfferFields):
    application = OwnRow(Application)


class ChangeOfferSerializer(OfferFields):
    revision = serializers.IntegerField(required=False, help_text="What you saw: if somebody changed it since, 409.")


class OfferNoteSerializer(serializers.Serializer):
    note = Text(max_length=1000, required=False, default="", allow_blank=True)


@extend_schema_view(list=extend_schema(summary="Offers, newest first"), retrieve=extend_schema(summary="One version of an offer"))
class OfferViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Versions of offers. A changed offer is a new version; the old one is kept as `superseded`."""

    queryset = Offer.objects.none()
    serializer_class = OfferSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]
    orders = {"-new": ("-created_at", "-pk")}
    actions_needed = {
        "list": SEES,
        "retrieve": SEES,
        **dict.fromkeys(["create", "partial_update", "ask", "send", "withdraw"], MOVES),
    }

    def narrow(self, rows):
        return rows.select_related("application")

    def _asked(self, serializer, **options):
        asked = serializer(data=self.request.data, context=self.get_serializer_context(), **options)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def _answer(self, offer, code=status.HTTP_200_OK):
        return Response(self.get_serializer(offer).data, status=code)

    @extend_schema(summary="Write an offer", request=NewOfferSerializer, responses={201: OfferSerializer})
    def create(self, request):
        return self._answer(offers.draft(actor=request.member, **self._asked(NewOfferSerializer)), status.HTTP_201_CREATED)

    @extend_schema(summary="Change an offer: a draft as it is, anything later as a new version", request=ChangeOfferSerializer)
    def partial_update(self, request, pk=None):
        given = self._asked(ChangeOfferSerializer, partial=True)
        seen = given.pop("revision", None)
        return self._answer(offers.revise(offer=self.get_object(), actor=request.member, seen_revision=seen, **given))

    @extend_schema(summary="Ask for approval", request=None)
    @action(detail=True, methods=["post"])
    def ask(self, request, pk=None):
        return self._answer(offers.ask_approval(offer=self.get_object(), actor=request.member))

    @extend_schema(summary="Open the offer to the candidate", request=None)
    @action(detail=True, methods=["post"])
    def send(self, request, pk=None):
        return self._answer(offers.send(offer=self.get_object(), actor=request.member))

    @extend_schema(summary="Take an offer back", request=OfferNoteSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        return self._answer(offers.withdraw(offer=self.get_object(), actor=request.member, **self._asked(OfferNoteSerializer)))


class ApprovalSerializer(ModelSerializer):
    class Meta:
        model = Approval
        fields = [
            "id",
            "job",
            "offer",
            "round",
            "position",
            "member",
            "state",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "note",
        ]


class AskSerializer(serializers.Serializer):
    job = OwnRow(Job)


class ApprovalDecisionSerializer(OfferNoteSerializer):
    approved = serializers.BooleanField()


@extend_schema_view(
    list=extend_schema(summary="Approvals that wait for you"), retrieve=extend_schema(summary="One step of an approval")
)
class ApprovalViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Steps that jobs and offers wait for. Offers ask by `POST /offers/{id}/ask`."""

    queryset = Approval.objects.none()
    serializer_class = ApprovalSerializer
    http_method_names = ["get", "post", "head", "options"]
    orders = {"old": ("asked_at", "pk")}
    actions_needed = {"list": None, "retrieve": None, "create": Action.EDIT_JOB, "decide": Action.APPROVE}

    def narrow(self, rows):
        return rows.waiting().filter(member=self.request.member) if self.action == "list" and self.request.member else rows

    @extend_schema(summary="Ask for the approval of a job", request=AskSerializer, responses={201: ApprovalSerializer(many=True)})
    def create(self, request):
        asked = AskSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        rows = approvals.ask_for_job(job=asked.validated_data["job"], actor=request.member)
        return Response(self.get_serializer(rows, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Approve, or not", request=ApprovalDecisionSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request, pk=None):
        asked = ApprovalDecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = approvals.decide(approval=self.get_object(), actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(row).data)


class StepSerializer(serializers.Serializer):
    member = OwnRow(Membership, required=False, allow_null=True, help_text="Null: the hiring manager of the job.")


class ApprovalRuleSerializer(serializers.Serializer):
    """The chain for jobs or for offers; no steps: nothing needs approval."""

    subject = serializers.ChoiceField(choices=ApprovalRule.Subject.choices, read_only=True)
    steps = StepSerializer(many=True)


class RuleViewSet(CompanyRows):
    """The company's two chains, `job` and `offer`."""

    queryset = ApprovalRule.objects.none()
    serializer_class = ApprovalRuleSerializer
    lookup_value_regex = "job|offer"
    lookup_field = "subject"
    pagination_class = None
    actions_needed = {"list": None, "update": Action.MANAGE_SETTINGS}

    def _rule(self, subject):
        return {
            "subject": subject,
            "steps": [{"member": step.member} for step in approvals.steps_of(self.request.member.company_id, subject)],
        }

    @extend_schema(summary="Who has to agree to jobs and to offers", responses={200: ApprovalRuleSerializer(many=True)})
    def list(self, request):
        return Response(self.get_serializer([self._rule(subject) for subject in ApprovalRule.Subject.values], many=True).data)

    @extend_schema(summary="Set a chain: the whole list, in order")
    def update(self, request, subject=None):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        steps = [step.get("member") for step in asked.validated_data["steps"]]
        approvals.save_rule(company=request.member.company, subject=subject, steps=steps, actor=request.member)
        return Response(self.get_serializer(self._rule(subject)).data)


class RejectionDraftSerializer(ModelSerializer):
    class Meta:
        model = RejectionDraft
        fields = ["id", "application", "reason", "text", "state", "made_at", "ended_at", "ended_by"]


class ChangeDraftSerializer(serializers.Serializer):
    text = Text(max_length=10_000, required=False)
    reason = OwnRow(RejectionReason, required=False, allow_null=True)


class SendDraftsSerializer(serializers.Serializer):
    drafts = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1000)


class SentDraftsSerializer(serializers.Serializer):
    """`refused`: applications that ended meanwhile, with why."""

    sent = serializers.ListField(child=serializers.UUIDField())
    refused = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))


@extend_schema_view(list=extend_schema(summary="Drafted rejections that wait"), retrieve=extend_schema(summary="One draft"))
class RejectionDraftViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """What closed jobs left to answer. Nothing leaves without a person who sends it."""

    queryset = RejectionDraft.objects.none()
    serializer_class = RejectionDraftSerializer
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    orders = {"old": ("made_at", "pk")}
    actions_needed = dict.fromkeys(["list", "retrieve", "partial_update", "destroy", "send"], MOVES)

    def narrow(self, rows):
        return rows.waiting() if self.action == "list" else rows

    @extend_schema(summary="Edit a draft", request=ChangeDraftSerializer)
    def partial_update(self, request, pk=None):
        asked = ChangeDraftSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return Response(
            self.get_serializer(rejections.change(draft=self.get_object(), actor=request.member, **asked.validated_data)).data
        )

    @extend_schema(summary="Discard a draft; the application runs on", responses={204: None})
    def destroy(self, request, pk=None):
        rejections.discard(draft=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Send drafts: their applications are rejected",
        request=SendDraftsSerializer,
        responses={200: SentDraftsSerializer},
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def send(self, request):
        asked = SendDraftsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rows = RejectionDraft.objects.visible_to(request.member).waiting().filter(pk__in=asked.validated_data["drafts"])
        sent, refused = rejections.send(drafts=rows, actor=request.member)
        return Response(SentDraftsSerializer({"sent": sent, "refused": refused}).data)


class AnswerRateSerializer(serializers.Serializer):
    """See the definition in docs/api.md. `share` is null where fewer than five applications count."""

    share = serializers.FloatField(allow_null=True)
    counted = serializers.IntegerField()
    in_time = serializers.IntegerField()
    days = serializers.IntegerField()


class AnswerRateView(APIView):
    permission_classes = [MemberCan]
    actions_needed = {"get": Action.VIEW_JOBS}

    @extend_schema(
        summary="How many applicants were answered within the promised time",
        responses={200: AnswerRateSerializer},
        operation_id="answer_rate_retrieve",
    )
    def get(self, request):
        return Response(AnswerRateSerializer(answer_rate.of_member(request.member)).data)
