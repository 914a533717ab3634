"""A company's own fields: which there are, and what their values may be."""

import math
import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from jobs.models import CustomField

LONGEST = 2000
YES, NO = {"yes", "true", "1"}, {"no", "false", "0"}
check_link = URLValidator(schemes=["http", "https"])


class CustomRefused(Refused):
    """A value does not fit its field; `field` is the field's key."""

    def __init__(self, message, *, code="invalid", field=None):
        super().__init__(message, code=code, field=field)


def fields_of(company, entity):
    """The company's fields for "job", "candidate" or "application" that are in use, in their order."""
    return list(CustomField.objects.filter(company_id=company.pk, entity=entity, archived_at=None))


def clean_custom(company, entity, values, *, fields=None):
    """`values` (key → value) as they are stored: known keys only, each checked by its kind; what is empty is left out."""
    fields = {field.key: field for field in (fields if fields is not None else fields_of(company, entity))}
    unknown = set(values) - fields.keys()
    if unknown:
        raise CustomRefused(
            _("There is no field “%(key)s”.") % {"key": sorted(unknown)[0]}, code="unknown_field", field=sorted(unknown)[0]
        )
    clean = {}
    for key, value in values.items():
        if value is None or value == "":
            continue
        try:
            clean[key] = CHECKS[fields[key].kind](value, fields[key])
        except (ValueError, TypeError, InvalidOperation, ValidationError) as error:
            raise CustomRefused(
                _("“%(value)s” does not fit the field %(name)s.") % {"value": str(value)[:40], "name": fields[key].name},
                field=key,
            ) from error
    return clean


def _text(value, field):
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError
    return value.strip()


def _number(value, field):
    if isinstance(value, bool):
        raise TypeError
    number = Decimal(str(value))
    if not math.isfinite(number) or abs(number) > 10**15:
        raise ValueError
    return int(number) if number == number.to_integral_value() else float(number)


def _date(value, field):
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()


def _yes_no(value, field):
    if isinstance(value, bool):
        return value
    said = str(value).lower()
    if said not in YES | NO:
        raise ValueError
    return said in YES


def _choice(value, field):
    if value not in field.options:
        raise ValueError
    return value


def _link(value, field):
    check_link(value)
    return value


CHECKS = {
    CustomField.Kind.TEXT: _text,
    CustomField.Kind.NUMBER: _number,
    CustomField.Kind.DATE: _date,
    CustomField.Kind.YES_NO: _yes_no,
    CustomField.Kind.CHOICE: _choice,
    CustomField.Kind.LINK: _link,
}


@transaction.atomic
def save_field(*, company, entity=None, name, kind=None, options=(), position=0, key=None, field=None):
    """Make a field, or change one: its key, entity and kind stay, since values are kept by them."""
    options = [option.strip() for option in options if option.strip()]
    if field is None:
        field = CustomField(company=company, entity=entity, kind=kind, key=key or key_of(name))
    field.name, field.options, field.position = " ".join(name.split()), options, position
    if field.kind == CustomField.Kind.CHOICE and len(options) < 2:
        raise CustomRefused(_("Give at least two choices."), code="too_few_options", field="options")
    field.full_clean(exclude=["company"])
    taken = CustomField.objects.filter(company=company, entity=field.entity, key=field.key).exclude(pk=field.pk)
    if taken.exists():
        raise CustomRefused(_("There is a field with the key “%(key)s”.") % {"key": field.key}, code="key_taken", field="key")
    field.save()
    return field


def archive_field(*, field, back=False):
    """Take a field out of use; its values stay where they are. With `back`, use it again."""
    field.archived_at = None if back else timezone.now()
    field.save(update_fields=["archived_at"])
    return field


def key_of(name):
    """A key made of a name: small letters, digits, underscores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    return key if key[:1].isalpha() else f"field_{key}".rstrip("_")[:40]
