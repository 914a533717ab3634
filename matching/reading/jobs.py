"""What the reading child does with a job: read a file into facts, read it into text only, or draw a page."""

from datetime import date

from matching.reading import render, understand
from matching.reading.document import Unreadable
from matching.reading.open import open_document
from matching.reading.wire import pack


def do(header, data):
    """(answer, bytes) for one job. Only what must end the child gets out of here."""
    try:
        value, blob = JOBS[header["job"]](header, data)
        return {"ok": value}, blob
    except Unreadable as error:
        return {"error": [error.code, error.message]}, b""
    except MemoryError:
        return {"error": ["memory", TOO_MUCH_MEMORY]}, b""
    except Exception as error:  # a parser's bug is this file's answer, and the parent logs where it happened
        return {"error": ["crashed", CRASHED], "bug": trace(error)}, b""


CRASHED = "The file could not be read: the reader stumbled over it. Save it again as PDF or DOCX and upload that."
TOO_MUCH_MEMORY = "Reading the file took more memory than any résumé needs, so it was stopped. Save it again as PDF."


def trace(error):
    """Where it happened, without the text that was read."""
    at = error.__traceback__
    while at.tb_next:
        at = at.tb_next
    return f"{type(error).__name__} in {at.tb_frame.f_code.co_filename.rpartition('/')[2]}:{at.tb_lineno}"


def read(header, data):
    document = open_document(data, header["filename"], header["max_bytes"])
    return pack(understand(document, today=date.fromisoformat(header["today"]))), b""


def study(header, data):
    """Both the text with its places and the facts: what is kept of a résumé."""
    document = open_document(data, header["filename"], header["max_bytes"])
    return [pack(document), pack(understand(document, today=date.fromisoformat(header["today"])))], b""


def text(header, data):
    return pack(open_document(data, header["filename"], header["max_bytes"])), b""


def draw(header, data):
    return None, render.render_page(data, header["page"], header["width"], header["format"])


def pages(header, data):
    return render.page_sizes(data), b""


JOBS = {"read": read, "study": study, "text": text, "draw": draw, "pages": pages}
