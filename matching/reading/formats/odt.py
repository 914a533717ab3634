"""OpenDocument text: paragraphs, lists, tables and text boxes in reading order, hidden text apart."""

from dataclasses import dataclass, replace

from matching.reading.containers import parse_xml, read_part
from matching.reading.document import Document, Line, Unreadable
from matching.reading.hidden import is_nearly_white

NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
DEEPEST = 200  # nested elements; real documents stay under 30


def q(name):
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


PARAGRAPHS = {q("text:p"), q("text:h")}
SKIPPED = {
    q("text:tracked-changes"),
    q("office:annotation"),
    q("office:annotation-end"),
    q("text:note-citation"),
    q("text:sequence-decls"),
    q("office:forms"),
    q("text:bibliography-mark"),
    q("draw:object"),
}
HREF, STYLE_NAME, TEXT_STYLE = q("xlink:href"), q("style:name"), q("text:style-name")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text appears; `paper` is its background, None for the page's white."""

    bold: bool = False
    size: float = 0.0
    color: str = ""
    paper: str = ""
    hidden: bool = False

    @property
    def unseen(self):
        white = is_nearly_white(self.color) and (not self.paper or is_nearly_white(self.paper))
        return self.hidden or white or 0 < self.size < 2


def extract(archive):
    """The document in an archive that `containers.open_container` has checked."""
    content = parse_xml(read_part(archive, "content.xml"))
    names = set(archive.namelist())
    styles = parse_xml(read_part(archive, "styles.xml")) if "styles.xml" in names else None
    reader = Reader(styles, content)
    if styles is not None:
        for part in (f".//{q('style:header')}", f".//{q('style:header-first')}"):
            for header in styles.iterfind(part):
                reader.walk(header, Look())
        reader.block += 1
    body = content.find(f".//{q('office:text')}")
    if body is None:
        raise Unreadable("damaged", "The document has no text part. Save it again and upload the new copy.")
    reader.walk(body, Look())
    if not reader.lines:
        raise Unreadable("no_text", "The document holds no text. If it is a picture of a page, upload it as PDF.")
    return Document("odt", reader.lines, hidden="\n".join(reader.hidden), links=reader.links)


class Reader:
    """Walks the body and gathers lines."""

    def __init__(self, *roots):
        self.styles, self.lines, self.hidden, self.links, self.block = {}, [], [], [], 0
        for root in roots:
            if root is not None:
                for style in root.iter(q("style:style"), q("style:default-style")):
                    name = style.get(STYLE_NAME)
                    if name:
                        self.styles[name] = style

    def look(self, name, base):
        """`base` changed by the named style and those that it builds on, the farthest first."""
        chain, seen = [], set()
        while name in self.styles and name not in seen:
            seen.add(name)
            chain.append(self.styles[name])
            name = self.styles[name].get(q("style:parent-style-name"))
        for style in reversed(chain):
            base = dressed(base, style)
        return base

    def walk(self, element, look, depth=0):
        """Lines of everything under `element`, in document order."""
        for child in element:
            tag = child.tag
            if tag in SKIPPED or depth > DEEPEST:
                continue
            if tag in PARAGRAPHS:
                self.paragraph(child, look, depth)
            elif tag == q("table:table"):
                self.table(child, look, depth)
            elif tag == q("draw:text-box"):
                self.boxed(child, look, depth)
            elif tag == q("text:section") and child.get(q("text:display")) == "none":
                self.hidden.append(" ".join(child.itertext()).strip())
            else:
                self.walk(child, self.look(child.get(q("draw:style-name")), look), depth + 1)

    def boxed(self, element, look, depth):
        self.block += 1
        self.walk(element, look, depth + 1)
        self.block += 1

    def paragraph(self, element, look, depth):
        look = self.look(element.get(TEXT_STYLE), look)
        runs, boxes = [], []
        self.runs(element, look, runs, boxes, depth)
        in_list = next((True for parent in element.iterancestors() if parent.tag == q("text:list-item")), False)
        self.add(runs, bullet=in_list and element.getparent()[0] is element)
        for box, around in boxes:
            self.boxed(box, around, depth)

    def runs(self, element, look, runs, boxes, depth):
        """Fill `runs` with (text, look) and `boxes` with (text box, look) for those anchored inside the paragraph."""
        runs.append((element.text or "", look))
        for child in element:
            tag = child.tag
            if tag == q("text:s"):
                count = child.get(q("text:c"), "1")
                runs.append((" " * min(int(count) if count.isdigit() else 1, 200), look))
            elif tag == q("text:tab"):
                runs.append(("\t", look))
            elif tag == q("text:line-break"):
                runs.append(("\n", look))
            elif tag == q("draw:text-box") or any(inner.tag in PARAGRAPHS for inner in child):  # a shape holds its lines itself
                boxes.append((child, look))
            elif tag == q("text:hidden-text"):
                runs.append((child.get(q("text:string-value"), ""), replace(look, hidden=True)))
            elif tag not in SKIPPED and depth < DEEPEST and isinstance(tag, str):
                if child.get(HREF) and tag == q("text:a"):
                    self.links.append(child.get(HREF))
                style = child.get(TEXT_STYLE) or child.get(q("draw:style-name"))
                self.runs(child, self.look(style, look), runs, boxes, depth + 1)
            runs.append((child.tail or "", look))

    def add(self, runs, bullet=False):
        self.hidden += [text.strip() for text, look in runs if look.unseen and text.strip()]
        shown = [(text, look) for text, look in runs if not look.unseen]
        for line in split_runs(shown):
            text = "".join(text for text, _ in line).strip()
            if text:
                inked = [(part, look) for part, look in line if part.strip()]
                self.lines.append(
                    Line(
                        ("• " if bullet else "") + text,
                        size=max(look.size for _, look in inked),
                        bold=all(look.bold for _, look in inked),
                        block=self.block,
                    )
                )
                bullet = False

    def table(self, element, look, depth):
        """Rows of short cells read across, joined by tabs; a row with a long cell is a layout: cell by cell."""
        for row in element.iter(q("table:table-row")):
            if next(row.iterancestors(q("table:table"))) is not element:
                continue  # a row of a table inside: its own cell walks it
            cells = []
            for cell in row.iterchildren(q("table:table-cell")):
                inner = Reader()
                inner.styles, inner.block = self.styles, self.block
                inner.walk(cell, self.look(cell.get(q("table:style-name")), look), depth + 1)
                self.hidden += inner.hidden
                self.links += inner.links
                if inner.lines:
                    cells.append(inner.lines)
            self.lines += join_row(cells, self.block)
            self.block = max([self.block, *(line.block for line in self.lines)])
        self.block += 1


def dressed(look, style):
    for part in style:
        color, paper = part.get(q("fo:color")), part.get(q("fo:background-color"))
        if part.get(q("draw:fill")) in ("gradient", "bitmap", "hatch"):
            paper = "#808080"  # a pattern: letters of any colour may stand on it
        elif part.get(q("draw:fill")) == "solid":
            paper = part.get(q("draw:fill-color"), paper)
        weight, size = part.get(q("fo:font-weight")), part.get(q("fo:font-size"), "")
        if color:
            look = replace(look, color=color)
        if paper and paper != "transparent":
            look = replace(look, paper=paper)
        if weight:
            look = replace(look, bold=weight in ("bold", "600", "700", "800", "900"))
        if size.endswith("pt"):
            look = replace(look, size=points(size[:-2], look.size))
        if part.get(q("text:display")) == "none":
            look = replace(look, hidden=True)
    return look


def points(number, otherwise):
    try:
        return float(number)
    except ValueError:
        return otherwise


def split_runs(runs):
    """Runs of (text, look) cut into lines at newlines."""
    lines = [[]]
    for text, look in runs:
        first, *rest = text.split("\n")
        lines[-1].append((first, look))
        lines += [[(part, look)] for part in rest]
    return lines


def join_row(cells, block):
    """Lines of a table row: one line across when every cell is one short line, else cell after cell."""
    if not cells:
        return []
    if len(cells) > 1 and all(len(lines) == 1 and len(lines[0].text) <= 120 for lines in cells):
        parts = [lines[0] for lines in cells]
        return [
            Line(
                "\t".join(part.text for part in parts),
                size=max(part.size for part in parts),
                bold=all(part.bold for part in parts),
                block=block,
            )
        ]
    found = []
    for number, lines in enumerate(cells):
        first = lines[0].block
        for line in lines:
            line.block = block + number + 1 + (line.block - first)
        found += lines
    return found
