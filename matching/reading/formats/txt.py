"""Plain text in any encoding."""

import codecs
import re

from charset_normalizer import from_bytes

from matching.reading.document import Document, Line, Unreadable

BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
BOMS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
WESTERN = "cp1252"  # what a file of mostly ASCII is, where nothing tells otherwise
WESTERN_LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüŒœŸÿ€‚„…‘’“”•–—™«»·°§©®ºª¡´`\xa0")
OTHERS = [
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_r",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
    WESTERN,
]


def extract(data):
    """One line a line; empty ones are left out, and part the blocks."""
    lines, block = [], 0
    for text in BREAKS.split(decode(data)):
        if text.strip():
            lines.append(Line(text.rstrip(), block=block))
        else:
            block += 1
    if not lines:
        raise Unreadable("no_text", "The file holds no text.")
    return Document("txt", lines)


def decode(data):
    """Bytes as text: by byte order mark, as UTF-8, as unmarked UTF-16, else as the likeliest old encoding."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data:
        return data.decode("utf-16-le" if data[1::2].count(0) >= data[0::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return data.decode(old_encoding(data), "replace")


def old_encoding(data):
    """The likeliest one-byte or Asian encoding.

    Few high bytes that make letters and marks of Western languages are those; a statistical guess from so little
    would be worse.
    """
    sample = data[:50_000]
    high = bytes(byte for byte in sample if byte > 0x7F)
    western = sum(character in WESTERN_LETTERS for character in high.decode(WESTERN, "replace"))
    if len(high) < 0.25 * len(sample) and western >= 0.9 * len(high):
        return WESTERN
    best = from_bytes(sample, cp_isolation=OTHERS, enable_fallback=False).best()
    return best.encoding if best else WESTERN
