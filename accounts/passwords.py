"""Rules for passwords beside Django's own."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class AtMost:
    """Refuse what is longer than 128 characters: hashing a book is a cheap way to keep a server busy."""

    def validate(self, password, user=None):
        if len(password) > LONGEST:
            raise ValidationError(
                _("A password has at most %(count)d characters.") % {"count": LONGEST}, code="password_too_long"
            )

    def get_help_text(self):
        return _("Your password has at most %(count)d characters.") % {"count": LONGEST}
