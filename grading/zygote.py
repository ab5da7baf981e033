"""A warm process that runs one job after another, each in a fork of itself.

It has imported all that the tests need and holds no data of any job.  While a job runs it watches
the sandbox: how much memory all its processes use together, and how long it takes.
"""

import contextlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from . import grader_side, reasons
from .job import Job, Result
from .wire import Channel

LOOK = 0.2  # seconds between two looks at a sandbox
TO_END = 5.0  # seconds beyond a notebook's limit, in which its tests are told so
MOST_FILES = 20_000  # in the scratch folder: each costs memory though it be empty


def run(job: Job) -> dict[str, Any]:
    """Run a job in a fork of this process and return its result as plain data.

    Raises
    ------
    RuntimeError
        The grader's own side broke down; the message says how.
    """
    started = time.monotonic()
    grader_side.prepare(job)
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as folder:
        results, ours = os.pipe()
        reason, say = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(results)
            os.close(say)
            _run_here(job, Path(folder), ours, reason)
        os.close(ours)
        os.close(reason)
        try:
            messages = _listen(child, results, say, job)
        finally:
            os.close(results)
            os.close(say)
            _end(child)
    end = [one for one in messages if "end" in one]
    outputs = {one["place"]: one["outputs"] for one in messages if "place" in one}
    if not end:
        broken = [one["broken"] for one in messages if "broken" in one]
        if broken or not messages or "late" not in messages[-1]:
            raise RuntimeError(broken[0] if broken else "the grader's side ended by itself")
        late = reasons.TooSlow(job.limits.notebook)
        for place, cell in enumerate(job.cells):
            if cell.kind == "test":
                outputs.setdefault(place, [reasons.output(late.kind, str(late))])
    result = Result(
        outputs=[outputs.get(place, []) for place in range(len(job.cells))],
        seconds=time.monotonic() - started,
        students_seconds=end[0]["end"] if end else job.limits.notebook,
    )
    return vars(result)


def _run_here(job: Job, folder: Path, results: int, reason: int) -> None:
    """Run the job in this process, which then ends."""
    os.setpgid(0, 0)
    os.set_blocking(reason, False)

    def say(message: dict[str, Any]) -> None:
        _write_all(results, json.dumps(message).encode() + b"\n")

    why = ""

    def killed() -> str:
        nonlocal why
        with contextlib.suppress(BlockingIOError):
            why += os.read(reason, 20).decode()
        return why

    status = 0
    try:
        emit = lambda place, outputs: say({"place": place, "outputs": outputs})  # noqa: E731
        say({"end": grader_side.run(job, folder, emit, killed)})
    except BaseException as error:
        say({"broken": f"{type(error).__name__}: {error}"})
        status = 1
    os._exit(status)


def _listen(child: int, results: int, say: int, job: Job) -> list[dict[str, Any]]:
    """Gather what the job says; watch its sandbox meanwhile."""
    end = time.monotonic() + job.limits.notebook + TO_END
    text, messages = b"", []
    while True:
        ready, _, _ = select.select([results], [], [], LOOK)
        if ready:
            part = os.read(results, 1 << 20)
            if not part:
                return messages
            *lines, text = (text + part).split(b"\n")
            messages += [json.loads(line) for line in lines]
        elif time.monotonic() > end:
            return [*messages, {"late": True}]
        elif (sandbox := _sandbox(child)) and _uses(sandbox) > job.limits.memory << 20:
            os.write(say, b"memory")
            for process in sandbox:
                _kill(process)


def _sandbox(child: int) -> list[psutil.Process]:
    try:
        return psutil.Process(child).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _uses(processes: list[psutil.Process]) -> int:
    """Return the bytes that a sandbox uses: its processes, shared pages once, and its files."""
    used, scratch = 0, 0
    for process in processes:
        try:
            used += process.memory_full_info().pss
        except psutil.AccessDenied:  # it has hidden itself: count what is shared too
            used += _resident(process)
        except psutil.NoSuchProcess:
            continue
        scratch = max(scratch, _files(process.pid))
    return used + scratch


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def _files(pid: int) -> int:
    """Return the bytes in a process's scratch folders; too many files count as too many bytes."""
    used = 0
    for folder in ("tmp", "dev/shm"):
        try:
            status = os.statvfs(f"/proc/{pid}/root/{folder}")
        except OSError:
            continue
        if status.f_blocks < 1 << 20:  # a folder of the sandbox, not of the machine
            used += (status.f_blocks - status.f_bfree) * status.f_frsize
            used += (1 << 50) * (status.f_files - status.f_ffree > MOST_FILES)
    return used


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def _end(child: int) -> None:
    """End a job's process and whatever it has left."""
    for process in _sandbox(child):
        _kill(process)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def main() -> None:
    """Serve jobs from the socket that is the standard input, until it is closed."""
    channel = Channel(socket.socket(fileno=os.dup(0)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the controller decides what Ctrl-C means
    while True:
        try:
            _, (text,) = channel.receive()
        except EOFError:
            return
        try:
            answer = {"result": run(Job.from_json(text.decode()))}
        except (RuntimeError, OSError) as error:
            answer = {"failed": f"{type(error).__name__}: {error}"}
        try:
            channel.send(answer)
        except OSError:  # the worker is gone: nobody waits for this
            return


if __name__ == "__main__":
    sys.exit(main())
