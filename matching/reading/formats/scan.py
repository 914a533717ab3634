"""PDF pages that are pictures: read by OCR where the `tesseract` program is installed."""

import pypdfium2

from matching.reading.document import Document, Unreadable, Warning
from matching.reading.formats import image

MAX_PAGES = 100
MOST_SCANNED = 12  # pages that are given to OCR, which takes seconds a page
DPI = 200


def extract_pdf(data, extract):
    """`extract(data)` for the text layer, OCR for the pages that have none."""
    warnings = (
        [] if b"%%EOF" in data[-2048:] else [Warning("cut_off", "The end of the file is missing. What is left of it was read.")]
    )
    pages = page_sizes(data)
    try:
        document = extract(data)
    except Unreadable as error:
        if error.code != "no_text":
            raise
        if not image.ocr_installed():
            raise Unreadable(
                "no_text",
                "The pages are pictures without text (a scan), and OCR is not installed here. "
                "Upload the document that the scan was made from.",
            ) from error
        document = Document("pdf", [], pages)
    document.warnings += warnings
    bare = pages_without_text(document, len(pages))
    if not bare:
        return document
    return with_scanned_pages(document, data, bare)


def page_sizes(data):
    """(width, height) of every page in points; `Unreadable` for a PDF that is encrypted, damaged or a book."""
    pdf = opened(data)
    try:
        if len(pdf) > MAX_PAGES:
            raise Unreadable(
                "too_many_pages",
                f"The file has {len(pdf)} pages; up to {MAX_PAGES} are read. Upload the pages that are the résumé.",
            )
        if not len(pdf):
            raise Unreadable("damaged", "The PDF has no pages. Save it again and upload the new copy.")
        return [pdf.get_page_size(number) for number in range(len(pdf))]
    except pypdfium2.PdfiumError as error:
        raise damaged() from error
    finally:
        pdf.close()


def opened(data):
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(
                "encrypted", "The PDF is protected by a password. Save it without one and upload it again."
            ) from error
        raise damaged() from error


def damaged():
    return Unreadable("damaged", "The PDF is cut off or damaged. Save it again and upload the new copy.")


def pages_without_text(document, count):
    with_text = {line.page for line in document.lines}
    return [number for number in range(min(count, len(document.pages))) if number not in with_text]


def with_scanned_pages(document, data, bare):
    """The document with the lines that OCR finds on the pages numbered in `bare`."""
    if not image.ocr_installed():
        if has_pictures(data, bare):
            document.warnings.append(
                Warning("page_without_text", f"Page {bare[0] + 1} is a picture and was not read: OCR is not installed here.")
            )
        return document
    pdf = opened(data)
    try:
        numbers = pictured(pdf, bare)[:MOST_SCANNED]
        found, told = image.lines_of_all((number, rendered(pdf[number]), 72 / DPI) for number in numbers)
    finally:
        pdf.close()
    if not found and not document.lines:
        raise image.nothing_read(told)
    first_block = 1 + max((line.block for line in document.lines), default=-1)
    for line in found:
        line.block += first_block
    lines = sorted(document.lines + found, key=lambda line: line.page)
    return Document("pdf", lines, document.pages, document.warnings + told, document.hidden, document.links)


def has_pictures(data, numbers):
    pdf = opened(data)
    try:
        return bool(pictured(pdf, numbers))
    finally:
        pdf.close()


def pictured(pdf, numbers):
    """Those page numbers that have a picture: an empty page needs no OCR."""
    wanted = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE, pypdfium2.raw.FPDF_PAGEOBJ_PATH
    return [number for number in numbers if next(pdf[number].get_objects(wanted, max_depth=4), None) is not None]


def rendered(page):
    width, height = page.get_size()
    scale = min(DPI / 72, (image.MOST_PIXELS / max(width * height, 1)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True).to_pil()
    return picture if scale == DPI / 72 else picture.resize((int(width * DPI / 72), int(height * DPI / 72)))
