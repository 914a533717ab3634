"""HTML pages: block structure as lines, scripts and styles dropped, what the page hides kept apart."""

import re
from dataclasses import dataclass, replace

from lxml import etree
from lxml import html as lxml_html

from matching.reading.document import Document, Line, Unreadable
from matching.reading.formats.odt import join_row
from matching.reading.formats.txt import decode
from matching.reading.hidden import is_nearly_white

DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "object",
    "embed",
    "svg",
    "canvas",
    "audio",
    "video",
    "button",
    "select",
    "textarea",
    "input",
    "map",
    "math",
    "frame",
    "frameset",
    "applet",
}
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "address",
    "figure",
    "figcaption",
    "form",
    "fieldset",
    "body",
    "html",
    "tr",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "details",
    "summary",
    "center",
    "hr",
    "td",
    "th",
}
COLUMNS = {"aside", "main"}
SIZES = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0, "h5": 10.0, "h6": 10.0}
BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"}
DEEPEST = 200
RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
SIMPLE = re.compile(r"[.#]?[\w-]+")
SPACES = re.compile(r"[ \t\r\n\f]+")
LENGTH = re.compile(r"(-?[\d.]{1,10})(px|pt|em|rem|%)?")


@dataclass(frozen=True, slots=True)
class Look:
    bold: bool = False
    size: float = 10.0
    white: bool = False  # the colour of the text
    paper: bool = False  # a background of some colour lies behind it
    hidden: bool = False


def extract(data):
    """The visible text of the page as lines; tables row by row."""
    text = decode(data)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError, AssertionError) as error:
        raise Unreadable("no_text", "The page holds no text.") from error
    page = Page(rules_of(root))
    page.walk(root, Look())
    page.end_line()
    if not page.lines:
        raise Unreadable("no_text", "The page holds no text. If it is drawn by a script, print it as PDF.")
    return Document("html", page.lines, hidden="\n".join(page.hidden), links=page.links)


def rules_of(root):
    """Simple style rules (one tag, class or id each) of the page: selector → declarations."""
    rules = {}
    for style in root.iter("style"):
        for selectors, declarations in RULE.findall((style.text or "")[:200_000]):
            for selector in selectors.split(","):
                if SIMPLE.fullmatch(selector.strip()):
                    rules.setdefault(selector.strip(), []).append(declarations)
    return rules


class Page:
    """Gathers lines while walking the tree."""

    def __init__(self, rules, block=0):
        self.rules, self.block = rules, block
        self.lines, self.hidden, self.links, self.runs, self.bullet = [], [], [], [], False

    def walk(self, element, look, depth=0):
        tag = element.tag
        if not isinstance(tag, str) or tag in DROPPED or depth > DEEPEST:
            return
        look = self.look(element, look)
        if look.hidden:
            self.hide(" ".join(element.itertext()))
            return
        if tag == "a" and element.get("href"):
            self.links.append(element.get("href").strip())
        if tag == "br":
            self.end_line()
        elif tag == "table":
            self.table(element, look, depth)
            return
        block = tag in BLOCKS
        if block:
            self.end_line()
            self.bullet = self.bullet or tag == "li"
            self.block += tag in COLUMNS
        self.write(element.text, look, tag == "pre")
        for child in element:
            self.walk(child, look, depth + 1)
            self.write(child.tail, look, tag == "pre")
        if block:
            self.end_line()
            self.bullet = False
            self.block += tag in COLUMNS

    def look(self, element, look):
        """The look inside `element`: its tag, the page's simple rules, then its own style."""
        tag = element.tag
        look = replace(look, bold=look.bold or tag in BOLD, size=SIZES.get(tag, look.size))
        if element.get("hidden") is not None:
            return replace(look, hidden=True)
        if element.get("bgcolor"):
            look = replace(look, paper=not is_nearly_white(element.get("bgcolor")))
        if tag == "font" and element.get("color"):
            look = replace(look, white=is_nearly_white(element.get("color")))
        names = [tag, *("." + name for name in (element.get("class") or "").split()), "#" + (element.get("id") or "")]
        for name in names:
            for declarations in self.rules.get(name, ()):
                look = styled(look, declarations)
        if element.get("style"):
            look = styled(look, element.get("style"))
        return look

    def write(self, text, look, verbatim=False):
        if not text or not text.strip():
            if text and self.runs:
                self.runs.append((" ", look))
            return
        if (look.white and not look.paper) or look.size < 2:
            self.hide(text)
        elif verbatim:
            for number, part in enumerate(text.splitlines()):
                if number:
                    self.end_line()
                self.runs.append((part, look))
        else:
            self.runs.append((SPACES.sub(" ", text), look))

    def hide(self, text):
        text = " ".join(text.split())
        if text:
            self.hidden.append(text)

    def end_line(self):
        inked = [(text, look) for text, look in self.runs if text.strip()]
        if inked:
            text = SPACES.sub(" ", "".join(text for text, _ in self.runs)).strip()
            self.lines.append(
                Line(
                    ("• " if self.bullet else "") + text,
                    size=max(look.size for _, look in inked),
                    bold=all(look.bold for _, look in inked),
                    block=self.block,
                )
            )
            self.bullet = False
        self.runs = []

    def table(self, element, look, depth):
        """Rows of short cells read across; a row with a long cell is a layout: cell by cell."""
        self.end_line()
        for row in element.iter("tr"):
            if next(row.iterancestors("table")) is not element:
                continue
            row_look, cells = self.look(row, look), []
            if row_look.hidden:
                self.hide(" ".join(row.itertext()))
                continue
            for cell in row.iterchildren("td", "th"):
                inner = Page(self.rules, self.block)
                inner.walk(cell, row_look, depth + 1)
                inner.end_line()
                self.hidden += inner.hidden
                self.links += inner.links
                if inner.lines:
                    cells.append(inner.lines)
            self.lines += join_row(cells, self.block)
            self.block = max([self.block, *(line.block for line in self.lines[-1:])])
        self.block += 1


def styled(look, declarations):
    """`look` after CSS declarations; only what hides or shows text is looked at."""
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip().lower()
        if (name, value) in (("display", "none"), ("visibility", "hidden"), ("visibility", "collapse"), ("opacity", "0")):
            look = replace(look, hidden=True)
        elif name == "color":
            look = replace(look, white=is_nearly_white(value))
        elif name in ("background", "background-color", "background-image"):
            first = value.split(" ")[0] if not value.startswith("rgb") else value
            look = replace(look, paper=bool(value) and value not in ("none", "inherit", "initial") and not is_nearly_white(first))
        elif name == "font-size":
            look = replace(look, size=size_of(value, look.size))
        elif name == "font-weight":
            look = replace(look, bold=value in ("bold", "bolder", "600", "700", "800", "900"))
        elif name in ("left", "top", "text-indent", "margin-left") and far_away(value):
            look = replace(look, hidden=True)
    return look


def size_of(value, size):
    match = LENGTH.fullmatch(value)
    if not match:
        return size
    try:
        number = float(match[1])
    except ValueError:
        return size
    return {"px": number * 0.75, "pt": number, "em": number * size, "rem": number * 12, "%": number * size / 100}.get(
        match[2], 0.0 if number == 0 else size
    )


def far_away(value):
    """Pushed off the screen: -999 pixels and further."""
    match = LENGTH.fullmatch(value)
    try:
        return bool(match) and match[2] in ("px", "pt", "em", "rem") and float(match[1]) * (16 if "em" in match[2] else 1) <= -999
    except ValueError:
        return False
