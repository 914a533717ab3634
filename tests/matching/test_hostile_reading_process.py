"""The child process that reads: what it may do, how it is stopped, and that its parent goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from matching.reading import sandbox
from matching.reading.document import Unreadable
from tests.hostile import offices, pdfs

TODAY = date(2026, 1, 5)


@pytest.fixture
def pool():
    made = []

    def make(**limits):
        made.append(sandbox.Pool(sandbox.Limits(**limits), most=2))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture(scope="module")
def shared():
    """Children for the tests that do them no harm."""
    one = sandbox.Pool(most=2)
    yield one
    one.close()


def code_of(call, *arguments, **named):
    with pytest.raises(Unreadable) as refusal:
        call(*arguments, **named)
    return refusal.value.code


def test_a_file_is_read_into_facts_as_in_this_process(shared):
    from matching.reading import understand
    from matching.reading.open import open_document

    reading = sandbox.read_safely(pdfs.plain(), "cv.pdf", TODAY, shared)

    assert reading == understand(open_document(pdfs.plain()), TODAY)
    assert reading.value("email") == "ada.nowak@example.com"


def test_a_document_comes_over_whole(shared):
    from matching.reading.open import open_document

    for data in (pdfs.plain(), offices.docx(), pdfs.with_text("Haskell", alpha=0)):
        here, there = open_document(data), sandbox.open_safely(data, pool=shared)
        assert (there.text, there.warnings, there.hidden, there.pages) == (here.text, here.warnings, here.hidden, here.pages)
        assert there.lines[0].text == here.lines[0].text
        assert there.lines[0].xs == (here.lines[0].xs and pytest.approx(here.lines[0].xs, abs=0.01))


def test_refusals_come_over_with_code_and_message(pool):
    one = pool()

    assert code_of(sandbox.read_safely, b"", "cv.pdf", TODAY, one) == "empty"
    assert code_of(sandbox.read_safely, pdfs.encrypted(), "cv.pdf", TODAY, one) == "encrypted"
    assert code_of(sandbox.read_safely, bytes(11 * 1024 * 1024), "cv.pdf", TODAY, one) == "too_large"
    assert one.idle[0].served == 2  # the same child answered both; the large file was not even sent


def test_a_child_that_takes_too_long_is_stopped(pool):
    one = pool(wall=0.4)
    data = pdfs.tedious()
    started = time.monotonic()

    assert code_of(sandbox.open_safely, data, pool=one) == "timeout"
    assert time.monotonic() - started < 20
    assert one.idle == []


def test_a_child_that_wants_too_much_memory_is_stopped(pool):
    one = pool(memory=220 * 1024 * 1024)
    poster = pdfs.drawn(pdfs.write_resume, size=(4_000, 4_000))

    assert code_of(sandbox.render_safely, poster, width=3_000, pool=one) in ("memory", "crashed")
    assert b"WEBP" in sandbox.render_safely(pdfs.plain(), width=200, pool=one)


@pytest.mark.parametrize("number, code", [(signal.SIGKILL, "memory"), (signal.SIGSEGV, "crashed"), (signal.SIGXCPU, "timeout")])
def test_a_child_that_dies_while_it_reads_costs_only_that_file(pool, number, code):
    one, answers = pool(), []
    sandbox.open_safely(pdfs.plain(), pool=one)
    child = one.idle[0].process.pid
    os.kill(child, signal.SIGSTOP)
    reader = threading.Thread(target=lambda: answers.append(code_of(sandbox.open_safely, pdfs.plain(), pool=one)))
    reader.start()
    time.sleep(0.2)
    os.kill(child, number)
    os.kill(child, signal.SIGCONT)
    reader.join(10)

    assert answers == [code]
    assert "Ada Nowak" in sandbox.open_safely(pdfs.plain(), pool=one).text


def test_a_child_that_died_while_idle_is_replaced(pool):
    one = pool()
    sandbox.open_safely(pdfs.plain(), pool=one)
    os.kill(one.idle[0].process.pid, signal.SIGKILL)
    time.sleep(0.1)

    assert "Ada Nowak" in sandbox.open_safely(pdfs.plain(), pool=one).text


def test_a_child_is_replaced_after_its_share_of_files(pool):
    one, children = pool(files=2), []
    for _ in range(4):
        sandbox.open_safely(b"Ada Nowak", pool=one)
        children += [child.process.pid for child in one.idle]

    assert len(set(children)) == 2


def test_a_child_knows_no_secrets_and_cleans_up(pool, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/db")
    one = pool()
    sandbox.open_safely(b"Ada Nowak", pool=one)
    child = one.idle[0]
    folder = Path(f"/proc/{child.process.pid}/cwd").resolve()

    assert b"DATABASE_URL" not in Path(f"/proc/{child.process.pid}/environ").read_bytes()
    assert folder == Path(child.folder).resolve() and folder.is_dir()
    child.close()
    assert not folder.exists()


NO_NETWORK = """
import ctypes, socket, sys
sys.path.insert(0, {root!r})
from matching.reading import worker
how = worker.cut_network() if {whole} else ("open", "seccomp")[worker.forbid_sockets(ctypes.CDLL(None))]
try:
    socket.create_connection(("127.0.0.1", {port}), 2)
except OSError:
    print(how, "cut")
else:
    print(how, "connected")
"""


@pytest.mark.parametrize("whole", [True, False], ids=["as started", "filter alone"])
def test_a_child_reaches_no_network_where_the_system_lets_it_be_cut(whole):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        code = NO_NETWORK.format(root=sandbox.ROOT, port=server.getsockname()[1], whole=whole)
        said = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
        ).stdout.split()

    if said == ["open", "connected"]:
        pytest.skip("this system lets a process neither leave the network nor filter its own calls")
    assert said[1] == "cut"


PARENT = """
import sys, time
sys.path.insert(0, {root!r})
from matching.reading import sandbox
sandbox.open_safely(b"Ada Nowak")
print(sandbox.POOL.idle[0].process.pid, flush=True)
time.sleep(60)
"""


def test_a_child_ends_when_its_parent_is_killed():
    parent = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PARENT.format(root=sandbox.ROOT)], stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()

    until = time.monotonic() + 10
    while running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not running(child)


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_fork_does_not_talk_to_its_parents_children():
    code = (
        f"import os, sys; sys.path.insert(0, {sandbox.ROOT!r}); from matching.reading import sandbox as s\n"
        "s.open_safely(b'Ada'); pid = os.fork()\n"
        "if not pid: os._exit(0 if s.POOL.idle == [] and s.open_safely(b'Eve').text == 'Eve' else 1)\n"
        "print(os.waitpid(pid, 0)[1], s.open_safely(b'Ada').text)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)  # noqa: S603

    assert said.stdout == "0 Ada\n"


def test_many_files_come_back_in_order_with_their_refusals(tmp_path, shared):
    files = {
        "a.pdf": pdfs.plain(),
        "b.pdf": b"",
        "c.txt": b"Ada Nowak\nada.nowak@example.com",
        "d.docx": offices.docx_bomb(),
        "e.docx": offices.docx(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    paths = [tmp_path / name for name in files] * 3 + [tmp_path / "none.pdf"]

    outcomes = list(sandbox.read_many(paths, jobs=2, today=TODAY, pool=shared))

    assert [path for path, _ in outcomes] == paths
    told = [outcome.code if isinstance(outcome, Unreadable) else outcome.value("email") for _, outcome in outcomes]
    email = "ada.nowak@example.com"
    assert told == [email, "empty", email, "zip_bomb", email] * 3 + ["missing"]


def test_pages_are_drawn_as_wide_as_asked(shared):
    from io import BytesIO

    from PIL import Image

    one = shared
    assert sandbox.page_sizes_safely(pdfs.plain(pages=2), one) == [(595, 842), (595, 842)]
    for format in ("png", "webp"):
        with Image.open(BytesIO(sandbox.render_safely(pdfs.plain(), 0, 500, format, one))) as picture:
            assert (picture.format, picture.width, picture.height) == (format.upper(), 500, 708)
            darkest, lightest = picture.convert("L").getextrema()
            assert darkest < 60 and lightest == 255
    assert code_of(sandbox.render_safely, pdfs.plain(), 1, pool=one) == "no_page"
    assert code_of(sandbox.render_safely, offices.docx(), 0, pool=one) == "unsupported"
    assert code_of(sandbox.render_safely, pdfs.encrypted(), 0, pool=one) == "encrypted"
