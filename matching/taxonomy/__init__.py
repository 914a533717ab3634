"""The skills of all trades: their names in several languages, what implies what, and where a text names them.

from matching.taxonomy import taxonomy
taxonomy().lookup("JS").key             # "javascript"
taxonomy().find("ten years of Django")  # [Found(skill=Skill(key="django", …), start=13, end=19, exact=True)]
"""

from functools import lru_cache

from matching.taxonomy.model import Found, Skill, Taxonomy
from matching.taxonomy.store import load

__all__ = ["Found", "Skill", "Taxonomy", "taxonomy"]


@lru_cache(maxsize=1)
def taxonomy() -> Taxonomy:
    """The shipped taxonomy, read once per process."""
    return load()
