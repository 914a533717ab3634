"""Languages that people speak, by their names in five languages."""

import re

from matching.reading.data import words
from matching.reading.folding import fold

_NAMES = dict(row.split(": ") for row in words("languages.txt", folded=False))
LANGUAGE = {word: name for name, others in _NAMES.items() for word in others.split()}


def names_language(text):
    """Is a spoken language named in `text`?"""
    return any(word in LANGUAGE for word in re.findall(r"[a-z]+", fold(text)))
