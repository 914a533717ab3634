"""Résumés as PDF, in the layouts that people really send."""

from io import BytesIO
from random import Random

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portal.demo.layouts import columns, rows, single
from portal.demo.layouts.fonts import family_for
from portal.demo.layouts.sheet import Sheet


def _scan(sheet, path, random, family):
    """A classic page that was printed and scanned: slightly askew, and no text in the file."""
    printed = BytesIO()
    single.LAYOUTS["classic"](sheet, printed, random, family)
    canvas = None
    for page in pypdfium2.PdfDocument(printed.getvalue()):
        image = page.render(scale=2, grayscale=True).to_pil()
        image = image.rotate(random.uniform(-0.8, 0.8), fillcolor=255)
        canvas = canvas or Canvas(str(path), pagesize=page.get_size(), invariant=1)
        canvas.drawImage(ImageReader(image), 0, 0, *page.get_size())
        canvas.showPage()
    canvas.save()


LAYOUTS = {**single.LAYOUTS, **columns.LAYOUTS, **rows.LAYOUTS, "scan": _scan}


def write_pdf(sheet: Sheet, path, layout: str, seed: int) -> None:
    """Write the sheet to `path` in one of LAYOUTS."""
    random = Random(f"pdf {seed} {sheet.person.number} {layout}")
    family = family_for(sheet.text.upper() + sheet.text, random)
    LAYOUTS[layout](sheet, path, random, family)
