"""The API of bringing people in: files, CSV imports, duplicates. The same services as the pages."""

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.api.problems import Conflict
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from billing.entitlements import OverQuota
from jobs.api import intake_serializers as said
from jobs.models import Candidate, Intake, IntakeRow, Merge, Resume
from jobs.services import csv_import
from jobs.services.duplicates import duplicates_of
from jobs.services.intake import add_file, read_again, start_intake, too_large
from jobs.services.merge import merge_candidates, undo_merge
from jobs.uploads import files_too_large
from jobs.views.intake import original


class AnyBytes(JSONRenderer):
    """Lets a client ask for a file; what is refused is said as JSON all the same."""

    media_type = "application/octet-stream"
    format = "file"


class ResumeFilter(django_filters.FilterSet):
    candidate = django_filters.UUIDFilter(field_name="candidate_id", help_text="Of this candidate only.")
    intake = django_filters.UUIDFilter(method="of_batch", help_text="Of this batch only.")
    state = django_filters.ChoiceFilter(choices=Resume.State.choices)

    def of_batch(self, resumes, name, value):
        return resumes.filter(intake__in=Intake.objects.visible_to(self.request.member).filter(pk=value))

    class Meta:
        model = Resume
        fields = []


class StateFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=Intake.State.choices)

    class Meta:
        model = Intake
        fields = []


class Uploads(CompanyRows):
    """A `create` that takes a form with a file; whatever else it does takes JSON."""

    def get_parsers(self):
        is_upload = getattr(self, "action_map", {}).get("post") == "create"
        return [MultiPartParser()] if is_upload else super().get_parsers()

    def asked(self, serializer):
        """What the request says, checked; a file that was dropped at the limit is refused for its size."""
        data = self.request.data
        if files_too_large(self.request):
            raise too_large()
        asked = serializer(data=data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)


@extend_schema_view(
    list=extend_schema(summary="Uploaded files, read or not"), retrieve=extend_schema(summary="One uploaded file")
)
class ResumeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, Uploads):
    """Files as they were uploaded. Reading goes on in the background: ask for `state`, or for the batch's progress."""

    queryset = Resume.objects.none()
    serializer_class = said.ResumeFileSerializer
    filterset_class = ResumeFilter
    orders = {"newest": ("-uploaded_at", "-pk"), "oldest": ("uploaded_at", "pk")}
    actions_needed = {"list": None, "retrieve": None, "file": None, "create": Action.ADD_CANDIDATE, "again": Action.ADD_CANDIDATE}

    def narrow(self, rows):
        return rows.with_job_seen_by(getattr(self.request, "member", None))

    def _said(self, pk):
        """A row as it is now; whoever changed it saw it."""
        return self.get_serializer(Resume.objects.with_job_seen_by(self.request.member).get(pk=pk)).data

    @extend_schema(
        summary="Upload a résumé, or a ZIP of them",
        request={"multipart/form-data": said.UploadSerializer},
        responses={201: said.ResumeFileSerializer},
    )
    def create(self, request):
        given = self.asked(said.UploadSerializer)
        file = given.pop("file")
        try:
            made = add_file(company=request.member.company, actor=request.member, file=file, name=file.name, **given)
        except OverQuota as refusal:
            raise Conflict(str(refusal), code=refusal.code) from refusal
        return Response(self._said(made.pk), status=status.HTTP_201_CREATED)

    @extend_schema(summary="Have a file read once more", request=None, responses=said.ResumeFileSerializer)
    @action(detail=True, methods=["post"])
    def again(self, request, pk=None):
        try:
            resume = read_again(resume=self.get_object(), actor=request.member)
        except OverQuota as refusal:
            raise Conflict(str(refusal), code=refusal.code) from refusal
        return Response(self._said(resume.pk))

    @extend_schema(summary="The file, byte for byte", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=[AnyBytes, JSONRenderer], filterset_class=None)
    def file(self, request, pk=None):
        return original(self.get_object())


@extend_schema_view(list=extend_schema(summary="Batches of files"), retrieve=extend_schema(summary="A batch and how far it is"))
class IntakeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Start one, then upload files with its id: all of them are counted in it."""

    queryset = Intake.objects.none()
    serializer_class = said.IntakeSerializer
    filterset_class = StateFilter
    orders = {"newest": ("-created_at", "-pk")}
    actions_needed = dict.fromkeys(["list", "retrieve", "create"], Action.ADD_CANDIDATE)

    def narrow(self, rows):
        return rows.filter(kind=Intake.Kind.FILES)

    @extend_schema(summary="Start a batch of files", request=said.NewIntakeSerializer, responses={201: said.IntakeSerializer})
    def create(self, request):
        asked = said.NewIntakeSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        made = start_intake(company=request.member.company, actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)


@extend_schema_view(list=extend_schema(summary="CSV imports"), retrieve=extend_schema(summary="A CSV import with its columns"))
class CsvImportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, Uploads):
    """Upload the file, `check` it with a mapping, look at the bad `rows`, then `start`. Nothing is written before `start`."""

    queryset = Intake.objects.none()
    serializer_class = said.CsvImportSerializer
    filterset_class = StateFilter
    orders = {"newest": ("-created_at", "-pk")}
    actions_needed = dict.fromkeys(["list", "retrieve", "create", "check", "start"], Action.IMPORT)

    def narrow(self, rows):
        return rows.filter(kind=Intake.Kind.CSV)

    def get_serializer_class(self):
        return said.IntakeSerializer if self.action == "list" else said.CsvImportSerializer

    def _answer(self, intake, code=status.HTTP_200_OK):
        return Response(said.CsvImportSerializer(Intake.objects.get(pk=intake.pk)).data, status=code)

    @extend_schema(
        summary="Upload a CSV file",
        request={"multipart/form-data": said.NewCsvSerializer},
        responses={201: said.CsvImportSerializer},
    )
    def create(self, request):
        given = self.asked(said.NewCsvSerializer)
        file = given["file"]
        made = csv_import.start_csv(
            company=request.member.company, actor=request.member, file=file, name=file.name, job=given.get("job")
        )
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(summary="Say what each column is, and begin the dry run", request=said.MappingSerializer)
    @action(detail=True, methods=["post"])
    def check(self, request, pk=None):
        intake, asked = self.get_object(), said.MappingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._answer(csv_import.start_check(intake=intake, mapping=asked.validated_data["mapping"], actor=request.member))

    @extend_schema(summary="Import the rows that the dry run found good", request=None)
    @action(detail=True, methods=["post"])
    def start(self, request, pk=None):
        return self._answer(csv_import.start_import(intake=self.get_object(), actor=request.member))


@extend_schema_view(list=extend_schema(summary="Rows of CSV imports, with what is wrong in them"))
class CsvRowViewSet(mixins.ListModelMixin, CompanyRows):
    queryset = IntakeRow.objects.none()
    serializer_class = said.CsvRowSerializer
    orders = {"line": ("number", "pk")}
    actions_needed = {"list": Action.IMPORT}

    class Filter(django_filters.FilterSet):
        state = django_filters.ChoiceFilter(choices=IntakeRow.State.choices)

        class Meta:
            model = IntakeRow
            fields = []

    filterset_class = Filter

    def narrow(self, rows):
        found = Intake.objects.visible_to(getattr(self.request, "member", None)).filter(kind=Intake.Kind.CSV)
        asked = self.kwargs.get("import_id")
        return rows.filter(intake=get_object_or_404(found, pk=asked)) if asked else rows


@extend_schema_view(list=extend_schema(summary="Who was merged into whom"), retrieve=extend_schema(summary="One merge"))
class MergeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Two records of one person made one. Nothing is deleted; `undo` gives each their own back."""

    queryset = Merge.objects.none()
    serializer_class = said.MergeSerializer
    orders = {"newest": ("-at", "-pk")}
    actions_needed = dict.fromkeys(["list", "retrieve", "create", "undo"], Action.EDIT_CANDIDATE)

    @extend_schema(
        summary="Merge a candidate into another", request=said.NewMergeSerializer, responses={201: said.MergeSerializer}
    )
    def create(self, request):
        asked = said.NewMergeSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        made = merge_candidates(actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Take a merge back", request=None, responses=said.MergeSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk=None):
        return Response(self.get_serializer(undo_merge(merge=self.get_object(), actor=request.member)).data)


class DuplicatesViewSet(GenericViewSet):
    """Who may be the same person."""

    queryset = Candidate.objects.none()
    serializer_class = said.DuplicateSerializer
    pagination_class = None
    actions_needed = {"list": Action.EDIT_CANDIDATE}

    @extend_schema(
        summary="Others who may be this person",
        operation_id="candidate_duplicates_list",
        responses=said.DuplicateSerializer(many=True),
    )
    def list(self, request, candidate_id):
        candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=candidate_id)
        found = [{"candidate": other.pk, "name": other.name, "same": reasons} for other, reasons in duplicates_of(candidate)]
        return Response(said.DuplicateSerializer(found, many=True).data)
