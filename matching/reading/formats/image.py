"""Pictures of résumés (PNG, JPEG, TIFF): words with boxes through the `tesseract` program, where it is installed."""

import csv
import os
import shutil
import subprocess
import time
import warnings
from collections import defaultdict
from functools import cache
from io import BytesIO, StringIO

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from matching.reading.document import Document, Line, Unreadable, Warning

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3500  # pixels given to OCR: A4 at 300 dots an inch
MOST_PAGES = 12
PAGE_WIDTH = 595.0  # points: a picture is shown as a page of A4's width
WANTED = ("eng", "deu", "fra", "spa", "por")
SECONDS = 20  # for all pages of a file together; the reading process is stopped at 30
LEAST_CONFIDENCE = 30  # of 100


def extract(data):
    """Every frame of the picture as a page."""
    frames = frames_of(data)
    if not ocr_installed():
        raise Unreadable(
            "no_text", "This is a picture, and OCR is not installed here. Upload the document that the picture was made from."
        )
    scales = [PAGE_WIDTH / frame.width for frame in frames]
    pages = [(PAGE_WIDTH, frame.height * scale) for frame, scale in zip(frames, scales, strict=True)]
    lines, told = lines_of_all(zip(range(len(frames)), frames, scales, strict=True))
    if not lines:
        raise nothing_read(told)
    return Document("image", lines, pages, told)


def lines_of_all(pages):
    """(lines, warnings) of `pages`, an iterable of (page number, picture, points a pixel), as far as time allows."""
    until, lines, told = time.monotonic() + SECONDS, [], []
    for number, picture, scale in pages:
        first_block = 1 + max((line.block for line in lines), default=-1)
        try:
            found = lines_of(picture, number, scale, until - time.monotonic())
        except subprocess.TimeoutExpired:
            told.append(Warning("page_without_text", f"Page {number + 1} and what follows took too long to read by OCR."))
            break
        for line in found:
            line.block += first_block
        lines += found
    if lines:
        told.insert(0, Warning("ocr", "The text was read from a picture. Letters may be wrong."))
    return lines, told


def frames_of(data):
    """The picture's frames in grey, upright, small enough for OCR; nothing of a huge one is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF", "MPO"))
            frames = []
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > MOST_PIXELS:
                    raise Unreadable("too_large", "The picture has too many pixels. Save it smaller, or as PDF.")
                if len(frames) == MOST_PAGES:
                    break
                frames.append(small(ImageOps.exif_transpose(frame).convert("L")))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("too_large", "The picture has too many pixels. Save it smaller, or as PDF.") from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        TypeError,
        KeyError,
        IndexError,
        OverflowError,
        ZeroDivisionError,
        AttributeError,
        RuntimeError,
    ) as error:
        raise Unreadable("damaged", "The picture is cut off or damaged. Save it again and upload the new copy.") from error
    return frames


def small(picture):
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture


@cache
def tesseract():
    """The path of the OCR program, None where it is not installed."""
    return shutil.which("tesseract")


def ocr_installed():
    return tesseract() is not None


@cache
def languages():
    """The installed ones of those that résumés are read in, as tesseract wants them."""
    listed = subprocess.run(  # noqa: S603 fixed arguments
        [tesseract(), "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    installed = set(listed.stdout.split())
    return "+".join(name for name in WANTED if name in installed) or "eng"


def nothing_read(told):
    if told:
        return Unreadable("timeout", "Reading the picture by OCR took too long. Upload a smaller or cleaner one.")
    return Unreadable("no_text", "The pages are pictures, and OCR found no text on them.")


def lines_of(picture, page, scale, seconds):
    """Lines that OCR sees on a PIL picture, boxes multiplied by `scale` to points, blocks as OCR parts them.

    Raises subprocess.TimeoutExpired after `seconds`.
    """
    packed = BytesIO()
    picture.save(packed, "PNG", compress_level=1)
    run = subprocess.run(  # noqa: S603 fixed arguments, the picture comes by pipe
        [tesseract(), "stdin", "stdout", "-l", languages(), "--dpi", "200", "--psm", "3", "tsv"],
        input=packed.getvalue(),
        capture_output=True,
        timeout=max(seconds, 0.1),
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if run.returncode:
        raise Unreadable("no_text", "OCR could not read the picture.")
    return lines_from_table(run.stdout.decode("utf-8", "replace"), page, scale)


def lines_from_table(table, page, scale):
    """Tesseract's table of words as lines."""
    gathered = defaultdict(list)
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] == "5" and text and float(row["conf"]) >= LEAST_CONFIDENCE:
            left, top, width, height = (int(row[name]) * scale for name in ("left", "top", "width", "height"))
            place = int(row["block_num"]), int(row["par_num"]), int(row["line_num"])
            gathered[place].append((text, left, top, left + width, top + height))
    return [line_from(words, page, block) for (block, _, _), words in gathered.items()]


def line_from(words, page, block):
    xs, end = [], None
    for word, left, _, right, _ in words:
        if end is not None:
            xs.append(end)  # the blank between two words
        xs += [left + (right - left) / len(word) * number for number in range(len(word))]
        end = right
    xs.append(end)
    text = " ".join(word[0] for word in words)
    box = (words[0][1], min(word[2] for word in words), max(word[3] for word in words), max(word[4] for word in words))
    return Line(text, page, box, size=round((box[3] - box[1]) * 0.9, 1), block=block, xs=tuple(xs))
