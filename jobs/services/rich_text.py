"""Rich text as people type it (light Markdown) and as it is kept (sanitised HTML), there and back."""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from jobs.services.jobs import clean_rich_text

MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "code", "fence"])
BULLET = re.compile(r"^[ \t]*[•◦▪●·‣–][ \t]+", re.MULTILINE)
HEADINGS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "#### "}
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}


def to_html(text):
    """Markdown as the HTML that a job keeps; bullets that were pasted from a document become lists."""
    lines = BULLET.sub("- ", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    html = MARKDOWN.render(lines).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return clean_rich_text(html).strip()


def to_markdown(html):
    """Kept HTML as text to edit; `to_html(to_markdown(html))` says the same again."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.out)).strip()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.lists, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag in HEADINGS:
            self.out.append("\n\n" + HEADINGS[tag])
        elif tag in MARKS:
            self.out.append(MARKS[tag])
        elif tag == "br":
            self.out.append("\n")
        elif tag in {"ul", "ol"}:
            self.out.append("\n" if self.lists else "\n\n")
            self.lists.append([tag, 0])
        elif tag == "li" and self.lists:
            self.lists[-1][1] += 1
            mark = "- " if self.lists[-1][0] == "ul" else f"{self.lists[-1][1]}. "
            self.out.append("  " * (len(self.lists) - 1) + mark)
        elif tag == "blockquote":
            self.out.append("\n\n> ")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.out.append("[")

    def handle_endtag(self, tag):
        if tag in MARKS:
            self.out.append(MARKS[tag])
        elif tag in {"p", "blockquote", *HEADINGS}:
            self.out.append("\n\n" if not self.lists else "")
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self.out.append("" if self.lists else "\n")
        elif tag == "li":
            self.out.append("\n")
        elif tag == "a" and self.links:
            self.out.append(f"]({self.links.pop()})")

    def handle_data(self, data):
        if data.strip() or not self.out or not self.out[-1].endswith("\n"):
            self.out.append(re.sub(r"[ \t\n]+", " ", re.sub(r"([*_\[\]\\`])", r"\\\1", data)))
