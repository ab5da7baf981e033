"""Sees what a command leaves behind: processes, files that changed, calls over the network."""

import ctypes
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

_PR_SET_CHILD_SUBREAPER = 36
_PATIENCE = 5  # seconds that a process which was told to end may take


@contextmanager
def adopting() -> Iterator[list[str]]:
    """Yield a list that at the end names every process that was left running."""
    # Whatever loses its parent becomes a child of this process, not of the machine's first one.
    prctl = ctypes.CDLL(None).prctl
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    before: set[tuple[int, float]] = set(_descendants())
    left: list[str] = []
    try:
        yield left
        end = time.monotonic() + _PATIENCE
        while (stray := _descendants()).keys() - before and time.monotonic() < end:
            time.sleep(0.1)
        left += [name for process, name in stray.items() if process not in before]
    finally:
        prctl(_PR_SET_CHILD_SUBREAPER, 0)


def _descendants() -> dict[tuple[int, float], str]:
    """Return the living processes below this one, by id and start; bury the dead."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
            if process.status() != psutil.STATUS_ZOMBIE:
                found[process.pid, process.create_time()] = " ".join(process.cmdline())
            elif process.ppid() == os.getpid():
                process.wait(0)
    return found


def snapshot(*folders: Path) -> dict[str, str]:
    """Return what is in these folders: modes, owners, sizes, times, targets of links."""
    seen = {}
    for folder in folders:
        for where, inner, files in os.walk(folder):
            for name in (".", *inner, *files):
                path = os.path.join(where, name)
                status = os.lstat(path)
                target = os.readlink(path) if os.path.islink(path) else ""
                size = 0 if os.path.isdir(path) else status.st_size
                seen[path] = f"{status.st_mode} {status.st_uid} {status.st_mtime} {size} {target}"
    return seen


@contextmanager
def listening(folder: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield a port and a list that names each listener which somebody called.

    There is one on the port of this machine, one on the socket in ``folder``, and one that has no
    place in the file system.
    """
    called: list[str] = []
    with (
        socket.create_server(("127.0.0.1", 0)) as port,
        socket.socket(socket.AF_UNIX) as file,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        file.bind(str(folder / "socket"))
        abstract.bind(f"\0{name}")
        for how, server in (("port", port), ("file", file), ("abstract", abstract)):
            server.listen()
            threading.Thread(target=_answer, args=(server, how, called), daemon=True).start()
        yield port.getsockname()[1], called
        for server in (port, file, abstract):
            server.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a call


def _answer(server: socket.socket, how: str, called: list[str]) -> None:
    with suppress(OSError):
        while True:
            server.accept()[0].close()
            called.append(how)
