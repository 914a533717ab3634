"""Résumé files into facts: pure functions, no Django.

    document = open_document(data, "cv.pdf")   # matching.reading.open: text in reading order, with places
    reading = understand(document, today)      # facts with spans and confidence
    document.places(*reading.first("name").spans[0])  # [(page, box)]

What was not found is absent, which means "not read", never "lacks it".
"""

from matching.reading.understanding import Reading, understand

READER_VERSION = "2"  # rises when the same file may be read into other facts

__all__ = ["READER_VERSION", "Reading", "understand"]
