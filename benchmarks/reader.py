"""Résumés of our own generator, a layout at a time: text alone beside pypdfium2's, facts, in this process and in the sandbox's child.

Files a second of CPU (this process and, for the sandbox, its child). BENCH_FILES=24 names how many files of each layout.
"""

import os
import resource
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import pypdfium2

from matching.reading import understand
from matching.reading.open import open_document
from matching.reading.sandbox import Pool, study_safely
from portal.demo.layouts import pdf
from portal.demo.write import LAYOUTS, TODAY, write_all

FILES = int(os.environ.get("BENCH_FILES", "12"))


def bare_text(data):
    """What pypdfium2 itself gives: the text of all pages."""
    document = pypdfium2.PdfDocument(data)
    text = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return text


def cpu(act, files):
    """CPU seconds a file, the middle of three rounds after one to get warm."""
    for data, name in files[:2]:
        act(data, name)
    spent = []
    for _round in range(3):
        began = time.process_time()
        for data, name in files:
            act(data, name)
        spent.append((time.process_time() - began) / len(files))
    return statistics.median(spent)


def sandboxed(files, today):
    """(CPU seconds a file of this process, of the child) for text and facts read in the sandbox."""
    pool = Pool(most=1)
    for data, name in files[:2]:
        study_safely(data, name, today, pool)
    child = pool.idle[0]
    began, before = time.process_time(), used(child.process.pid)
    for data, name in files:
        study_safely(data, name, today, pool)
    ours, theirs = time.process_time() - began, used(child.process.pid) - before
    pool.close()
    return ours / len(files), theirs / len(files)


def used(pid):
    """CPU seconds of a running process, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run():
    today = date.today()
    print(f"   {FILES} files a layout; files a second of CPU")
    print(f"   {'layout':14}{'pypdfium2':>10}{'text':>8}{'of it':>7}{'facts':>8}{'sandbox':>9}{'parent ms':>11}")
    every = []
    for layout in LAYOUTS:
        if layout == "scan":
            continue  # pictures: no text without OCR
        with tempfile.TemporaryDirectory() as folder:
            rows = list(write_all(Path(folder), FILES, 7, TODAY, layout))
            files = [(Path(folder, row["file"]).read_bytes(), row["file"]) for row in rows]
        bare = cpu(lambda data, name: bare_text(data), files) if layout in pdf.LAYOUTS else None
        text = cpu(open_document, files)
        facts = cpu(lambda data, name: understand(open_document(data, name), today), files)
        parent, child = sandboxed(files, today)
        every.append((text, facts, parent + child))
        told = f"{1 / bare:10.0f}{1 / text:8.0f}{bare / text:6.2f}x" if bare else f"{'':10}{1 / text:8.0f}{'':7}"
        print(f"   {layout:14}{told}{1 / facts:8.0f}{1 / (parent + child):9.0f}{parent * 1000:11.1f}", flush=True)
    means = [1 / statistics.mean(column) for column in zip(*every, strict=True)]
    print(f"   {'all':14}{'':10}{means[0]:8.0f}{'':7}{means[1]:8.0f}{means[2]:9.0f}")
    print(f"   memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
