"""Text made comparable without moving a character, so that offsets stay true."""

import unicodedata


def _table():
    table = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        table[code] = base if len(base) == 1 else chr(code)
    table.update(
        {ord("ß"): "s", ord("ø"): "o", ord("Ø"): "o", ord("æ"): "a", ord("ł"): "l", ord("Ł"): "l", ord("İ"): "i", ord("ı"): "i"}
    )
    table.update({ord(c): "'" for c in "’‘ʼ´`"})
    table.update({ord(c): "-" for c in "‐‑‒–—−―"})
    table.update({ord(c): " " for c in "\u00a0\u2002\u2003\u2009\u202f\u3000\t\u200b"})
    return table


_TABLE = _table()


def fold(text):
    """Lower case, no accents, plain dashes, quotes and spaces; every character keeps its place."""
    if text.isascii():
        return text.lower().replace("\t", " ")
    folded = text.translate(_TABLE).lower()
    return (
        folded if len(folded) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_TABLE))
    )
