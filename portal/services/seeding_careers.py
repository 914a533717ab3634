"""The demo's careers pages: each company's colour, logo, words and questions."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.services.companies import change_company
from portal.pictures import font
from portal.services.careers import save_site

SHARP = 4  # drawn so many times larger, then made small


def furnish_careers(owner, one):
    """Give a company (of its admin `owner`) what its careers pages wear and say."""
    change_company(
        company=owner.company, actor=owner, logo=logo_of(one), colour=one.colour, website=f"https://{one.slug}.example"
    )
    save_site(
        company=owner.company,
        actor=owner,
        headline=one.headline,
        about=one.about,
        next_steps=one.next_steps,
        links=[f"https://social.example/{one.slug}"],
        privacy_url=f"https://{one.slug}.example/privacy",
    )


def questions_of(one):
    return [{"text": text, "kind": kind, "required": required} for text, kind, required in one.questions]


def as_post(text):
    """An advert's plain text as the post's light Markdown: a short line without a full stop that begins a paragraph heads it."""
    parts = []
    for paragraph in text.split("\n\n"):
        first, _, rest = paragraph.strip().partition("\n")
        heads = bool(rest) and len(first) < 60 and first[-1:] not in ".:,!?"
        parts.append(f"## {first}\n\n{rest}" if heads else paragraph)
    return "\n\n".join(parts)


def logo_of(one):
    """A mark of our own making: the first letter in a rounded square of the company's colour."""
    side = 96 * SHARP
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), side // 5, fill=one.colour)
    pen.text((side // 2, side // 2), one.name[0], font=font(side * 2 // 3, "Bold"), fill="white", anchor="mm")
    out = io.BytesIO()
    image.resize((96, 96), Image.Resampling.LANCZOS).save(out, "PNG")
    return ContentFile(out.getvalue(), name="logo.png")
