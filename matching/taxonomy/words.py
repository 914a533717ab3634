"""How a text falls into words and when two spellings are the same word."""

import re
import unicodedata
from functools import lru_cache

# A word keeps its + and # (C++, C#); ".NET" keeps its dot where it begins a word; "&" is a word of its own ("and").
WORD = re.compile(r"(?i:(?<![^\W_])\.net\b)|[^\W_]+(?:\+\+|\+(?![^\W_])|#)?|&")
# What may stand between the words of one name: nothing, spaces, one line break, one of - . / '
GAP = re.compile(r"(?:[ \t\u00a0]*[-‐‑–./'’]?[ \t\u00a0]*|[ \t\u00a0]*\n[ \t]*)\Z")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without case and accents: "Développement" is "developpement"; "&" is "and"."""
    if word == "&":
        return "and"
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A folded word without its plural s and in American spelling. Only equal treatment of both sides matters here."""
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "js", "os")):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    if len(word) > 6:
        for british, american in (("isation", "ization"), ("ising", "izing"), ("ise", "ize"), ("yse", "yze"), ("ysing", "yzing")):
            if word.endswith(british):
                return word[: -len(british)] + american
    return word


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a short text such as an alias."""
    return tuple(fold(word) for word in WORD.findall(text))
