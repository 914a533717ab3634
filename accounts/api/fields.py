"""Fields that every app's serializers share."""

from django.db import models
from rest_framework import serializers

from accounts.places import CURRENCIES, countries


class Text(serializers.CharField):
    """A text. A number is none: REST framework's own field would write one down in its digits."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ModelSerializer(serializers.ModelSerializer):
    """REST framework's, with Text for the texts of a model."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: Text,
        models.TextField: Text,
    }


class KnownCodes:
    """Mixin of serializers with a `country` or a `currency`: codes of the lists, in capitals."""

    def validate_country(self, code):
        if code and code.upper() not in dict(countries()):
            raise serializers.ValidationError("Use an ISO 3166 code of two letters.", code="unknown_country")
        return code.upper()

    def validate_currency(self, code):
        if code and code.upper() not in CURRENCIES:
            raise serializers.ValidationError("Use an ISO 4217 code.", code="unknown_currency")
        return code.upper()
