"""Text of a DOCX in reading order: paragraphs, tables, text boxes, headers; what Word would not show is kept apart."""

import io
import re
import zipfile
import zlib

from lxml import etree

from matching.reading.document import Document, Line, Unreadable, Warning

MAX_PART = 40_000_000  # bytes of one unpacked part
MAX_CHARS = 300_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def extract(data):
    """The text of a DOCX given as bytes -> Document. Raises Unreadable when it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _Reader(package).read()
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, zlib.error, EOFError, RuntimeError) as error:
        raise Unreadable(
            "damaged", "The Word document is damaged and cannot be opened. Save it again and upload the new file."
        ) from error


def _parse(package, name):
    info = package.getinfo(name)
    if info.file_size > MAX_PART:
        raise Unreadable("too_large", "The Word document unpacks to more than a résumé can hold.")
    with package.open(info) as part:
        content = part.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise Unreadable("too_large", "The Word document unpacks to more than a résumé can hold.")
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))


class _Reader:
    """Walks one document; `lines` grow in reading order."""

    def __init__(self, package):
        self.package = package
        self.lines, self.hidden, self.links, self.block, self.chars = [], [], [], 0, 0
        self.styles, self.size = self._styles()
        self.background_dark = False

    def read(self):
        names = set(self.package.namelist())
        body = _parse(self.package, "word/document.xml").find(f"{_W}body")
        relations = self._relations("word/_rels/document.xml.rels", names)
        parts = [target for kind, target in relations if kind in {"header", "footer"}]
        for part in [p for p in parts if "header" in p]:
            self._part(part, names)
        if body is not None:
            self.children(body)
        for part in [p for p in parts if "footer" in p]:
            self._part(part, names)
        warnings = [Warning("text_cut", "Only the first part of the text was read.")] if self.chars > MAX_CHARS else []
        if not any(line.text.strip() for line in self.lines):
            raise Unreadable(
                "no_text", "The Word document holds no text, perhaps only a picture of it. Upload a document with text."
            )
        return Document("docx", self.lines, [], warnings, " ".join(self.hidden), self.links)

    def _part(self, target, names):
        name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        if name in names:
            self.block += 1
            self.children(_parse(self.package, name))
            self.block += 1

    def _relations(self, name, names):
        if name not in names:
            return []
        out, seen = [], set()
        for relation in _parse(self.package, name).iter(f"{_REL}Relationship"):
            kind, target = relation.get("Type", "").rsplit("/", 1)[-1], relation.get("Target", "")
            if kind == "hyperlink" and target not in self.links and len(self.links) < 200:
                self.links.append(target)
            elif (kind, target) not in seen:
                seen.add((kind, target))
                out.append((kind, target))
        return out

    def _styles(self):
        """Per paragraph style: (bold, size in points or 0, is a heading)."""
        styles, size = {}, 11.0
        if "word/styles.xml" not in self.package.namelist():
            return styles, size
        based = {}
        root = _parse(self.package, "word/styles.xml")
        default = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}sz")
        if default is not None:
            size = _half(default)
        for style in root.iter(f"{_W}style"):
            name = style.find(f"{_W}name")
            label = (name.get(f"{_W}val") if name is not None else "") or ""
            look = style.find(f"{_W}rPr")
            parent = style.find(f"{_W}basedOn")
            key = style.get(f"{_W}styleId")
            based[key] = parent.get(f"{_W}val") if parent is not None else None
            sz = look.find(f"{_W}sz") if look is not None else None
            hidden = look is not None and _on(look, "vanish")
            bold = _on(look, "b") if look is not None and look.find(f"{_W}b") is not None else None
            styles[key] = [
                bold,
                _half(sz) if sz is not None else 0.0,
                bool(re.match(r"(?i)heading|title|überschrift|titre|título|titulo", label)),
                hidden,
            ]
        for key in styles:
            at, steps = based.get(key), 0
            while at in styles and steps < 10:
                for index in (0, 1):
                    if not styles[key][index]:
                        styles[key][index] = styles[key][index] if styles[key][index] is False else styles[at][index]
                at, steps = based.get(at), steps + 1
        return styles, size

    def children(self, node):
        for child in node:
            tag = child.tag
            if tag == f"{_W}p":
                self.paragraph(child)
            elif tag == f"{_W}tbl":
                self.table(child)
            elif tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
                self.children(child)

    def table(self, table):
        """Row by row; a table of one or two tall rows that only makes columns is read column by column."""
        rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
        cells = [[cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row] for row in rows]
        wide = [row for row in cells if len(row) > 1]
        tall = [row for row in wide if sum(len(cell.findall(f".//{_W}p")) for cell in row) >= 4 * len(row)]
        by_column = len(wide) > 1 and tall and len(tall) * 2 >= len(wide) and len({len(row) for row in wide}) == 1
        if by_column:  # a column of dates beside one of jobs is read row by row: each of its cells is short
            heights = [[len(row[at].findall(f".//{_W}p")) for row in wide] for at in range(len(wide[0]))]
            by_column = all(sum(column) >= 3 * len(column) for column in heights)
        groups = []
        if by_column:
            for row in cells:
                if len(row) == 1:
                    groups.append(row)
            columns = len(wide[0])
            groups.extend([row[column] for row in wide] for column in range(columns))
        else:
            groups = [[cell] for row in cells for cell in row]
        for group in groups:
            self.block += 1
            for cell in group:
                self.children(cell)
        self.block += 1

    def paragraph(self, paragraph):
        properties = paragraph.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        bold, size, heading, gone = self.styles.get(
            style.get(f"{_W}val") if style is not None else "Normal", [None, 0.0, False, False]
        )
        listed = (
            properties is not None
            and properties.find(f"{_W}numPr") is not None
            or (style is not None and "list" in style.get(f"{_W}val", "").lower())
        )
        runs, boxes = [], []
        self._runs(paragraph, runs, boxes, (bool(bold) or heading, size or self.size, gone))
        for content in boxes:
            self.block += 1
            self.children(content)
            self.block += 1
        if not any(text.strip() for text, _ in runs):
            self.block += 1  # an empty paragraph is white space
            return
        self._emit(runs, listed)

    def _emit(self, runs, listed):
        """One line for each stretch between line breaks; tabs wide apart part a line as the eye does."""
        line = []
        for text, look in [*runs, ("\n", None)]:
            parts = text.split("\n")
            for number, part in enumerate(parts):
                if number:
                    self._line(line, listed)
                    line, listed = [], False
                if part:
                    line.append((part, look))

    def _line(self, runs, listed):
        text = "".join(part for part, _ in runs)
        if self.chars > MAX_CHARS:
            return
        for piece in re.split(r"\s*\t\s*|\s{5,}", text.strip()) or [""]:
            self.chars += len(piece)
            letters = sum(len(part) for part, _ in runs)
            bold = letters > 0 and sum(len(part) for part, look in runs if look[0]) > 0.6 * letters
            size = max((look[1] for part, look in runs if part.strip()), default=0.0)
            prefix = "• " if listed and piece else ""
            self.lines.append(Line(prefix + piece.replace("\xa0", " ").replace("\xad", ""), 0, None, size, bold, self.block))

    def _runs(self, node, runs, boxes, look):
        for child in node:
            tag = child.tag
            if tag == f"{_W}r":
                self._run(child, runs, boxes, look)
            elif tag in (
                f"{_W}hyperlink",
                f"{_W}ins",
                f"{_W}smartTag",
                f"{_W}sdt",
                f"{_W}sdtContent",
                f"{_W}fldSimple",
                f"{_W}customXml",
            ):
                self._runs(child, runs, boxes, look)
            elif tag == f"{_MC}AlternateContent":
                self._alternate(child, runs, boxes, look)

    def _alternate(self, node, runs, boxes, look):
        """The same drawing stands there once for new and once for old readers: one of them counts."""
        for kind in (f"{_MC}Choice", f"{_MC}Fallback"):
            for choice in node.findall(kind):
                found = list(choice.iter(f"{_W}txbxContent"))
                if found:
                    boxes.extend(box for box in found if not any(up in found for up in box.iterancestors()))
                    return

    def _run(self, run, runs, boxes, look):
        properties = run.find(f"{_W}rPr")
        bold, size, gone = look
        if properties is not None:
            if properties.find(f"{_W}b") is not None:
                bold = _on(properties, "b")
            sz = properties.find(f"{_W}sz")
            size = _half(sz) if sz is not None else size
            gone = gone or _on(properties, "vanish") or _white(properties) or 0 < size < 2.5
        for child in run:
            tag = child.tag
            if tag == f"{_W}t":
                text = child.text or ""
            elif tag == f"{_W}tab":
                text = "\t"
            elif tag in (f"{_W}br", f"{_W}cr"):
                text = "\n"
            elif tag == f"{_W}noBreakHyphen":
                text = "-"
            elif tag == f"{_MC}AlternateContent":
                self._alternate(child, runs, boxes, look)
                continue
            elif tag in (f"{_W}pict", f"{_W}drawing", f"{_W}object"):
                found = list(child.iter(f"{_W}txbxContent"))
                boxes.extend(box for box in found if not any(up in found for up in box.iterancestors()))
                continue
            else:
                continue
            if gone and text.strip():
                self.hidden.append(text)
            elif text:
                runs.append((text, (bold, size)))


def _half(node):
    try:
        return float(node.get(f"{_W}val")) / 2
    except (TypeError, ValueError):
        return 0.0


def _on(properties, name):
    node = properties.find(f"{_W}{name}")
    return node is not None and node.get(f"{_W}val") not in {"0", "false", "off"}


def _white(properties):
    """White letters with nothing dark set behind them."""
    color, shade, light = (properties.find(f"{_W}{name}") for name in ("color", "shd", "highlight"))
    if color is None or (color.get(f"{_W}val") or "").lower() not in {"ffffff", "fefefe", "white", "fdfdfd"}:
        return False
    fill = (shade.get(f"{_W}fill") or "auto").lower() if shade is not None else "auto"
    if fill not in {"auto", "ffffff", "clear"} or light is not None:
        return False
    for up in properties.iterancestors():
        for place in (f"{_W}pPr/{_W}shd", f"{_W}tcPr/{_W}shd", f"{_W}tblPr/{_W}shd"):
            behind = up.find(place)
            if behind is not None and (behind.get(f"{_W}fill") or "auto").lower() not in {"auto", "ffffff"}:
                return False
        if up.tag == f"{_W}txbxContent":
            return False  # a text box brings a background of its own
    return True
