"""Text columns that are kept without accents and case, for a search that finds "Müller" by "muller" on every database."""

import unicodedata

from django.db import models


def folded(text):
    """`text` in small letters and without accents; letters of other scripts stay."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in parts if not unicodedata.combining(char)))


class _Folded:
    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return folded(value)[: self.max_length] if isinstance(value, str) else value  # ß is two letters when folded

    def deconstruct(self):  # to the database these are plain text columns: migrations need not know
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.plain}", args, kwargs


class FoldedCharField(_Folded, models.CharField):
    plain = "CharField"


class FoldedTextField(_Folded, models.TextField):
    plain = "TextField"
