"""The picture of a shared link: the company's colour, its logo and the title, 1200 × 630, drawn once and kept in the cache."""

import io
from functools import cache as once
from hashlib import sha256
from pathlib import Path

import font_roboto
from django.core.cache import cache
from PIL import Image, ImageDraw, ImageFont

from portal import colours

SIZE, MARGIN, KEPT = (1200, 630), 80, 7 * 86_400
TITLE_SIZES, MOST_LINES = (76, 64, 52), 4


@once
def font(size, weight="Regular"):
    return ImageFont.truetype(Path(font_roboto.__path__[0]) / "files" / f"Roboto-{weight}.ttf", size)


def share_picture(site, post=None):
    """PNG bytes for the site, or for one of its posts."""
    company, title = site.company, post.title if post else site.headline
    place = (post.location or post.job.location) if post else ""
    key = sha256(repr((company.name, company.colour, company.logo.name, title, place)).encode()).hexdigest()
    return cache.get_or_set(f"careers:share:{key}", lambda: draw(company, title, place), KEPT)


def draw(company, title, place):
    ground = colours.readable(colours.rgb(company.colour), colours.WHITE, colours.BLACK)
    image = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, SIZE[1] - 12, *SIZE), fill=colours.mix(ground, colours.WHITE, 0.25))
    _name(image, pen, company)
    size, lines = _fitted(pen, title)
    top = (SIZE[1] - len(lines) * round(size * 1.2)) // 2 + 10
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * round(size * 1.2)), line, font=font(size, "Bold"), fill="white")
    if place:
        pen.text((MARGIN, SIZE[1] - 110), _cut(pen, place, font(36)), font=font(36), fill="white")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _name(image, pen, company):
    """The logo on a white card, else the name."""
    if company.logo:
        try:
            with company.logo.open("rb") as file, Image.open(file, formats=["WEBP"]) as logo:
                drawn = logo.convert("RGBA")
        except OSError:
            drawn = None
        if drawn:
            drawn.thumbnail((360, 80))
            pen.rounded_rectangle((MARGIN - 16, 48, MARGIN + drawn.width + 16, 48 + drawn.height + 24), 10, fill="white")
            image.paste(drawn, (MARGIN, 60), drawn)
            return
    pen.text((MARGIN, 62), _cut(pen, company.name, font(40, "Medium")), font=font(40, "Medium"), fill="white")


def _fitted(pen, title):
    for size in TITLE_SIZES:
        lines = _lines(pen, title, font(size, "Bold"))
        if len(lines) <= MOST_LINES - (size == TITLE_SIZES[0]):
            return size, lines
    return size, [*lines[: MOST_LINES - 1], _cut(pen, " ".join(lines[MOST_LINES - 1 :]), font(size, "Bold"))]


def _lines(pen, text, face):
    lines = [""]
    for word in text.split():
        tried = f"{lines[-1]} {word}".strip()
        if pen.textlength(tried, font=face) <= SIZE[0] - 2 * MARGIN or not lines[-1]:
            lines[-1] = tried
        else:
            lines.append(word)
    return [_cut(pen, line, face) for line in lines]


def _cut(pen, text, face):
    text = " ".join(text.split())[:200]
    while text and pen.textlength(text, font=face) > SIZE[0] - 2 * MARGIN:
        text = text[:-2].rstrip("… ") + "…" if len(text) > 2 else ""
    return text
