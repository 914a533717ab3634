"""Fields that the API of jobs shares."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class OwnRow(serializers.PrimaryKeyRelatedField):
    """The id of a row that the member may see; what they may not see is "does not exist"."""

    def __init__(self, model=None, **options):
        self.model = model
        if not options.get("read_only"):
            options["queryset"] = model.objects.none()
        super().__init__(**options)

    def get_queryset(self):
        return self.model.objects.visible_to(getattr(self.context.get("request"), "member", None))

    def get_value(self, dictionary):
        """An empty id in a form is no id; REST framework takes it for none given."""
        return "" if dictionary.get(self.field_name) == "" else super().get_value(dictionary)

    def run_validation(self, data=serializers.empty):
        if data == "":
            self.fail("incorrect_type", data_type="an empty text")
        return super().run_validation(data)


CUSTOM = {
    "type": "object",
    "description": "Values of the company's own fields by their keys: texts, numbers, days, yes or no.",
    "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]},
}


@extend_schema_field(CUSTOM)
class Custom(serializers.DictField):
    """key → value; the service checks them."""

    child = serializers.JSONField()


def iso(moment):
    """A moment or a day as text; None stays."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def text_or_none(value):
    return None if value is None else str(value)
