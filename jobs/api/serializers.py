"""What the API says about jobs, their stages, skills, teams and posts."""

from rest_framework import serializers

from accounts.api.fields import KnownCodes, ModelSerializer, Text
from accounts.models import Membership
from jobs.api.fields import Custom, OwnRow, iso, text_or_none
from jobs.models import Department, Job, JobPost, JobSkill, Opening, PipelinePlan, ScreeningQuestion, Stage, StageType, TeamMember

MOST_TEXT = 50_000


class JobSkillSerializer(ModelSerializer):
    class Meta:
        model = JobSkill
        fields = ["name", "required", "importance"]


class StageSerializer(ModelSerializer):
    id = serializers.IntegerField(required=False, help_text="Of a stage to keep; without it a stage is new.")
    answer_days = serializers.IntegerField(min_value=1, max_value=365, allow_null=True, required=False)

    class Meta:
        model = Stage
        fields = ["id", "name", "type", "answer_days", "position"]
        read_only_fields = ["position"]


class TeamSerializer(ModelSerializer):
    member = OwnRow(Membership)
    name = Text(source="member.name", read_only=True)

    class Meta:
        model = TeamMember
        fields = ["member", "name", "part"]


class OpeningSerializer(ModelSerializer):
    application = serializers.UUIDField(source="application_id", read_only=True, allow_null=True)

    class Meta:
        model = Opening
        fields = ["number", "status", "application", "close_reason", "starts_on", "opened_at", "closed_at"]


COLUMNS = [
    "title",
    "department",
    "location",
    "country",
    "remote",
    "employment",
    "seniority",
    "min_years",
    "education",
    "salary_min",
    "salary_max",
    "currency",
    "salary_period",
    "opens_on",
    "closes_on",
    "confidential",
    "blind",
    "reapply",
    "reapply_days",
    "custom",
]
STATE = ["id", "status", "is_template", "opened_at", "closed_at", "created_at", "revision"]


class JobListSerializer(ModelSerializer):
    """A job in a list: without its text and what hangs on it."""

    department = serializers.UUIDField(source="department_id", allow_null=True)
    custom = Custom()

    class Meta:
        model = Job
        fields = [*STATE, *COLUMNS]

    def to_representation(self, job):  # by hand: a tenth of the time for a list of fifty
        return {
            "id": str(job.pk),
            "status": job.status,
            "is_template": job.is_template,
            "opened_at": iso(job.opened_at),
            "closed_at": iso(job.closed_at),
            "created_at": iso(job.created_at),
            "revision": job.revision,
            "title": job.title,
            "department": text_or_none(job.department_id),
            "location": job.location,
            "country": job.country,
            "remote": job.remote,
            "employment": job.employment,
            "seniority": job.seniority,
            "min_years": text_or_none(job.min_years),
            "education": job.education,
            "salary_min": text_or_none(job.salary_min),
            "salary_max": text_or_none(job.salary_max),
            "currency": job.currency,
            "salary_period": job.salary_period,
            "opens_on": iso(job.opens_on),
            "closes_on": iso(job.closes_on),
            "confidential": job.confidential,
            "blind": job.blind,
            "reapply": job.reapply,
            "reapply_days": job.reapply_days,
            "custom": job.custom,
        }


class JobSerializer(KnownCodes, ModelSerializer):
    """A job with its text, skills, stages, team and openings; writing takes skills and the number of openings along."""

    department = OwnRow(Department, allow_null=True, required=False)
    description = Text(
        max_length=MOST_TEXT, allow_blank=True, required=False, help_text="HTML of a few tags; the rest is taken out."
    )
    custom = Custom(required=False)
    skills = JobSkillSerializer(many=True, required=False)
    stages = StageSerializer(many=True, read_only=True)
    team = TeamSerializer(many=True, read_only=True)
    seats = OpeningSerializer(source="openings", many=True, read_only=True)
    openings = serializers.IntegerField(min_value=1, max_value=500, write_only=True, required=False)
    plan = OwnRow(PipelinePlan, write_only=True, required=False, allow_null=True, help_text="Only when a job is made.")

    class Meta:
        model = Job
        fields = [*STATE, *COLUMNS, "description", "skills", "stages", "team", "seats", "openings", "plan"]
        read_only_fields = [name for name in STATE if name != "revision"]
        extra_kwargs = {
            "revision": {
                "read_only": False,
                "required": False,
                "min_value": 1,
                "help_text": "The revision that you read: another one in the database is a 409.",
            }
        }

    def values(self):
        """What was sent, as the services take it."""
        values = dict(self.validated_data)
        if "skills" in values:
            values["skills"] = [
                (skill["name"], skill.get("required", True), skill.get("importance", 3)) for skill in values["skills"]
            ]
        return values


class StagesSerializer(serializers.Serializer):
    stages = StageSerializer(many=True)


class TeamListSerializer(serializers.Serializer):
    team = TeamSerializer(many=True)


class SkillsSerializer(serializers.Serializer):
    skills = JobSkillSerializer(many=True)


class CloseSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(choices=["filled", "cancelled", "budget", "other"], default="other")


class DuplicateSerializer(serializers.Serializer):
    title = Text(max_length=140, required=False)
    as_template = serializers.BooleanField(default=False)


class QuestionSerializer(ModelSerializer):
    id = serializers.IntegerField(required=False, help_text="Of a question to keep; without it a question is new.")
    options = serializers.ListField(child=Text(max_length=100), required=False, max_length=50)

    class Meta:
        model = ScreeningQuestion
        fields = ["id", "text", "kind", "options", "required"]


class PostSerializer(ModelSerializer):
    job = OwnRow(Job)
    text = Text(max_length=MOST_TEXT, allow_blank=True, required=False, help_text="HTML of a few tags.")
    questions = QuestionSerializer(many=True, required=False)

    class Meta:
        model = JobPost
        fields = [
            "id",
            "job",
            "title",
            "text",
            "language",
            "audience",
            "location",
            "show_pay",
            "published_at",
            "unpublished_at",
            "questions",
        ]
        read_only_fields = ["id", "published_at", "unpublished_at"]


class PlanStageSerializer(serializers.Serializer):
    name = Text(max_length=60)
    type = serializers.ChoiceField(choices=StageType.choices)
    answer_days = serializers.IntegerField(min_value=1, max_value=365, allow_null=True, required=False)


class PlanSerializer(ModelSerializer):
    stages = PlanStageSerializer(many=True)

    class Meta:
        model = PipelinePlan
        fields = ["id", "name", "is_default", "stages"]
        extra_kwargs = {"name": {"validators": []}}
