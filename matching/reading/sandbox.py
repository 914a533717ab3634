"""Reading in child processes with limits, so that a hostile file can harm nothing but its own reading.

    reading = read_safely(data, "cv.pdf", today)  # or Unreadable(code, message)
    for path, outcome in read_many(paths): ...  # outcome is a Reading or an Unreadable, in the order given

A child has an empty environment, a folder of its own that goes with it, at most `Limits.memory` of address space, and
no network where the system lets it be cut (Linux namespaces, else a seccomp filter; `Child.network` says which). It
serves many files, since starting one costs as much as reading ten, and is replaced after `Limits.files` or any
failure. It is a fence against parsers that loop, leak or crash; it is no virtual machine: a child runs as the same user
and can read the files that this user can read.
"""

import atexit
import json
import logging
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from matching.reading.document import Document, Unreadable
from matching.reading.sniff import MAX_BYTES
from matching.reading.wire import unpack
from matching.reading.worker import LENGTHS

log = logging.getLogger(__name__)

ROOT = str(Path(__file__).resolve().parents[2])
START = f"import sys; sys.path.insert(0, {ROOT!r}); from matching.reading.worker import main; main()"
MOST_ANSWER = 96 * 1024 * 1024  # bytes: a child that answers more has gone wrong
START_SECONDS = 60  # a machine under full load starts an interpreter slowly

TIMEOUT = "Reading the file took too long, so it was stopped. Save it again as PDF or DOCX and upload that."
MEMORY = "Reading the file took more memory than any résumé needs, so it was stopped. Save it again as PDF."
CRASHED = "The file could not be read: the reader stumbled over it. Save it again as PDF or DOCX and upload that."


@dataclass(frozen=True)
class Limits:
    """Of one child. Bytes and seconds."""

    memory: int = 768 * 1024 * 1024  # address space, the interpreter and its libraries (some 160 MB) included
    cpu: int = 25  # processor seconds a file
    wall: float = 30  # seconds a file
    file: int = 64 * 1024 * 1024  # the largest file that it may write
    files: int = 200  # read before it is replaced
    max_bytes: int = MAX_BYTES  # the largest upload


class Gone(Exception):
    """The child ended or stopped answering; `code` is timeout, memory or crashed."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Child:
    """One reading process. Not shared between threads at the same time: `Pool` lends it out."""

    def __init__(self, limits):
        self.limits, self.served, self.owner = limits, 0, os.getpid()
        self.inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # a child's peak counts from its parent's
        self.folder = tempfile.mkdtemp(prefix="reading-")
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 open as long as the child
        self.process = subprocess.Popen(  # noqa: S603 our own interpreter and code
            [sys.executable, "-I", "-c", START, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=self.folder,
            start_new_session=True,
            env={
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "LANG": "C.UTF-8",
                "TMPDIR": self.folder,
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
            },
        )
        self.to, self.back = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self.to, False)
        os.set_blocking(self.back, False)
        self.network = self.greeting()

    def greeting(self):
        """How the network was cut. A child that can't even start is our fault, not the file's."""
        try:
            return self.receive(time.monotonic() + START_SECONDS)[0]["network"]
        except Gone as gone:
            self.errors.seek(0)
            said = self.errors.read()[-2000:].decode("utf-8", "replace")
            self.close()
            raise RuntimeError(f"The reading process could not start: {said}") from gone

    def ask(self, header, data):
        """(answer, bytes) of one job. Raises Gone, after which the child is of no more use."""
        self.served += 1
        until = time.monotonic() + self.limits.wall
        text = json.dumps(header).encode()
        self.send(LENGTHS.pack(len(text), len(data)) + text, until)
        self.send(data, until)
        return self.receive(until)

    def send(self, data, until):
        view = memoryview(data)
        while view:
            self.wait(self.to, select.POLLOUT, until)
            try:
                view = view[os.write(self.to, view[: 1 << 16]) :]
            except BrokenPipeError as error:
                raise Gone(self.ending()) from error

    def receive(self, until):
        header, blob = LENGTHS.unpack(self.exactly(LENGTHS.size, until))
        if header + blob > MOST_ANSWER:
            raise Gone("crashed")
        try:
            answer = json.loads(self.exactly(header, until))
        except ValueError as error:
            raise Gone("crashed") from error
        return answer, self.exactly(blob, until)

    def exactly(self, count, until):
        parts = []
        while count:
            self.wait(self.back, select.POLLIN, until)
            part = os.read(self.back, min(count, 1 << 20))
            if not part:
                raise Gone(self.ending())
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def wait(self, end, event, until):
        poll = select.poll()
        poll.register(end, event)
        if not poll.poll(max(0, until - time.monotonic()) * 1000):
            raise Gone("timeout")

    def ending(self):
        """Why a child that closed its pipes has ended: by a limit of time, for want of memory, or by a crash."""
        os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)
        self.kill()
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode in (-signal.SIGXCPU, -signal.SIGALRM):
            return "timeout"
        full = used.ru_maxrss > self.inherited and used.ru_maxrss * 1024 > 0.6 * self.limits.memory
        return "memory" if full or self.process.returncode == -signal.SIGKILL else "crashed"

    @property
    def usable(self):
        return self.served < self.limits.files and self.process.returncode is None and self.process.poll() is None

    def close(self):
        """End the child and all that it started, and clear its folder."""
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()
        if self.owner != os.getpid():
            return  # a fork of the parent: the child is not ours to end
        if self.process.returncode is None:
            self.kill()
            self.process.wait()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self):
        """End the child and what it started; it must not have been waited for, so that its number is still its own."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Pool:
    """Children lent out one thread at a time; at most `most` at once, started when they are needed."""

    def __init__(self, limits=Limits(), most=None):
        self.limits, self.idle, self.lock = limits, [], threading.Lock()
        self.free = threading.BoundedSemaphore(most or max(2, os.cpu_count() or 2))

    @contextmanager
    def child(self):
        """A child that goes back to the pool unless the block fails."""
        with self.free:
            child = self.take() or Child(self.limits)
            try:
                yield child
            except BaseException:
                child.close()
                raise
            if child.usable:
                with self.lock:
                    self.idle.append(child)
            else:
                child.close()

    def take(self):
        while True:
            with self.lock:
                if not self.idle:
                    return None
                child = self.idle.pop()
            if child.usable:
                return child
            child.close()

    def ask(self, job, data, filename="", **header):
        """The answer and bytes of a job. Raises Unreadable."""
        if len(data) > self.limits.max_bytes:
            raise too_large(self.limits.max_bytes)
        header = {"job": job, "filename": filename, "max_bytes": self.limits.max_bytes, **header}
        try:
            with self.child() as child:
                answer, blob = child.ask(header, data)
                if "error" not in answer:
                    return answer["ok"], blob
                if answer["error"][0] == "memory":
                    child.served = self.limits.files  # its heap is in pieces: replace it
        except Gone as gone:
            message = {"timeout": TIMEOUT, "memory": MEMORY}.get(gone.code, CRASHED)
            log.warning("reading process ended: %s", gone.code)
            raise Unreadable(gone.code, message) from gone
        if "bug" in answer:
            log.error("reader failed: %s", answer["bug"])
        raise Unreadable(*map(str, answer["error"]))

    def close(self):
        with self.lock:
            children, self.idle = self.idle, []
        for child in children:
            child.close()


def too_large(max_bytes):
    return Unreadable(
        "too_large",
        f"The file is larger than {max_bytes // (1024 * 1024)} MB. Save it with smaller pictures and upload it again.",
    )


POOL = Pool()


def start_afresh():
    """In a fork: the parent's children are not ours to talk to."""
    POOL.__init__(POOL.limits)


os.register_at_fork(after_in_child=start_afresh)
atexit.register(lambda: POOL.close())


def read_safely(data, filename="", today=None, pool=None):
    """The facts of a file, as `matching.reading.understand` gives them. Raises Unreadable with a stable code."""
    from matching.reading.facts import Reading

    answer, _ = (pool or POOL).ask("read", data, filename, today=(today or date.today()).isoformat())
    return whole(Reading, answer)


def study_safely(data, filename="", today=None, pool=None):
    """(Document, Reading) of a file in one go. Raises Unreadable."""
    from matching.reading import Reading

    answer, _ = (pool or POOL).ask("study", data, filename, today=(today or date.today()).isoformat())
    if not isinstance(answer, list) or len(answer) != 2:
        raise Unreadable("crashed", CRASHED)
    return whole(Document, answer[0]), whole(Reading, answer[1])


def open_safely(data, filename="", pool=None):
    """The text of a file as a Document. Raises Unreadable."""
    answer, _ = (pool or POOL).ask("text", data, filename)
    return whole(Document, answer)


def render_safely(data, page=0, width=1000, format="webp", pool=None):
    """A page of a PDF as PNG or WebP bytes. Raises Unreadable."""
    return (pool or POOL).ask("draw", data, page=page, width=width, format=format)[1]


def page_sizes_safely(data, pool=None):
    """(width, height) in points of every page of a PDF. Raises Unreadable."""
    answer, _ = (pool or POOL).ask("pages", data)
    return whole(list[tuple[float, float]], answer)


def whole(hint, answer):
    try:
        return unpack(hint, answer)
    except (ValueError, TypeError) as error:
        log.error("reading process answered in a wrong shape: %s", error)
        raise Unreadable("crashed", CRASHED) from error


def read_many(paths, jobs=None, today=None, pool=None):
    """(path, Reading or Unreadable) for each path, in the order given, reading `jobs` files at a time."""
    jobs = jobs or os.cpu_count() or 2
    waiting = deque()
    with ThreadPoolExecutor(jobs, thread_name_prefix="reading") as threads:
        for path in paths:
            waiting.append((path, threads.submit(read_path, path, today, pool)))
            if len(waiting) > 3 * jobs:  # so that a folder of any size is never in memory at once
                path, outcome = waiting.popleft()
                yield path, outcome.result()
        while waiting:
            path, outcome = waiting.popleft()
            yield path, outcome.result()


def read_path(path, today, pool):
    path = Path(path)
    limits = (pool or POOL).limits
    try:
        if path.stat().st_size > limits.max_bytes:
            return too_large(limits.max_bytes)
        return read_safely(path.read_bytes(), path.name, today, pool)
    except OSError as error:
        return Unreadable("missing", f"The file could not be opened: {error.strerror}.")
    except Unreadable as error:
        return error
