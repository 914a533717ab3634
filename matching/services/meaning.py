"""Vectors of résumés and jobs where the extra `semantic` is installed; without it there are none, and scores go by words."""

from hashlib import sha256

from django.core.cache import cache
from django.utils.translation import gettext as _

from matching import semantic
from matching.engine.meaning import MODEL

KEPT = 30 * 86_400  # seconds that a job's vector stays in the cache


def wanted(*bodies):
    """Whether any of these rules compares texts by their meaning too."""
    return any(body.get("text") == "both" for body in bodies)


def refusal(body):
    """{field: sentence} where rules ask for what is not installed here."""
    if not wanted(body) or semantic.available():
        return {}
    return {
        "text": _(
            "Comparing texts by meaning needs the extra “semantic”, which is not installed here. Choose words, or have it installed: make setup SEMANTIC=1."
        )
    }


def of_resume(scoring_text):
    """The vector of what a scorer may see of a résumé, as it is stored; "" where there is none."""
    return semantic.vector_of(scoring_text) if semantic.available() else ""


def of_job(title, text):
    """The vector of a job as it is stored, made once for each text; None where there is none."""
    if not semantic.available():
        return None
    whole = f"{title}\n{text}"
    key = f"meaning-{MODEL}-{sha256(whole.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: semantic.vector_of(whole), KEPT) or None
