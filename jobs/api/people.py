"""What the API says about candidates and applications."""

from rest_framework import serializers

from accounts.api.fields import KnownCodes, ModelSerializer, Text
from accounts.models import Membership
from jobs.api.fields import Custom, OwnRow, iso, text_or_none
from jobs.blind import name_of
from jobs.models import (
    Answer,
    Application,
    Candidate,
    Job,
    RejectionReason,
    Resume,
    Source,
    Stage,
    StageChange,
    StageType,
    Tag,
    TalentPool,
    TrackingLink,
)

MOST_IDS = 1000


class ResumeSerializer(ModelSerializer):
    class Meta:
        model = Resume
        fields = ["id", "name", "kind", "size", "state", "error_code", "error", "uploaded_at", "read_at"]


OF_CANDIDATE = ["name", "headline", "location", "country", "work_authorisation", "consent_until", "keep_until", "custom"]


class CandidateListSerializer(ModelSerializer):
    """A candidate in a list."""

    email = Text(help_text="The first address, or nothing.")
    tags = serializers.ListField(child=Text())
    source = serializers.UUIDField(source="source_id", allow_null=True)
    top_skills = serializers.ListField(child=Text())
    custom = Custom()

    class Meta:
        model = Candidate
        fields = ["id", *OF_CANDIDATE, "email", "source", "tags", "years", "top_skills", "created_at", "revision"]

    def to_representation(self, one):  # by hand: a tenth of the time for a list of fifty
        tags = one.tag_list if hasattr(one, "tag_list") else one.tags.all()  # a list's are fetched together
        return {
            "id": str(one.pk),
            "name": one.name,
            "headline": one.headline,
            "location": one.location,
            "country": one.country,
            "work_authorisation": one.work_authorisation,
            "consent_until": iso(one.consent_until),
            "keep_until": iso(one.keep_until),
            "custom": one.custom,
            "email": one.email,
            "source": text_or_none(one.source_id),
            "tags": [tag.name for tag in tags],
            "years": text_or_none(one.years),
            "top_skills": one.top_skills,
            "created_at": iso(one.created_at),
            "revision": one.revision,
        }


class CandidateSerializer(KnownCodes, ModelSerializer):
    """A candidate with contacts and résumés. `tags` are names: new ones are made."""

    email = Text(read_only=True, help_text="The first address, or nothing.")
    source = OwnRow(Source, allow_null=True, required=False)
    tags = serializers.ListField(child=Text(max_length=40), max_length=50, required=False)
    emails = serializers.ListField(child=serializers.EmailField(), max_length=20, required=False)
    phones = serializers.ListField(child=Text(max_length=40), max_length=20, required=False)
    links = serializers.ListField(child=serializers.URLField(max_length=250), max_length=20, required=False)
    resumes = ResumeSerializer(many=True, read_only=True)
    top_skills = serializers.ListField(child=Text(), read_only=True)
    custom = Custom(required=False)

    class Meta:
        model = Candidate
        fields = [
            "id",
            *OF_CANDIDATE,
            "email",
            "emails",
            "phones",
            "links",
            "source",
            "tags",
            "years",
            "top_skills",
            "resumes",
            "created_at",
            "revision",
        ]
        read_only_fields = ["id", "email", "years", "created_at"]
        extra_kwargs = {
            "revision": {
                "read_only": False,
                "required": False,
                "min_value": 1,
                "help_text": "The revision that you read: another one in the database is a 409.",
            }
        }

    def to_representation(self, one):
        said = CandidateListSerializer().to_representation(one)
        points = list(one.contact_points.all())
        for kind, name in (("email", "emails"), ("phone", "phones"), ("link", "links")):
            said[name] = [point.value for point in points if point.kind == kind]
        said["resumes"] = ResumeSerializer(one.resumes.all(), many=True).data
        return said


class BulkTagSerializer(serializers.Serializer):
    candidates = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_IDS)
    tags = serializers.ListField(child=Text(max_length=40), min_length=1, max_length=20)
    remove = serializers.BooleanField(default=False, help_text="Take the tags off instead.")


class CountSerializer(serializers.Serializer):
    count = serializers.IntegerField()


class SightSerializer(serializers.Serializer):
    member = OwnRow(Membership)


class AnswerSerializer(ModelSerializer):
    class Meta:
        model = Answer
        fields = ["question", "text", "value"]


class ApplicationListSerializer(ModelSerializer):
    """One run of one candidate at one job; rows come `with_names()`."""

    job = serializers.UUIDField(source="job_id")
    candidate = serializers.UUIDField(source="candidate_id")
    candidate_name = Text()
    job_title = Text()
    stage = serializers.IntegerField(source="stage_id")
    stage_name = Text()
    stage_type = serializers.ChoiceField(choices=StageType.choices)
    source = serializers.UUIDField(source="source_id", allow_null=True)
    rejection_reason = serializers.UUIDField(source="rejection_reason_id", allow_null=True)
    custom = Custom()

    class Meta:
        model = Application
        fields = [
            "id",
            "job",
            "job_title",
            "candidate",
            "candidate_name",
            "stage",
            "stage_name",
            "stage_type",
            "status",
            "match_score",
            "knocked_out",
            "missed_by",
            "source",
            "applied_at",
            "moved_at",
            "answer_due_at",
            "closed_at",
            "rejection_reason",
            "hired_on",
            "performance_rating",
            "still_employed",
            "custom",
            "revision",
        ]

    def to_representation(self, one):  # by hand: a tenth of the time for a list of fifty
        return {
            "id": str(one.pk),
            "job": str(one.job_id),
            "job_title": one.job_title,
            "candidate": str(one.candidate_id),
            "candidate_name": name_of(one.candidate_id, one.candidate_name),
            "stage": one.stage_id,
            "stage_name": one.stage_name,
            "stage_type": one.stage_type,
            "status": one.status,
            "match_score": text_or_none(one.match_score),
            "knocked_out": one.knocked_out,
            "missed_by": text_or_none(one.missed_by),
            "source": text_or_none(one.source_id),
            "applied_at": iso(one.applied_at),
            "moved_at": iso(one.moved_at),
            "answer_due_at": iso(one.answer_due_at),
            "closed_at": iso(one.closed_at),
            "rejection_reason": text_or_none(one.rejection_reason_id),
            "hired_on": iso(one.hired_on),
            "performance_rating": one.performance_rating,
            "still_employed": one.still_employed,
            "custom": one.custom,
            "revision": one.revision,
        }


class ApplicationSerializer(ApplicationListSerializer):
    """With the cover letter, the answers and the note of a rejection."""

    answers = AnswerSerializer(many=True)

    class Meta(ApplicationListSerializer.Meta):
        fields = [*ApplicationListSerializer.Meta.fields, "cover_letter", "rejection_note", "answers"]

    def to_representation(self, one):
        return super().to_representation(one) | {
            "cover_letter": one.cover_letter,
            "rejection_note": one.rejection_note,
            "answers": [] if one.covered else AnswerSerializer(one.answers.all(), many=True).data,
        }


class ApplySerializer(serializers.Serializer):
    job = OwnRow(Job)
    candidate = OwnRow(Candidate)
    source = OwnRow(Source, required=False, allow_null=True)
    tracking_link = OwnRow(TrackingLink, required=False, allow_null=True)
    cover_letter = Text(max_length=20_000, required=False, allow_blank=True)
    confirmed = serializers.BooleanField(default=False, help_text="Yes, although they applied for this job before.")


class ChangeApplicationSerializer(serializers.Serializer):
    custom = Custom(required=False)
    performance_rating = serializers.IntegerField(min_value=1, max_value=5, allow_null=True, required=False)
    still_employed = serializers.BooleanField(allow_null=True, required=False)


class MoveSerializer(serializers.Serializer):
    stage = serializers.PrimaryKeyRelatedField(queryset=Stage.objects.none())
    why = Text(max_length=300, required=False, allow_blank=True)
    revision = serializers.IntegerField(min_value=1, required=False, help_text="What you saw: moved since is a 409.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        request = self.context.get("request")
        self.fields["stage"].queryset = Stage.objects.visible_to(getattr(request, "member", None))


def cancel_interviews():
    return serializers.BooleanField(
        default=False,
        help_text="Call off the interviews to come. Taking the act back brings them back where the time is still free.",
    )


class RejectSerializer(serializers.Serializer):
    reason = OwnRow(RejectionReason, required=False, allow_null=True, help_text="Needed where the company keeps reasons.")
    note = Text(max_length=2000, required=False, allow_blank=True)
    why = Text(max_length=300, required=False, allow_blank=True)
    pool = OwnRow(TalentPool, required=False, allow_null=True, help_text="Keep the person in this talent pool.")
    cancel_interviews = cancel_interviews()


class HireSerializer(serializers.Serializer):
    hired_on = serializers.DateField(required=False, allow_null=True)
    cancel_interviews = cancel_interviews()
    why = Text(max_length=300, required=False, allow_blank=True)


class WhySerializer(serializers.Serializer):
    why = Text(max_length=300, required=False, allow_blank=True)


class WithdrawSerializer(WhySerializer):
    cancel_interviews = cancel_interviews()


class BulkActSerializer(serializers.Serializer):
    """`act` move needs `stage` (of one job) or `type` (of each job's own); `act` reject takes `reason` and `note`."""

    act = serializers.ChoiceField(choices=["move", "reject"])
    applications = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_IDS)
    stage = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
    type = serializers.ChoiceField(choices=StageType.choices, required=False)
    reason = OwnRow(RejectionReason, required=False, allow_null=True)
    note = Text(max_length=2000, required=False, allow_blank=True)
    why = Text(max_length=300, required=False, allow_blank=True)
    pool = OwnRow(TalentPool, required=False, allow_null=True, help_text="Of a rejection: keep the people in this talent pool.")
    cancel_interviews = cancel_interviews()

    def validate(self, given):
        if given["act"] == "move" and not (given.get("stage") or given.get("type")):
            raise serializers.ValidationError({"stage": "Say to which stage, or of which type."})
        return given


class RefusedRowSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = Text()
    code = Text()
    message = Text()


class BulkResultSerializer(serializers.Serializer):
    """`at` takes it back: POST it to `applications/undo` within an hour."""

    at = serializers.DateTimeField()
    done = serializers.ListField(child=serializers.UUIDField())
    refused = RefusedRowSerializer(many=True)


class UndoSerializer(serializers.Serializer):
    at = serializers.DateTimeField()


class StageChangeSerializer(ModelSerializer):
    member = serializers.UUIDField(source="member_id", allow_null=True)
    from_stage = serializers.IntegerField(source="from_stage_id", allow_null=True)
    to_stage = serializers.IntegerField(source="to_stage_id", allow_null=True)

    class Meta:
        model = StageChange
        fields = ["id", "from_stage", "to_stage", "from_status", "to_status", "cause", "why", "member", "at"]


class TagSerializer(ModelSerializer):
    class Meta:
        model = Tag
        fields = ["id", "name"]
