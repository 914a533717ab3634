"""The short name by which colleagues mention a member."""

import re

from django.utils.text import slugify

from accounts.models import Membership

LONGEST = 30
# Letters that no decomposition takes apart: slugify would drop them.
IN_LATIN = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ħ": "h",
        "Ħ": "H",
        "ŋ": "ng",
        "Ŋ": "Ng",
        "ŧ": "t",
        "Ŧ": "T",
        "ĸ": "k",
    }
)
VALID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def suggest_handle(*, company, name, email=""):
    """A handle that is free in the company, made from the name, else from the address before its @."""
    base = slugify(name.translate(IN_LATIN)).replace("-", ".") or slugify(email.partition("@")[0]) or "member"
    base = base[: LONGEST - 4].strip("._-") or "member"
    taken = set(Membership.objects.of(company).filter(handle__startswith=base).values_list("handle", flat=True))
    if base not in taken:
        return base
    return next(handle for number in range(2, len(taken) + 3) if (handle := f"{base}{number}") not in taken)
