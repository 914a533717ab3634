"""Text of a PDF in reading order, by pypdfium2.

The character calls go through `ctypes.PyDLL`: they are short, and letting go of the interpreter lock around each costs
more than the call.
A box is asked for at both ends of a word only; places inside a word are shared out evenly.
"""

import ctypes
import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
import pypdfium2_raw

from matching.reading.document import Document, Line, Unreadable, Warning
from matching.reading.layout import Piece, edges, order, rows_of
from matching.reading.pdfhidden import char_object, hidden_objects

MAX_PAGES = 50
MAX_CHARS = 300_000
MAX_SIDE = 14_400.0  # points: no page is wider

_lib = ctypes.PyDLL(str(next(p for p in Path(pypdfium2_raw.__file__).parent.iterdir() if p.suffix in {".so", ".dylib", ".dll"})))
_loose_box = _lib.FPDFText_GetLooseCharBox
_loose_box.argtypes, _loose_box.restype = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p], ctypes.c_int
_generated = _lib.FPDFText_IsGenerated
_generated.argtypes, _generated.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_int
_font = _lib.FPDFText_GetFontInfo
_font.argtypes, _font.restype = (
    [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p],
    ctypes.c_ulong,
)
_text = _lib.FPDFText_GetText
_text.argtypes, _text.restype = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p], ctypes.c_int
_unicode = _lib.FPDFText_GetUnicode
_unicode.argtypes, _unicode.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_uint

_WORD = re.compile(r"[^\s\x00-\x1f\u200b\ufeff\ufffe\uffff]+[\x02\ufffe]?")  # PDFium's sign for a hyphen at a line's end
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd\u25a1]+")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BOLD = re.compile(rb"(?i)bold|black|heavy|demi|cmbx|cmssbx|-bd|extrabd")
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_BULLETS = set("•●▪■◦‣∙·○◆▶►▸▹▷▻➢➤➔➜➝➞⇒❯❱–-*–—✓✔✅☑☐✚❖✦✧✱◇◈⬥□▫⚫§»›")


def extract(data):
    """The text of a PDF given as bytes -> Document. Raises Unreadable when it is broken, locked or without text."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(
                "encrypted", "The PDF is protected by a password. Save a copy without a password and upload that."
            ) from error
        raise Unreadable("damaged", "The PDF is damaged and cannot be opened. Save it again and upload the new file.") from error
    try:
        filled = pdf.get_formtype() != raw.FORMTYPE_NONE or b"/FreeText" in data
        return _extract(pdf, layers=b"/OCProperties" in data, filled=filled)
    finally:
        pdf.close()


def _extract(pdf, layers, filled):
    """`layers`: the file has optional content; `filled`: text was typed into form fields or onto the pages."""
    warnings, sizes, lines, links, hidden = [], [], [], [], []
    count = len(pdf)
    if count > MAX_PAGES:
        warnings.append(Warning("pages_cut", f"Only the first {MAX_PAGES} of {count} pages were read."))
    chars, pages = 0, []
    for number in range(min(count, MAX_PAGES)):
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError:
            warnings.append(Warning("page_damaged", f"Page {number + 1} is damaged and was not read."))
            sizes.append((0.0, 0.0))
            pages.append([])
            continue
        sizes.append(page.get_size())
        _links(pdf, page, links)
        if filled and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            page = pdf[number]  # what was typed is part of it now
        textpage = page.get_textpage()
        pieces = _pieces(textpage, sizes[-1], hidden, hidden_objects(page, layers))
        chars += sum(len(piece.text) for piece in pieces)
        pages.append(order(pieces, edges(pages[-1]) if pages else None))
        textpage.close()
        page.close()
        if chars > MAX_CHARS:
            warnings.append(Warning("text_cut", f"Only the text up to page {number + 1} of {count} was read."))
            break
    if chars < 20 and not any(pages):
        raise Unreadable(
            "no_text",
            "The PDF is a scan: a picture without text. Install OCR, or upload the original document (DOCX or PDF with text).",
        )
    for block, (page, pieces) in enumerate(_across_pages(pages)):
        for piece in pieces:
            lines.append(
                Line(
                    piece.text,
                    page,
                    (piece.x0, piece.top, piece.x1, piece.bottom),
                    round(piece.size, 1),
                    piece.bold,
                    block,
                    piece.xs,
                )
            )
    return Document("pdf", lines, sizes, warnings, " ".join(hidden), links)


def _across_pages(pages):
    """(page, block) in order; columns that go on over a page break at the same left edges are two long columns."""
    out, right, columns = [], [], None
    for number, blocks in enumerate(pages):
        found = edges(blocks)
        side = _side(blocks, columns) if columns and not found else None
        if side:  # only one of the columns goes on here
            (right if side == "right" else out).extend((number, block) for block in blocks)
            continue
        same = found and columns and abs(found[0] - columns[0]) < 12 and abs(found[1] - columns[1]) < 12
        if not same:
            out += right
            right = []
        columns = found
        own = [(number, block) for block in blocks]
        out += own[:-1] if found else own
        right += own[-1:] if found else []
    return out + right


def _side(blocks, columns):
    """The column of the page before in which all of this page stands: "left", "right" or None."""
    starts = [min(piece.x0 for piece in block) for block in blocks]
    if starts and all(abs(start - columns[1]) < 12 for start in starts):
        return "right"
    inside = all(piece.x1 < columns[1] for block in blocks for piece in block)
    return "left" if starts and inside and abs(min(starts) - columns[0]) < 12 else None


def _page_text(page, count):
    buffer = ctypes.create_string_buffer(2 * count + 2)
    got = _text(page, 0, count, ctypes.addressof(buffer))
    text = buffer.raw[: 2 * max(0, got - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    return "".join(chr(c) if 0 < (c := _unicode(page, i)) < 0x110000 and not 0xD800 <= c < 0xE000 else "\0" for i in range(count))


def _pieces(textpage, size, hidden, unseen):
    page = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    count = raw.FPDFText_CountChars(textpage.raw)
    if count <= 0:
        return []
    text = _page_text(page, min(count, MAX_CHARS))
    words = _words(page, text, size, hidden, unseen)
    pieces = _join(words)
    pieces = _close_gaps(pieces)
    out = []
    for words in pieces:
        piece = _piece(page, _tightened(page, words))
        if piece is None:
            continue
        piece.bold = _bold(page, piece.first)
        out.append(piece)
    return out


_name_buffer = ctypes.create_string_buffer(128)
_flags = ctypes.c_int(0)


def _bold(page, index):
    """By the font's name: the weight that PDFium derives from stem widths calls many a regular face bold."""
    length = _font(page, index, ctypes.addressof(_name_buffer), 128, ctypes.addressof(_flags))
    if not 1 < length <= 128:
        return False
    return bool(_BOLD.search(_name_buffer.raw[: length - 1])) or bool(_flags.value & 0x40000)


def _words(page, text, size, hidden, unseen=frozenset()):
    """(x0, top, x1, bottom, text, first, space before) of every visible word, in the order of the file."""
    width, height = size
    box = (ctypes.c_float * 8)()  # FS_RECTF is left, top, right, bottom
    a, b = ctypes.addressof(box), ctypes.addressof(box) + 16
    words, seen = [], {}
    for match in _WORD.finditer(text):
        first, last = match.start(), match.end()
        word = match.group()
        if word[-1] in "\x02\ufffe":
            word, last = word[:-1] + "-", last - 1
        if not word.isascii():
            private = _PRIVATE.search(word)
            if private:
                bare = _PRIVATE.sub("", word)
                if not bare:
                    continue
                if private.start() == 0:
                    first += private.end()
                word = bare
            if _LIGATURE.search(word):
                word = _LIGATURE.sub(lambda m: _LIGATURES[m.group()], word)
        if unseen and (char_object(page, first) in unseen or char_object(page, last - 1) in unseen):
            hidden.append(word)
            continue
        _loose_box(page, first, a)
        x0, top, x1, bottom = box[0], height - box[1], box[2], height - box[3]
        if last - first > 1:
            _loose_box(page, last - 1, b)
            if abs(box[5] - box[1]) > 0.5 * (bottom - top) or box[6] < x0:
                x0, top, x1, bottom = _whole(page, first, last, a, box, height)
            else:
                x1 = box[6]
                top, bottom = min(top, height - box[5]), max(bottom, height - box[7])
        if bottom - top < 2.5 or x1 < 0 or x0 > width or bottom < 0 or top > height:
            if bottom > top:
                hidden.append(word)
            continue
        x0 = min(max(x0, -width), MAX_SIDE)  # broken fonts claim letters of any width
        x1 = max(x0, min(x1, 2 * width, MAX_SIDE))
        top, bottom = max(top, -height), min(bottom, 2 * height)
        key = (word, round(x0 / 3), round(top / 3))
        if key in seen and abs(seen[key] - x0) < 2.5:
            continue  # a glyph printed twice looks bold
        seen[key] = x0
        words.append((x0, top, x1, bottom, word, first))
    return words


def _whole(page, first, last, a, box, height):
    """The box around all characters of a word that runs upwards, backwards or round a corner."""
    x0 = top = 1e9
    x1 = bottom = -1e9
    for index in range(first, last):
        _loose_box(page, index, a)
        x0, x1 = min(x0, box[0]), max(x1, box[2])
        top, bottom = min(top, height - box[1]), max(bottom, height - box[3])
    return x0, top, x1, bottom


def _join(words):
    """Words that follow each other on a baseline, as lists."""
    pieces, last = [], None
    for word in words:
        if last is not None:
            high = max(last[3] - last[1], 1.0)
            overlap = min(last[3], word[3]) - max(last[1], word[1])
            gap = word[0] - last[2]
            if overlap > 0.5 * min(high, word[3] - word[1]) and -0.35 * high < gap < 0.85 * high:
                pieces[-1].append(word)
                last = word
                continue
        pieces.append([word])
        last = word
    return pieces


def _close_gaps(pieces):
    """Pieces close together on one baseline are one, though the file draws them apart; so are s p a c e d letters."""
    if len(pieces) < 2:
        return pieces
    boxes = []
    for words in pieces:
        piece = Piece(words[0][0], min(w[1] for w in words), max(w[2] for w in words), max(w[3] for w in words))
        piece.text = words
        boxes.append(piece)
    out = []
    for row in rows_of(boxes):
        current = row[0]
        for piece in row[1:]:
            gap = piece.x0 - current.x1
            high = min(current.bottom - current.top, piece.bottom - piece.top)
            single = (
                all(len(w[4]) == 1 for w in current.text)
                and all(len(w[4]) == 1 for w in piece.text)
                and current.text[0][4] not in _BULLETS
            )
            alike = abs((current.bottom - current.top) - (piece.bottom - piece.top)) < 0.5 * high
            if -0.3 * high < gap < (1.6 if single else 0.6) * high and (alike or gap < 0.4 * high):
                current.text = current.text + piece.text
                current.x1, current.top, current.bottom = (
                    max(current.x1, piece.x1),
                    min(current.top, piece.top),
                    max(current.bottom, piece.bottom),
                )
            else:
                out.append(current.text)
                current = piece
        out.append(current.text)
    return out


def _piece(page, words):
    if len(words) >= 4 and sum(len(w[4]) == 1 for w in words) >= 0.8 * len(words) or len(words) >= 3 and _spread(page, words):
        words = _unspaced(words)
    text, xs = [], []
    end = words[0][0]
    for index, (x0, _, x1, _, word, _) in enumerate(words):
        if index:
            text.append(" ")
            xs.append(end)
        step = (x1 - x0) / len(word)
        text.append(word)
        xs.extend([x0 + step * i for i in range(len(word))])
        end = x1
    xs.append(end)
    return Piece(
        min(w[0] for w in words),
        min(w[1] for w in words),
        max(w[2] for w in words),
        max(w[3] for w in words),
        "".join(text),
        tuple(xs),
        words[0][5],
    )


def _tightened(page, words):
    """Words that PDFium parted only because the letters are set wide: its own spaces, and narrow ones."""
    if len(words) < 3 or sum(len(w[4]) for w in words) > 4.5 * len(words):
        return words
    out = [words[0]]
    for word in words[1:]:
        before = out[-1]
        if word[0] - before[2] < 0.16 * (before[3] - before[1]) and _generated(page, word[5] - 1) == 1:
            out[-1] = (
                before[0],
                min(before[1], word[1]),
                max(before[2], word[2]),
                max(before[3], word[3]),
                before[4] + word[4],
                before[5],
            )
        else:
            out.append(word)
    return out


def _spread(page, words):
    """Capitals in bits of one to four letters, as wide-set headings come out when some pairs are kerned.

    Their letters stand apart too, unlike those of "WHAT I CAN DO".
    """
    return (
        sum(len(w[4]) for w in words) <= 2.7 * len(words)
        and max(len(w[4]) for w in words) <= 5
        and all(w[4].isalpha() and w[4].isupper() for w in words)
        and _wide_set(page, max(words, key=lambda w: len(w[4])))
    )


def _wide_set(page, word):
    """Is there white between the first two letters of the word?"""
    box = (ctypes.c_float * 8)()
    _loose_box(page, word[5], ctypes.addressof(box))
    _loose_box(page, word[5] + 1, ctypes.addressof(box) + 16)
    return box[4] - box[2] > 0.04 * (word[3] - word[1])


def _unspaced(words):
    """ "E X P E R I E N C E" as one word; a gap much wider than the usual one parts two words."""
    gaps = sorted(b[0] - a[2] for a, b in zip(words, words[1:], strict=False))
    usual = gaps[len(gaps) // 2]
    out = [words[0]]
    for word in words[1:]:
        before = out[-1]
        if word[0] - before[2] <= 1.7 * max(usual, 1.0):
            out[-1] = (
                before[0],
                min(before[1], word[1]),
                max(before[2], word[2]),
                max(before[3], word[3]),
                before[4] + word[4],
                before[5],
            )
        else:
            out.append(word)
    return out


def _links(pdf, page, links):
    """Targets of the page's link annotations, once each."""
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        action = raw.FPDFLink_GetAction(link)
        if not action:
            continue
        length = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
        if not 1 < length < 2048:
            continue
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, length)
        target = buffer.raw[: length - 1].decode("utf-8", "replace").strip("\0 ")
        if target and target not in links:
            links.append(target)
        if len(links) >= 200:
            return
