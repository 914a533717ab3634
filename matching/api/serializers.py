from rest_framework import serializers

from accounts.api.fields import ModelSerializer, Text
from matching.engine import KNOCKOUTS
from matching.engine.explain import STATES
from matching.models import Experiment, Fact, Match
from matching.services.facts import FIELDS


class FactValueField(serializers.DictField):
    """The named fields of a fact; which ones depends on its kind."""

    child = Text(allow_null=True, allow_blank=True, max_length=300)


class FactSerializer(ModelSerializer):
    """Something that is known of a candidate, with where it was read."""

    value = serializers.DictField(
        help_text="By kind: name; title, company, location, start, end; degree, field, school; name, level."
    )
    spans = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()), help_text="[start, end) in the text."
    )
    places = serializers.ListField(child=serializers.ListField(), help_text="[page from 0, [x0, top, x1, bottom] in points].")
    before = serializers.DictField(allow_null=True, help_text="What was read, where a person corrected it.")
    by = Text(source="by.name", allow_null=True, default=None)

    class Meta:
        model = Fact
        fields = [
            "id",
            "candidate",
            "resume",
            "kind",
            "key",
            "value",
            "spans",
            "places",
            "confidence",
            "origin",
            "before",
            "by",
            "at",
        ]
        read_only_fields = fields


class NewFactSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=sorted(FIELDS))
    value = FactValueField()


class FactChangeSerializer(serializers.Serializer):
    value = FactValueField()


class RuleSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=KNOCKOUTS)
    value = serializers.JSONField(help_text="A skill's key, years, or {countries, cities}.")


class MissedSerializer(RuleSerializer):
    gap = serializers.FloatField(help_text="How far off: 0 is nearly there, 1 wholly.")


class MatchSerializer(ModelSerializer):
    """One candidate's score for one job."""

    components = serializers.DictField(
        help_text="Points of skills, text, experience, education, bonuses; names of skills met and missing."
    )
    knockouts = serializers.ListField(child=Text(), help_text="Why the score is 0, in words.")
    missed = MissedSerializer(many=True, help_text="The rules behind the words.")
    waived = RuleSerializer(many=True, help_text="Rules that a person had excused them from.")
    config_version = serializers.IntegerField(source="config_version.number")

    class Meta:
        model = Match
        fields = [
            "id",
            "job",
            "candidate",
            "score",
            "components",
            "knockouts",
            "missed",
            "waived",
            "earned",
            "config_version",
            "engine_version",
            "feature_version",
            "at",
        ]
        read_only_fields = fields


class LineSerializer(serializers.Serializer):
    criterion = Text()
    label = Text()
    state = serializers.ChoiceField(choices=STATES)
    points = serializers.DecimalField(max_digits=6, decimal_places=2)
    of = serializers.DecimalField(max_digits=6, decimal_places=2)
    detail = Text()
    change = Text(allow_null=True, help_text="What would change the line.")
    facts = serializers.ListField(child=serializers.UUIDField(), help_text="The facts that speak for it.")


class PartSerializer(serializers.Serializer):
    experiment = serializers.UUIDField(source="experiment_id")
    arm = serializers.ChoiceField(choices=Experiment.Arm.choices)


class CandidateWordsSerializer(serializers.Serializer):
    """The same in sentences that speak to the person: no comparison with others, no weights."""

    intro = Text()
    counted = serializers.ListField(child=Text())
    missing = serializers.ListField(child=Text())
    not_read = serializers.ListField(child=Text())
    must_have = serializers.ListField(child=Text())
    change = serializers.ListField(child=Text())
    never_seen = Text()
    who_decides = Text()


class ExplanationSerializer(serializers.Serializer):
    """The lines' points add up to the total exactly."""

    match = MatchSerializer()
    total = serializers.DecimalField(max_digits=5, decimal_places=2)
    knocked_out = serializers.BooleanField()
    reasons = serializers.ListField(child=Text())
    missing = serializers.ListField(child=Text(), help_text="Required skills that are not there, by key.")
    earned = serializers.DecimalField(max_digits=5, decimal_places=2, help_text="The total as it were without any knockout.")
    waived = serializers.ListField(child=Text(), help_text="What they miss, and a person excused.")
    lines = LineSerializer(many=True)
    part = PartSerializer(allow_null=True, help_text="The arm whose rules scored it, while an experiment runs.")
    candidate_words = CandidateWordsSerializer(allow_null=True)


class JobTextSerializer(serializers.Serializer):
    text = Text(max_length=60_000, trim_whitespace=False)


class SuggestionSerializer(serializers.Serializer):
    value = Text()
    words = Text(help_text="The words of the text that it was read from.")


class SuggestedSkillSerializer(serializers.Serializer):
    name = Text()
    required = serializers.BooleanField()
    importance = serializers.IntegerField(min_value=1, max_value=5)
    words = Text()


class JobSuggestionsSerializer(serializers.Serializer):
    suggestions = serializers.DictField(child=SuggestionSerializer())
    skills = SuggestedSkillSerializer(many=True)


class ConfigSerializer(serializers.Serializer):
    """The scoring rules in force, as a version. `inherited`: the job has none of its own and follows the company's default."""

    version = serializers.IntegerField()
    revision = Text(help_text="Changes whenever other rules come into force; the ETag says the same.")
    inherited = serializers.BooleanField()
    rules = serializers.DictField()
    at = serializers.DateTimeField()


class ConfigChangeSerializer(serializers.Serializer):
    rules = serializers.DictField(help_text="weights, required_skills, preferred_skills, min_years, curve, knockouts, bonuses, …")
    revision = Text(
        required=False, max_length=20, help_text="The revision that the rules were changed from; 409 if another is in force now."
    )
    version = serializers.IntegerField(
        required=False, help_text="The same by its number alone, for callers that know no revision."
    )
    note = Text(required=False, allow_blank=True, max_length=200, default="")


class RuleChangeSerializer(serializers.Serializer):
    label = Text()
    before = Text()
    after = Text()


class ConfigConflictSerializer(serializers.Serializer):
    """A problem that says who saved other rules meanwhile and what they changed."""

    type = Text()
    status = serializers.IntegerField()
    code = Text()
    title = Text()
    detail = Text()
    revision = Text(help_text="What is in force now.")
    version = serializers.IntegerField()
    changed_by = Text(allow_null=True)
    changed_at = serializers.DateTimeField()
    changes = RuleChangeSerializer(many=True)


class PointsSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=STATES)
    points = serializers.DecimalField(max_digits=6, decimal_places=2)
    of = serializers.DecimalField(max_digits=6, decimal_places=2)
    detail = Text()


class StandingLineSerializer(serializers.Serializer):
    criterion = Text()
    label = Text()
    upper = PointsSerializer(allow_null=True)
    lower = PointsSerializer(allow_null=True)
    gap = serializers.DecimalField(max_digits=6, decimal_places=2, help_text="The upper's points less the lower's.")


class SideSerializer(serializers.Serializer):
    candidate = serializers.UUIDField()
    score = serializers.DecimalField(max_digits=5, decimal_places=2)
    knocked_out = serializers.BooleanField()
    reasons = serializers.ListField(child=Text())


class StandingSerializer(serializers.Serializer):
    """Two people under one set of rules; the gaps of the lines sum to the gap of the scores."""

    revision = Text(help_text="The rules in force.")
    upper = SideSerializer()
    lower = SideSerializer()
    gap = serializers.DecimalField(max_digits=5, decimal_places=2)
    tied = serializers.BooleanField(help_text="Equal scores: who has been known longer stands first.")
    ahead = serializers.ListField(child=Text(), help_text="Criteria in which the upper has most more.")
    behind = serializers.ListField(child=Text(), help_text="Criteria in which the upper has most less.")
    lines = StandingLineSerializer(many=True)


class SkillSerializer(serializers.Serializer):
    key = Text()
    name = Text()
