"""Audits, their files, looking at unsaved rules, and answers that were collected elsewhere, for machines."""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api.fields import ModelSerializer, Text
from accounts.api.permissions import MemberCan
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.models import Job
from matching.engine import ScoringConfig as Rules
from matching.models import Audit
from matching.services import audits, config_audit, self_reports
from matching.services.features import taxonomy_of
from matching.views.audits import file_answer

FINDINGS = ["top", "even", "less", "hit", "apart", "small", "hidden", "alone", "few"]
COMPARISONS = ["compared", "few", "none"]
SAYS_WHO = ("application", "email", "job")


class AuditRowSerializer(serializers.Serializer):
    """One group; figures that must not be shown are null."""

    key = serializers.ListField(child=Text())
    labels = serializers.ListField(child=Text())
    finding = serializers.ChoiceField(choices=FINDINGS, source="state")
    n = serializers.IntegerField(allow_null=True)
    selected = serializers.IntegerField(allow_null=True)
    rate = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text="Of Wilson's 95 % interval.")
    high = serializers.FloatField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True, help_text="Impact ratio: the rate divided by the highest rate.")
    p = serializers.FloatField(allow_null=True, help_text="Fisher's exact test against the group with the highest rate.")
    p_holm = serializers.FloatField(allow_null=True, help_text="The same, corrected for all groups of the table.")
    power = serializers.FloatField(allow_null=True, help_text="Chance that the test would notice a true ratio of 0.80.")
    short = serializers.IntegerField(allow_null=True, help_text="Selections that the group lacks to four fifths.")


class AuditTableSerializer(serializers.Serializer):
    by = serializers.ListField(child=Text())
    title = serializers.ListField(child=Text())
    comparison = serializers.ChoiceField(choices=COMPARISONS, source="state")
    unknown = serializers.IntegerField(
        allow_null=True, help_text="People of unknown category, together with those in groups that are not shown."
    )
    with_hidden = serializers.BooleanField(help_text="Whether groups are not shown for their size.")
    power = serializers.FloatField(allow_null=True)
    rows = AuditRowSerializer(many=True)


class AuditStepSerializer(serializers.Serializer):
    step = Text(help_text="score, must, stage:<type> or hired")
    people = serializers.IntegerField()
    tables = AuditTableSerializer(many=True)


class AuditSerializer(ModelSerializer):
    """An adverse-impact audit without its tables."""

    by = Text(source="by.name", allow_null=True, default=None)
    answered = serializers.IntegerField(source="about_answered", help_text="How many said something, to the nearest ten.")

    class Meta:
        model = Audit
        fields = [
            "id",
            "job",
            "since",
            "until",
            "note",
            "state",
            "refusal",
            "people",
            "answered",
            "flagged",
            "by",
            "at",
            "published_at",
        ]
        read_only_fields = fields


class WholeAuditSerializer(AuditSerializer):
    """An audit with its frozen tables."""

    steps = AuditStepSerializer(many=True, source="body.steps", default=list)
    least = serializers.IntegerField(source="body.least", allow_null=True, default=None, help_text="The smallest group shown.")
    rules = serializers.ListField(child=Text(), source="body.rules", default=list)
    engine = Text(source="body.engine", default="")
    distribution_date = Text(source="body.tool_since", default="", help_text="ISO date, or empty where none is set.")
    data_source = Text(source="body.source", default="")

    class Meta(AuditSerializer.Meta):
        fields = [*AuditSerializer.Meta.fields, "steps", "least", "rules", "engine", "distribution_date", "data_source"]
        read_only_fields = fields


class NewAuditSerializer(serializers.Serializer):
    job = serializers.UUIDField(required=False, allow_null=True, help_text="Without it: all jobs but confidential ones.")
    since = serializers.DateField(help_text="Applied on this day or later.")
    until = serializers.DateField()
    note = Text(required=False, allow_blank=True, max_length=200, default="")


class PublishedSerializer(serializers.Serializer):
    published = serializers.BooleanField()


@extend_schema_view(
    list=extend_schema(summary="Adverse-impact audits", responses=AuditSerializer(many=True)),
    retrieve=extend_schema(summary="One audit with its tables", responses=WholeAuditSerializer),
)
class AuditViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Audit.objects.none()
    serializer_class = AuditSerializer
    orders = {"newest": ("-at", "-pk")}
    actions_needed = {
        "list": Action.VIEW_ANALYTICS,
        "retrieve": Action.VIEW_ANALYTICS,
        "as_csv": Action.VIEW_ANALYTICS,
        "as_pdf": Action.VIEW_ANALYTICS,
        "create": Action.CONFIGURE_SCORING,
        "publish": Action.MANAGE_SETTINGS,
    }

    def narrow(self, rows):
        rows = rows.select_related("by__user")
        return rows.defer("body") if self.action == "list" else rows

    def get_serializer_class(self):
        return AuditSerializer if self.action == "list" else WholeAuditSerializer

    @extend_schema(summary="Have an audit made", request=NewAuditSerializer, responses={202: AuditSerializer})
    def create(self, request):
        asked = NewAuditSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        if job_id := given.pop("job", None):
            job = Job.objects.visible_to(request.member).filter(pk=job_id, is_template=False).first()
            if job is None:
                raise exceptions.ValidationError({"job": "No such job."})
            given["job"] = job
        made = audits.ask_for_audit(company=request.member.company, actor=request.member, **given)
        return Response(AuditSerializer(made).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        summary="Let everybody in the company read an audit, or no longer", request=PublishedSerializer, responses=AuditSerializer
    )
    @action(detail=True, methods=["post"])
    def publish(self, request, pk=None):
        asked = PublishedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = audits.set_published(audit=self.get_object(), actor=request.member, published=asked.validated_data["published"])
        return Response(AuditSerializer(row).data)

    @extend_schema(
        summary="An audit as CSV",
        responses={(200, "text/csv"): OpenApiTypes.STR, 409: OpenApiResponse(description="Not done yet.")},
    )
    @action(detail=True, url_path="csv")
    def as_csv(self, request, pk=None):
        return self._file("csv")

    @extend_schema(
        summary="An audit as PDF",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 409: OpenApiResponse(description="Not done yet.")},
    )
    @action(detail=True, url_path="pdf")
    def as_pdf(self, request, pk=None):
        return self._file("pdf")

    def _file(self, ending):
        row = self.get_object()
        if row.state != Audit.State.DONE:
            raise audits.AuditRefused("The audit is not done.", code="not_done", conflict=True)
        return file_answer(row, ending)


class GroupSerializer(serializers.Serializer):
    """One group under rules that are looked at: in percent, to the nearest 5."""

    label = Text()
    finding = serializers.ChoiceField(choices=FINDINGS, source="state")
    rate = serializers.IntegerField(allow_null=True)
    ratio = serializers.IntegerField(allow_null=True)
    rate_before = serializers.IntegerField(allow_null=True)
    ratio_before = serializers.IntegerField(allow_null=True)


class LookSerializer(serializers.Serializer):
    question = Text()
    look = serializers.ChoiceField(choices=list(config_audit.LOOKS))
    comparison = serializers.ChoiceField(choices=COMPARISONS, source="state")
    groups = GroupSerializer(many=True)


class RulesToLookAtSerializer(serializers.Serializer):
    rules = serializers.DictField(help_text="As of PUT jobs/{id}/scoring-config.")


class ConfigAuditViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"create": Action.CONFIGURE_SCORING}

    @extend_schema(
        summary="Would rules hit a group, before they are saved?",
        operation_id="job_scoring_config_audit",
        request=RulesToLookAtSerializer,
        responses=LookSerializer(many=True),
    )
    def create(self, request, job_id):
        job = get_object_or_404(Job.objects.visible_to(request.member), pk=job_id)
        asked = RulesToLookAtSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            rules = Rules.from_dict(asked.validated_data["rules"])
        except (ValueError, TypeError) as error:
            raise exceptions.ValidationError({"rules": str(error)}) from error
        if errors := rules.validate(taxonomy_of(job.company_id)):
            raise exceptions.ValidationError({"rules": errors})
        looks = config_audit.look(job, rules.to_dict(), request.member)
        answer = [
            {"question": question, "look": one.name, "state": one.state, "groups": one.lines}
            for question, each in looks
            for one in each
        ]
        return Response(LookSerializer(answer, many=True).data)


class SelfReportsSerializer(serializers.Serializer):
    reports = serializers.ListField(
        child=serializers.DictField(child=Text(allow_blank=True, max_length=254)),
        min_length=1,
        max_length=self_reports.MOST_ROWS,
        help_text="Each: application (id), or email (and job: id); then by question (sex, race, …) an answer by key or label, or empty.",
    )


class TakenSerializer(serializers.Serializer):
    taken = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Left as the people themselves said it or took it back.")


class SelfReportViewSet(ViewSet):
    """Only in: no operation gives single answers out."""

    permission_classes = [MemberCan]
    actions_needed = {"create": Action.MANAGE_SETTINGS}

    @extend_schema(
        summary="Import voluntary answers that were collected elsewhere",
        operation_id="self_reports_import",
        request=SelfReportsSerializer,
        responses={200: TakenSerializer},
    )
    def create(self, request):
        asked = SelfReportsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rows = asked.validated_data["reports"]
        questions = [question.key for question in self_reports.questions_of(self_reports.settings_of(request.member.company))]
        for number, row in enumerate(rows):
            if unknown := set(row) - {*SAYS_WHO, *questions}:
                raise exceptions.ValidationError(
                    {f"reports.{number}": f"Unknown: {', '.join(sorted(unknown))}. Asked for: {', '.join(questions)}."}
                )
        try:
            taken, left = self_reports.take_in(company=request.member.company, actor=request.member, rows=rows)
        except self_reports.SelfReportRefused as refusal:
            if not refusal.problems:
                raise
            raise exceptions.ValidationError(
                {f"reports.{number - 1}.{column}": text for number, column, text in refusal.problems}
            ) from refusal
        return Response({"taken": taken, "left": left})


class OfferedSerializer(serializers.Serializer):
    key = Text()
    label = Text()


class AskedSerializer(serializers.Serializer):
    key = Text()
    label = Text()
    choices = OfferedSerializer(many=True)


class SelfReportQuestionsViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"list": Action.MANAGE_SETTINGS}

    @extend_schema(
        summary="What people are asked about themselves",
        operation_id="self_report_questions",
        responses=AskedSerializer(many=True),
    )
    def list(self, request):
        asked = self_reports.questions_of(self_reports.settings_of(request.member.company))
        rows = [
            {"key": one.key, "label": one.label, "choices": [{"key": key, "label": label} for key, label in one.choices]}
            for one in asked
        ]
        return Response(AskedSerializer(rows, many=True).data)
