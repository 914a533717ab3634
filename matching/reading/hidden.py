"""Text that a person would not see, or would not read as what it says: colours, characters, pasted keywords.

Hidden text is kept apart for a person to look at and never becomes a fact (see `pdfhidden` for PDF pages).
"""

import re
import unicodedata
from collections import Counter

from matching.reading.document import Warning

NEARLY_WHITE = 235  # of 255, the darkest of red, green and blue
NAMED_WHITES = {"white", "snow", "ivory", "ghostwhite", "mintcream", "azure", "floralwhite", "whitesmoke", "transparent"}

# Characters without any ink. ZWJ and ZWNJ are wanted inside some scripts and emoji, see `drop_invisible`.
ALWAYS_GONE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
INVISIBLE = re.compile(f"[{ALWAYS_GONE}\u200c\u200d\U000e0100-\U000e01ef]")
GONE = re.compile(f"[{ALWAYS_GONE}]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
TAGS = re.compile("[\U000e0020-\U000e007e]+")  # a whole hidden alphabet: spells words that nobody sees
LOOKALIKES = re.compile("[асеорхуіѕјһԁԛԝАВСЕНІЈКМОРЅТХΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι]")
MIXED_WORD = re.compile(r"\b(?=[^\W\d_]*[A-Za-z])[^\W\d_]{3,}\b")

MANY_INVISIBLE = 20  # soft hyphens and marks of right-to-left text make a few
MANY_MIXED = 3
MANY_ITEMS = 200  # short items in a row without one sentence between them
MANY_REPEATS = 40  # of one word, when it is also every 20th word
ITEM = re.compile(r"[,;|•·●▪◦‣/\t\n]+")
WORD = re.compile(r"[^\W\d_][\w+#.-]*")
GLUE = frozenset(
    re.findall(
        r"\S+",
        """
        a an and are as at by for from had has i in into is it my of on or that the their this to was were which with
        we our der die das den dem des ein eine einer und oder im in mit für von zu zur zum auf bei als ist war durch
        aus an nach le la les des du de et ou un une dans avec pour par sur au aux en est que qui el los las del y o
        con para por una su al se os as dos das do da e um uma no na em com ao à
        """,
    )
)


def is_nearly_white(color):
    """True for "#fff", "#fefefe", "rgb(255, 255, 255)", "white" and the like; False for "" (not said)."""
    color = color.strip().lower()
    if color in NAMED_WHITES:
        return True
    if re.fullmatch(r"#[0-9a-f]{3,4}", color):
        return all(int(digit * 2, 16) >= NEARLY_WHITE for digit in color[1:4])
    if re.fullmatch(r"#[0-9a-f]{6,8}", color):
        return all(int(color[at : at + 2], 16) >= NEARLY_WHITE for at in (1, 3, 5))
    if color.startswith("rgb"):
        parts = re.findall(r"[\d.]{1,8}%?", color)
        if len(parts) >= 4 and share_of(parts[3], 1) < 0.1:
            return True
        return len(parts) >= 3 and all(share_of(part, 255) * 255 >= NEARLY_WHITE for part in parts[:3])
    return False


def share_of(part, whole):
    """ "50%" or "127" of `whole` as 0..1."""
    try:
        return float(part[:-1]) / 100 if part.endswith("%") else float(part) / whole
    except ValueError:
        return 0.0


def drop_invisible(text):
    """`text` without characters that have no ink, where they do not shape the letters around them.

    ZWNJ and ZWJ stay between letters of scripts that join (Arabic, Persian, the Indic ones) and in emoji; variation
    selectors stay after Han characters, where names need them.
    """
    if not INVISIBLE.search(text):
        return text
    kept = []
    for at, character in enumerate(text):
        if GONE.match(character):
            continue
        if character in "\u200c\u200d" and not (kept and shapes_neighbours(kept[-1], text[at + 1 : at + 2])):
            continue
        if character >= "\U000e0100" and character <= "\U000e01ef" and not (kept and is_han(kept[-1])):
            continue
        kept.append(character)
    return "".join(kept)


def shapes_neighbours(before, after):
    """Whether a joiner between these two characters changes what is seen: not next to Latin, Greek or Cyrillic."""
    return before > "\u058f" and after > "\u058f" and not before.isspace() and not after.isspace()


def is_han(character):
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def character_warnings(text):
    """(warnings, hidden text) for characters that are not what they seem in the raw `text` of a document."""
    warnings, hidden = [], ""
    spelled = TAGS.findall(text)
    if spelled:
        hidden = "\n".join("".join(chr(ord(character) - 0xE0000) for character in run) for run in spelled)
    invisible = len(text) - len(drop_invisible(text))
    if invisible >= MANY_INVISIBLE or hidden:
        warnings.append(Warning("invisible_characters", f"{invisible} characters that nobody can see were left out."))
    mixed = [word for word in MIXED_WORD.findall(text) if LOOKALIKES.search(word)]
    if len(mixed) >= MANY_MIXED:
        warnings.append(
            Warning(
                "homoglyphs",
                "Words mix letters of two alphabets that look the same, for example: "
                + ", ".join(dict.fromkeys(mixed[:3]))
                + ".",
            )
        )
    return warnings, hidden


def keyword_stuffing(text):
    """A warning when the text is stuffed with keywords: a list longer than any real one, or one word all over."""
    items = longest_list(text)
    if items >= MANY_ITEMS:
        return Warning("keyword_stuffing", f"A list of {items} keywords stands in a row. A person should look at it.")
    words = [word.lower() for word in WORD.findall(text) if len(word) > 2]
    counted = Counter(word for word in words if word not in GLUE).most_common(1)
    if counted and counted[0][1] >= MANY_REPEATS and counted[0][1] * 20 > len(words):
        word, count = counted[0]
        return Warning("keyword_stuffing", f"“{word[:40]}” is written {count} times. A person should look at it.")
    return None


def longest_list(text):
    """The most short items in a row without a sentence between them.

    An item has one to three words; words without any separator count each as one when hardly any of them is a
    word that sentences need (in English, German, French, Spanish or Portuguese).
    """
    longest = run = 0
    for item in ITEM.split(text):
        words = WORD.findall(item)
        if not words:
            continue
        if len(words) <= 3:
            run += 1
        elif len(words) >= 12 and sum(word.lower() in GLUE for word in words) < 0.03 * len(words) and item.isascii():
            run += len(words)
        elif len(words) >= 6:
            run = 0
        longest = max(longest, run)
    return longest


def composed(text):
    """`text` in composed form (NFC) with typographic ligatures spelled out."""
    if max(text, default="") >= "\ufb00" and any("\ufb00" <= character <= "\ufb06" for character in text):
        text = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in text)
    return unicodedata.normalize("NFC", text)


def is_mark(character):
    """Combining marks, which belong to the letter before them."""
    return unicodedata.category(character) in ("Mn", "Mc", "Me")
