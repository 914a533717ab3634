"""Which typefaces a page may use: only those that have every one of its characters."""

from functools import cache
from pathlib import Path
from random import Random

import font_roboto
import font_source_serif_pro
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

LATIN_1 = ("Helvetica", "Times-Roman")  # not embedded; every viewer has them


def family_for(text: str, random: Random) -> str:
    """A registered family name that draws all of `text`; its bold is found by <b>."""
    if any("一" <= c <= "鿿" for c in text):
        return _chinese()
    ours = ("Roboto", "SourceSerif")
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return _embedded(next((family for family in random.sample(ours, 2) if not _lacks(family, text)), "Roboto"))
    choice = random.choice([*LATIN_1, *ours])
    return choice if choice in LATIN_1 or _lacks(choice, text) else _embedded(choice)


def bold(family: str) -> str:
    return {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "STSong-Light": "STSong-Light"}.get(
        family, f"{family}-Bold"
    )


def drawable(text: str) -> bool:
    """Whether some family here draws all of it: Arabic script needs shaping and is left to other formats."""
    return not any("؀" <= c <= "ۿ" for c in text)


def _lacks(family, text):
    _embedded(family)
    glyphs = pdfmetrics.getFont(family).face.charToGlyph
    return any(ord(c) not in glyphs for c in text if c >= " ")


@cache
def _chinese():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    for heavy in (0, 1):
        for slanted in (0, 1):
            addMapping("STSong-Light", heavy, slanted, "STSong-Light")
    return "STSong-Light"


@cache
def _embedded(family):
    folder, stem = {
        "Roboto": (Path(font_roboto.__path__[0]) / "files", "Roboto"),
        "SourceSerif": (Path(font_source_serif_pro.__path__[0]) / "files", "SourceSerifPro"),
    }[family]
    pdfmetrics.registerFont(TTFont(family, folder / f"{stem}-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(f"{family}-Bold", folder / f"{stem}-Bold.ttf"))
    for slanted in (0, 1):
        addMapping(family, 0, slanted, family)
        addMapping(family, 1, slanted, f"{family}-Bold")
    return family
