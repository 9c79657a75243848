"""A child process from its start to its end: wall time, CPU time, peak anonymous memory.

Memory is the sum of RssAnon over the child and its descendants, read every 20 ms. It leaves out mapped files, which the
kernel drops at will, and so treats programs that map their input and programs that read it alike.
"""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

# seconds between two looks at the memory
INTERVAL = 0.02
# seconds after which a child is ended
LIMIT = 3600


class Failed(Exception):
    """A child that ended with another code than 0, or that could not start."""


@dataclass(frozen=True)
class Run:
    """What a child took: seconds, seconds of CPU of all its threads and children, bytes."""

    wall: float
    cpu: float
    peak_anon: int
    out: str


def run(command: list, settled: bool = False) -> Run:
    """Runs a command whose output is wanted and whose ending with 0 is required.

    Settled: what earlier work has left to write is on the disk before, and is not written at this command's cost.
    """
    words = [str(word) for word in command]
    if settled:
        os.sync()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        try:
            child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        except OSError as error:
            raise Failed(f"{words[0]}: {error.strerror}") from error
        ended = threading.Event()
        peak = [0]
        watch = threading.Thread(target=_watch, args=(child, ended, peak), daemon=True)
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        ended.set()
        watch.join()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        said, complaint = (stream.read().decode(errors="replace") for stream in (out, err))
    if child.returncode != 0:
        lines = [line for line in complaint.strip().splitlines() if line.strip()]
        # Our own complaints begin with the fault, Python's end with it.
        lines.sort(key=lambda line: line.startswith("error:"))
        if wall > LIMIT:
            raise Failed(f"{Path(words[0]).name} was ended after {LIMIT} s")
        raise Failed(f"{Path(words[0]).name} ended with {child.returncode}: {lines[-1] if lines else 'without a word'}")
    return Run(wall, usage.ru_utime + usage.ru_stime, peak[0], said)


def _watch(child: subprocess.Popen, ended: threading.Event, peak: list) -> None:
    last = time.monotonic() + LIMIT
    while not ended.is_set():
        peak[0] = max(peak[0], sum(_anonymous(one) for one in _family(child.pid)))
        if time.monotonic() > last:
            child.kill()
        ended.wait(INTERVAL)


def _family(pid: int) -> list:
    """A process and all its descendants."""
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                todo.extend(int(child) for child in Path(f"/proc/{one}/task/{thread}/children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue  # It has ended meanwhile.
    return found


def _anonymous(pid: int) -> int:
    """RssAnon in bytes; 0 for a process that has ended."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0
