"""The child process that reads résumés: takes jobs from standard input, answers on standard output, holds no secrets.

A frame either way is two lengths (4 bytes each, big-endian), a JSON header and raw bytes. The child limits itself
before the first job: memory, processor time, files, core dumps, network. It ends when its parent is gone.
"""

import ctypes
import errno
import json
import os
import platform
import resource
import select
import shutil
import signal
import struct
import sys

LENGTHS = struct.Struct(">II")
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # audit architecture, number of socket(2)
IDLE_CHECK = 5  # seconds between looks whether the parent is still there


def main():
    limits = json.loads(sys.argv[1])
    jobs, answers = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # what a library prints must not look like an answer
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    parent = os.getppid()
    limit(limits)
    network = cut_network()
    from matching.reading import jobs as work  # everything heavy is loaded once, under the limits

    send(answers, {"ready": True, "network": network})
    while wait_for_job(jobs, parent):
        header, data = receive(jobs)
        if header is None:
            break
        start_clock(limits)
        answer, blob = work.do(header, data)
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(answers, answer, blob)
    shutil.rmtree(os.getcwd(), ignore_errors=True)  # the parent, who clears up otherwise, is gone


def limit(limits):
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file"], limits["file"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    os.nice(5)  # people's clicks come before reading


def start_clock(limits):
    """Each job has its own processor seconds, and a wall clock that ends the child even if the parent has gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + limits["cpu"] + 1, hard))
    signal.setitimer(signal.ITIMER_REAL, limits["wall"] + 2)


def cut_network():
    """ "namespace", "seccomp" or "open": how the child was cut off from the network, if the system lets it."""
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            return "namespace"
    return "seccomp" if forbid_sockets(libc) else "open"


def forbid_sockets(libc):
    """Let the kernel answer socket(2) with "not permitted", for this process and all that it starts."""
    if platform.machine() not in SOCKET_CALL:
        return False
    architecture, call = SOCKET_CALL[platform.machine()]
    program = b"".join(
        struct.pack("HBBI", *step)
        for step in (
            (0x20, 0, 0, 4),  # load the architecture
            (0x15, 1, 0, architecture),
            (0x06, 0, 0, 0x80000000),  # another one: end the process
            (0x20, 0, 0, 0),  # load the number of the call
            (0x15, 0, 1, call),
            (0x06, 0, 0, 0x00050000 | errno.EPERM),
            (0x06, 0, 0, 0x7FFF0000),
        )
    )

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]

    filter_ = Program(len(program) // 8, program)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filter_), 0, 0) == 0


def wait_for_job(jobs, parent):
    """True when a job waits; False when the parent is gone, which a pipe that others inherited may not tell."""
    while not select.select([jobs], [], [], IDLE_CHECK)[0]:
        if os.getppid() != parent:
            return False
    return True


def receive(source):
    lengths = exactly(source, LENGTHS.size)
    if not lengths:
        return None, b""
    header, data = LENGTHS.unpack(lengths)
    return json.loads(exactly(source, header)), exactly(source, data)


def exactly(source, count):
    parts = []
    while count:
        part = os.read(source, min(count, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def send(target, header, blob=b""):
    text = json.dumps(header).encode()
    for part in (LENGTHS.pack(len(text), len(blob)), text, blob):
        view = memoryview(part)
        while view:
            view = view[os.write(target, view) :]


if __name__ == "__main__":
    main()
