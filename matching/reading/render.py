"""Pages of a PDF as pictures, for people to look at. Nothing in the file is run.

DOCX and the other formats without fixed pages have no rendering. Web code calls `sandbox.render_safely`.
"""

from io import BytesIO

import pypdfium2

from matching.reading.document import Unreadable
from matching.reading.formats import scan

MOST_PIXELS = 16_000_000
WIDEST = 3_000  # pixels
FORMATS = {"png": {"format": "PNG", "optimize": False}, "webp": {"format": "WEBP", "quality": 85, "method": 2}}


def page_sizes(data):
    """(width, height) of every page in points."""
    check(data)
    return scan.page_sizes(data)


def render_page(data, page=0, width=1000, format="webp"):
    """Page number `page` (from 0) as PNG or WebP bytes, `width` pixels wide."""
    check(data)
    pdf = scan.opened(data)
    try:
        if not 0 <= page < len(pdf):
            raise Unreadable("no_page", f"The file has {len(pdf)} pages.")
        if pdf.get_formtype() in (pypdfium2.raw.FORMTYPE_ACRO_FORM,):
            pdf.init_forms()  # what was typed into fields belongs to the page; this build has no script engine
        sheet = pdf[page]
        wide, high = sheet.get_size()
        scale = min(max(1, min(width, WIDEST)) / max(wide, 1), (MOST_PIXELS / max(wide * high, 1)) ** 0.5)
        picture = sheet.render(scale=scale, rev_byteorder=True, maybe_alpha=False).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise scan.damaged() from error
    finally:
        pdf.close()
    packed = BytesIO()
    picture.save(packed, **FORMATS[format])
    return packed.getvalue()


def check(data):
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("unsupported", "Only PDF files have pages to show.")
