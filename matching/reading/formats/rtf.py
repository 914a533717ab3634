"""Rich Text Format: a tokeniser of our own, because headings need bold and size, and hidden text must stay apart."""

import re
from dataclasses import dataclass, replace

from striprtf.striprtf import charset_map

from matching.reading.document import Document, Line, Unreadable, Warning
from matching.reading.hidden import is_nearly_white

TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
SKIPPED = {
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"objdata",
    b"datastore",
    b"themedata",
    b"colorschememapping",
    b"latentstyles",
    b"listtable",
    b"listoverridetable",
    b"rsidtbl",
    b"generator",
    b"filetbl",
    b"revtbl",
    b"xmlnstbl",
    b"annotation",
    b"atnid",
    b"atnauthor",
    b"footnote",
    b"bkmkstart",
    b"bkmkend",
    b"nonshppict",
    b"sn",
    b"sv",
    b"mmathPr",
    b"userprops",
    b"pgptbl",
    b"fldinst",
    b"footer",
    b"footerf",
    b"footerl",
    b"footerr",
    b"xe",
    b"tc",
    b"listlevel",
    b"leveltext",
    b"levelnumbers",
    b"pnseclvl",
    b"wgrffmtfilter",
    b"template",
    b"passwordhash",
}
STARRED = {b"shpinst", b"pnseclvl", b"shptxt", b"shppict", b"nesttableprops"} - SKIPPED  # \* groups that are read all the same
CHARACTERS = {
    b"tab": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": " ",
    b"enspace": " ",
    b"line": "\n",
    b"par": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"row": "\n",
    b"nestrow": "\n",
    b"cell": "\t",
    b"nestcell": "\t",
    b"column": "\n",
}
DEEPEST = 2_000
HYPERLINK = re.compile(rb'HYPERLINK\s+"([^"]{1,2000})"')


@dataclass(slots=True)
class State:
    """What a group inherits from the one around it."""

    bold: bool = False
    half_points: int = 24
    color: int = 0
    paper: int = 0  # background of the run
    shade: int = 0  # background of the paragraph
    in_table: bool = False
    hidden: bool = False
    skip: bool = False
    font: int = -1
    fallback: int = 1  # characters to leave out after \\u


def extract(data):
    reader = Reader(data)
    reader.run()
    if not reader.lines:
        raise Unreadable("no_text", "The document holds no text. If it is a picture of a page, upload it as PDF.")
    warnings = []
    if b"\\objdata" in data or b"\\objemb" in data:
        warnings.append(Warning("embedded_files", "Other files are packed inside this document. They were not opened."))
    links = [link.decode("latin-1") for link in HYPERLINK.findall(data)]
    return Document("rtf", reader.lines, warnings=warnings, hidden="".join(reader.hidden).strip(), links=links)


class Reader:
    """One pass over the tokens; groups are a list, so that depth costs no recursion."""

    def __init__(self, data):
        self.data, self.state, self.stack = data, State(), []
        self.lines, self.hidden, self.run_of_line = [], [], []
        self.encoding = codepage(data)
        self.fonts, self.colors = font_encodings(data), color_table(data)
        self.cell_shade = 0
        self.bytes, self.to_skip, self.starred, self.surrogate = bytearray(), 0, False, ""

    def run(self):
        position, data = 0, self.data
        while position < len(data):
            match = TOKEN.match(data, position)
            if match is None:
                position += 1
                continue
            position = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if code is not None:
                self.byte(int(code, 16))
            elif text is not None:
                self.plain(text)
            else:
                self.flush()
                if brace:
                    self.group(brace)
                elif symbol is not None:
                    self.symbol(symbol)
                elif word:
                    value = int(number) if number else None
                    if word == b"bin" and value and value > 0:
                        position += value
                    self.word(word, value)
        self.flush()
        self.end_line()

    def group(self, brace):
        if brace == b"{":
            if len(self.stack) > DEEPEST:
                raise Unreadable("damaged", "The document is nested deeper than any real one.")
            self.stack.append(self.state)
            self.state = replace(self.state)
        elif self.stack:
            self.state = self.stack.pop()
        self.starred, self.to_skip = False, 0

    def byte(self, value):
        if self.to_skip:
            self.to_skip -= 1
        elif not self.state.skip:
            self.bytes.append(value)

    def plain(self, text):
        if self.to_skip:
            dropped = min(self.to_skip, len(text))
            self.to_skip -= dropped
            text = text[dropped:]
        if not self.state.skip:
            self.bytes += text

    def flush(self):
        """Decode the bytes gathered so far: characters of Asian encodings span several tokens."""
        if self.bytes:
            encoding = self.fonts.get(self.state.font) or self.encoding
            self.write(bytes(self.bytes).decode(encoding, "replace"))
            self.bytes.clear()

    def symbol(self, symbol):
        if symbol == b"*":
            self.starred = True
        elif symbol in (b"\n", b"\r"):
            self.write("\n")
        elif symbol == b"~":
            self.write("\u00a0")
        elif symbol == b"_":
            self.write("-")
        elif symbol in b"{}\\":
            self.write(symbol.decode())

    def word(self, word, value):
        state = self.state
        if word in SKIPPED or (self.starred and word not in STARRED):
            state.skip, self.starred = True, False
            return
        self.starred = False
        if word == b"u" and value is not None:
            self.unicode(value)
        elif word in CHARACTERS:
            self.write(CHARACTERS[word])
        elif word == b"trowd":
            self.cell_shade = 0
        elif word == b"clcbpat" and not is_nearly_white(self.colors.get(value, "#ffffff")):
            self.cell_shade = value  # one dark cell is enough to believe white text in this row
        else:
            dress(state, word, value)

    def unicode(self, value):
        character = chr(value % 65536)
        if "\ud800" <= character <= "\udbff":
            self.surrogate = character
        elif "\udc00" <= character <= "\udfff":
            pair = (self.surrogate + character).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            self.surrogate = ""
            self.write(pair)
        else:
            self.write(character)
        self.to_skip = self.state.fallback

    def write(self, text):
        state = self.state
        if state.skip:
            return
        if state.hidden or self.white(state) or state.half_points < 4:
            self.hidden.append(text)
            return
        *ended, rest = text.split("\n")
        for part in ended:
            self.run_of_line.append((part, state.bold, state.half_points))
            self.end_line()
        if rest:
            self.run_of_line.append((rest, state.bold, state.half_points))

    def white(self, state):
        paper = state.paper or state.shade or (self.cell_shade if state.in_table else 0)
        return is_nearly_white(self.colors.get(state.color, "")) and (
            paper not in self.colors or is_nearly_white(self.colors[paper])
        )

    def end_line(self):
        inked = [run for run in self.run_of_line if run[0].strip()]
        if inked:
            text = "".join(run[0] for run in self.run_of_line).strip()
            self.lines.append(Line(text, size=max(run[2] for run in inked) / 2, bold=all(run[1] for run in inked)))
        self.run_of_line = []


def dress(state, word, value):
    """Change the look of what follows by one control word."""
    if word == b"b":
        state.bold = value != 0
    elif word == b"fs" and value:
        state.half_points = value
    elif word == b"cf":
        state.color = value or 0
    elif word in (b"cb", b"highlight", b"chcbpat"):
        state.paper = value or 0
    elif word == b"cbpat":
        state.shade = value or 0
    elif word == b"pard":
        state.shade, state.in_table = 0, False
    elif word == b"intbl":
        state.in_table = True
    elif word == b"v":
        state.hidden = value != 0
    elif word == b"f" and value is not None:
        state.font = value
    elif word == b"uc" and value is not None:
        state.fallback = max(0, min(value, 8))
    elif word == b"plain":
        state.bold, state.half_points, state.color, state.paper, state.hidden = False, 24, 0, 0, False


def codepage(data):
    match = re.search(rb"\\ansicpg(\d{3,5})", data[:4096])
    number = int(match[1]) if match else 1252
    return known_encoding({65001: "utf-8", 10000: "mac_roman"}.get(number, f"cp{number}"))


def known_encoding(name):
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def font_encodings(data):
    """Font number → encoding, from `\\fcharset` in the font table; fonts of the document's own are left out."""
    found, current = {}, None
    for number, charset in re.findall(rb"\\f(\d{1,6})|\\fcharset(\d{1,3})", data[:200_000]):
        if number:
            current = int(number)
        elif current is not None and int(charset) not in (0, 1, 2):
            found.setdefault(current, known_encoding(charset_map.get(int(charset), "cp1252")))
    return found


def color_table(data):
    """Colour number → "#rrggbb"; 0 is the default and stands for none."""
    match = re.search(rb"\{\\colortbl([^{}]{0,20000})\}", data)
    if not match:
        return {}
    found = {}
    for number, entry in enumerate(match[1].split(b";")):
        parts = [re.search(rb"\\" + name + rb"(\d{1,3})", entry) for name in (b"red", b"green", b"blue")]
        if all(parts):
            found[number] = "#" + "".join(f"{min(int(part[1]), 255):02x}" for part in parts)
    return found
