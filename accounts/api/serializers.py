"""What the API says about companies and their members."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import ModelSerializer, Text
from accounts.models import ROLE_CHOICES, Company, Event, Invitation, Membership
from accounts.places import CURRENCIES, countries, time_zones
from accounts.services.companies import CHANGEABLE

HOURS = {
    "type": "object",
    "description": "Spans by day (mon to sun), in the person's own time zone.",
    "additionalProperties": {
        "type": "array",
        "items": {"type": "array", "items": {"type": "string", "example": "09:00"}, "minItems": 2, "maxItems": 2},
    },
}


@extend_schema_field(HOURS)
class WorkingHours(serializers.JSONField):
    """{"mon": [["09:00", "17:00"]], …}; the service checks it."""


class Zone(serializers.CharField):
    """A time zone by its IANA name."""

    def __init__(self, **options):
        super().__init__(max_length=64, **options)

    def to_internal_value(self, data):
        name = super().to_internal_value(data)
        if name not in dict(time_zones()):
            raise serializers.ValidationError("There is no such time zone.", code="unknown_time_zone")
        return name


class CompanySerializer(ModelSerializer):
    time_zone = Zone(required=False)
    country = Text(max_length=2, allow_blank=True, required=False)
    currency = Text(max_length=3, required=False)
    has_logo = serializers.SerializerMethodField()

    class Meta:
        model = Company
        fields = ["id", *CHANGEABLE, "has_logo", "created_at"]
        read_only_fields = ["id", "created_at"]
        extra_kwargs = {"slug": {"validators": []}}  # the service says so, under its lock

    def get_has_logo(self, company) -> bool:
        return bool(company.logo)

    def validate_country(self, code):
        if code and code not in dict(countries()):
            raise serializers.ValidationError("Use an ISO 3166 code of two letters.", code="unknown_country")
        return code

    def validate_currency(self, code):
        if code not in CURRENCIES:
            raise serializers.ValidationError("Use an ISO 4217 code.", code="unknown_currency")
        return code


class MyCompanySerializer(ModelSerializer):
    """A company that the person belongs to."""

    id = serializers.UUIDField(source="company_id")
    name = Text(source="company.name")
    slug = Text(source="company.slug")

    class Meta:
        model = Membership
        fields = ["id", "name", "slug", "role"]


class MeSerializer(ModelSerializer):
    """The member who asks. `company` is the one they act for."""

    user_id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    name = Text(source="user.name", max_length=120, required=False)
    time_zone = Zone(source="user.time_zone", required=False)
    language = Text(source="user.language", read_only=True)
    handle = serializers.RegexField(r"^[a-z0-9][a-z0-9._-]*$", max_length=30, required=False)
    working_hours = WorkingHours(required=False)
    has_photo = serializers.SerializerMethodField()
    company = MyCompanySerializer(source="*", read_only=True)
    may = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = [
            "id", "user_id", "email", "name", "handle", "title", "bio", "time_zone", "language", "working_hours", "has_photo", "role", "may",
            "company",
        ]  # fmt: skip
        read_only_fields = ["id", "role"]

    def get_has_photo(self, member) -> bool:
        return bool(member.user.photo)

    def get_may(self, member) -> list[str]:
        from accounts.permissions import Action

        return [action.value for action in Action if member.can(action)]

    def changes(self):
        """What was sent, flat, as the service takes it."""
        data = dict(self.validated_data)
        return {**data.pop("user", {}), **data}


class MemberSerializer(ModelSerializer):
    name = Text(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    role = serializers.ChoiceField(choices=ROLE_CHOICES)

    class Meta:
        model = Membership
        fields = ["id", "name", "email", "handle", "title", "role", "created_at", "deactivated_at"]
        read_only_fields = ["id", "handle", "title", "created_at", "deactivated_at"]


class DeactivateSerializer(serializers.Serializer):
    transfer_to = serializers.UUIDField(required=False, allow_null=True, help_text="The member who takes over what they own.")


class InvitationSerializer(ModelSerializer):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=ROLE_CHOICES)
    invited_by = serializers.UUIDField(source="invited_by_id", read_only=True, allow_null=True)

    class Meta:
        model = Invitation
        fields = ["id", "email", "role", "invited_by", "created_at", "expires_at", "mailed_at", "accepted_at", "revoked_at"]
        read_only_fields = ["id", "created_at", "expires_at", "mailed_at", "accepted_at", "revoked_at"]


class BulkSerializer(serializers.Serializer):
    csv = Text(max_length=300_000, trim_whitespace=False, help_text="First line: email, and role if you like.")
    dry_run = serializers.BooleanField(default=True, help_text="Only report; nothing is sent.")


class BulkRowSerializer(serializers.Serializer):
    line = serializers.IntegerField()
    email = Text()
    role = Text()
    problem = Text(allow_blank=True)


class EventSerializer(ModelSerializer):
    member = serializers.UUIDField(source="member_id", allow_null=True)
    facts = serializers.JSONField()

    class Meta:
        model = Event
        fields = ["id", "name", "at", "actor_kind", "member", "subject_type", "subject_id", "facts"]


class PictureSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="JPEG, PNG, WebP or GIF, up to 5 MB.")
