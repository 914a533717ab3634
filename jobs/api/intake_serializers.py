"""What the API says about files, batches, CSV imports and merges."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import ModelSerializer, Text
from jobs.api.fields import OwnRow
from jobs.models import Candidate, Intake, IntakeRow, Job, Merge, Resume, Source
from jobs.services.csv_import import FIELDS, columns_of


class OwnBatch(OwnRow):
    def get_queryset(self):
        return super().get_queryset().filter(kind=Intake.Kind.FILES)


class ResumeFileSerializer(ModelSerializer):
    """`state` unreadable comes with `error_code` (stable) and `error` (for people); the file itself is always kept."""

    candidate = serializers.UUIDField(source="candidate_id", allow_null=True)
    intake = serializers.UUIDField(source="intake_id", allow_null=True)
    job = serializers.UUIDField(source="job_id", allow_null=True)

    class Meta:
        model = Resume
        fields = [
            "id",
            "candidate",
            "intake",
            "job",
            "name",
            "kind",
            "size",
            "sha256",
            "state",
            "error_code",
            "error",
            "uploaded_at",
            "read_at",
        ]
        read_only_fields = fields

    def to_representation(self, resume):
        """Which confidential job somebody came for is for its team alone."""
        said = super().to_representation(resume)
        if not resume.job_seen:
            said |= {"job": None, "intake": None}
        return said


class UploadSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True, help_text="PDF, DOCX, ODT, RTF, TXT, HTML, an image, or a ZIP of them; up to 100 MB."
    )
    intake = OwnBatch(Intake, required=False)
    job = OwnRow(Job, required=False, help_text="Enters whoever is in the file as an applicant.")
    candidate = OwnRow(Candidate, required=False, help_text="Whose newer résumé it is; left out: found by what it says, or made.")


class IntakeSerializer(ModelSerializer):
    """A batch: `done` + `failed` of `total` files or rows are through."""

    job = serializers.UUIDField(source="job_id", allow_null=True)
    source = serializers.UUIDField(source="source_id", allow_null=True)

    class Meta:
        model = Intake
        fields = ["id", "kind", "state", "name", "job", "source", "total", "done", "failed", "error", "created_at", "finished_at"]
        read_only_fields = fields


class NewIntakeSerializer(serializers.Serializer):
    job = OwnRow(Job, required=False, allow_null=True)
    source = OwnRow(Source, required=False, allow_null=True)
    name = Text(max_length=200, required=False, allow_blank=True)


class ColumnSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="From 0: what a mapping names.")
    title = Text()
    samples = serializers.ListField(child=Text())


class CsvImportSerializer(IntakeSerializer):
    """With the file's columns and the mapping in force: guessed from their titles until you say otherwise."""

    columns = serializers.SerializerMethodField()
    mapping = serializers.DictField(child=serializers.IntegerField())

    class Meta(IntakeSerializer.Meta):
        fields = [*IntakeSerializer.Meta.fields, "columns", "mapping"]
        read_only_fields = fields

    @extend_schema_field(ColumnSerializer(many=True))
    def get_columns(self, intake):
        return columns_of(intake)


class NewCsvSerializer(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True)
    job = OwnRow(Job, required=False)


class MappingSerializer(serializers.Serializer):
    mapping = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=10_000), help_text=f"Column numbers by field: {', '.join(FIELDS)}."
    )


class CsvRowSerializer(ModelSerializer):
    """A line of the file. `errors`: what is wrong, by field; an empty field means the whole line."""

    values = serializers.ListField(child=Text())
    errors = serializers.DictField(child=Text())
    candidate = serializers.UUIDField(source="candidate_id", allow_null=True)

    class Meta:
        model = IntakeRow
        fields = ["number", "state", "values", "errors", "candidate"]
        read_only_fields = fields


class MergeSerializer(ModelSerializer):
    kept = serializers.UUIDField(source="kept_id")
    merged = serializers.UUIDField(source="merged_id")
    by = serializers.UUIDField(source="by_id", allow_null=True)

    class Meta:
        model = Merge
        fields = ["id", "kept", "merged", "by", "at", "undone_at"]
        read_only_fields = fields


class NewMergeSerializer(serializers.Serializer):
    kept = OwnRow(Candidate)
    merged = OwnRow(Candidate)


class DuplicateSerializer(serializers.Serializer):
    candidate = serializers.UUIDField()
    name = Text()
    same = serializers.ListField(child=serializers.ChoiceField(choices=["email", "phone", "name_and_employer"]))
