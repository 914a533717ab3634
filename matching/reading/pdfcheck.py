"""What a PDF could do besides showing text, found in its bytes without running any of it."""

import re
import zlib

from matching.reading.document import Warning

MAX_OBJECT_STREAMS = 64 * 1024 * 1024  # bytes unpacked, all together
STREAM = re.compile(rb"stream\r?\n")
HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
END = rb"(?=[\s/<>\[\](){}%]|$)"
FLAGS = [
    (
        "javascript",
        re.compile(rb"/(?:JavaScript|JS)" + END),
        "The PDF carries JavaScript. It was not run; the text was read as usual.",
    ),
    (
        "launch",
        re.compile(rb"/(?:Launch|SubmitForm|ImportData|GoToE)" + END),
        "The PDF tries to start a program or send data. That was not done; the text was read as usual.",
    ),
    (
        "embedded_files",
        re.compile(rb"/(?:EmbeddedFiles?|RichMedia)" + END),
        "Other files are packed inside this PDF. They were not opened.",
    ),
    (
        "xfa",
        re.compile(rb"/XFA" + END),
        "The PDF is a dynamic form. Only its fixed text was read; what was typed into it may be missing.",
    ),
]


def active_content(data):
    """Warnings for JavaScript, Launch actions, embedded files and XFA forms in a PDF's own structure."""
    structure = HEX_NAME.sub(lambda match: bytes([int(match[1], 16)]), structure_of(data))
    return [Warning(code, message) for code, pattern, message in FLAGS if pattern.search(structure)]


def structure_of(data):
    """The bytes outside of streams and the unpacked object streams: all dictionaries of an unencrypted PDF.

    Pictures and page contents are left out, so that chance bytes in them raise no alarm.
    """
    kept, position, budget = [], 0, MAX_OBJECT_STREAMS
    while match := STREAM.search(data, position):
        head = data[position : match.start()]
        kept.append(head)
        end = data.find(b"endstream", match.end())
        if end < 0:
            return b"\n".join(kept)
        if b"/ObjStm" in head[head.rfind(b"obj") :] and budget > 0:
            unpacked = inflate(data[match.end() : end], budget)
            budget -= len(unpacked)
            kept.append(unpacked)
        position = end + len(b"endstream")
    kept.append(data[position:])
    return b"\n".join(kept)


def inflate(packed, most):
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""  # packed in another way or damaged: pdfium decides whether the file can be read
