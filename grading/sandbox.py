"""Starts the student's process in a sandbox of bubblewrap, or without one where asked for.

Inside: no network, nobody else's processes, a system that can only be read, a small scratch folder
in memory, NumPy and Python's standard library.  No gradebook, no source, no other submission.
"""

import contextlib
import functools
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import IO

import numpy
import psutil

from . import seccomp
from .template import PACKAGES, Template
from .wire import Channel, Late

HERE = Path(__file__).parent
NUMPY = Path(numpy.__file__).parents[1]
NOBODY = 65534
FIRST_UID = 2_000_000_000  # plus a process number: a user of its own for each job, if we are root
OPEN_FILES = 256
PATIENCE = 60  # seconds that a sandbox may take to start
SHARED = 16 << 20  # bytes of /dev/shm, which multiprocessing needs


class NoSandbox(RuntimeError):
    """This machine cannot run bubblewrap as it must be."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    timeout: float = 30.0  # wall seconds of a cell, or of a call from a test
    memory: int = 1024  # MB of all its processes and its scratch folder
    isolation: str = "bwrap"

    @property
    def notebook(self) -> float:
        """Wall seconds of a whole notebook."""
        return 10 * self.timeout

    @property
    def scratch(self) -> int:
        """Bytes of the scratch folder."""
        return min(self.memory // 4, 128) << 20


def start(limits: Limits, processes: int, folder: Path) -> tuple[subprocess.Popen, socket.socket]:
    """Start a student's process; return what ends it when killed, and the socket to talk with it.

    Parameters
    ----------
    limits : Limits
    processes : int
        How many processes there may be at once.
    folder : pathlib.Path
        Where the scratch folder is made, if there is no sandbox to hold it.

    Raises
    ------
    OSError
        The sandbox did not come about.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        if limits.isolation == "none":
            return _alone(limits, folder, theirs), ours
        process, inside = _empty_sandbox(limits)
        user = FIRST_UID + os.getpid() if os.geteuid() == 0 else 0
        bounds = _bounds(limits) | {"NPROC": processes}
        try:
            _template().copy_into(inside, "/tmp", user, bounds, theirs.fileno())
        except OSError:
            process.kill()
            ours.close()
            raise
    return process, ours


def _empty_sandbox(limits: Limits) -> tuple[subprocess.Popen, int]:
    """Return bubblewrap, and the number of a process that waits within."""
    with contextlib.ExitStack() as files:
        # Arguments through a file: inside, everybody can read the command line.
        rules, arguments = (files.enter_context(tempfile.TemporaryFile()) for _ in range(2))
        _write(rules, seccomp.program())
        _write(arguments, "\0".join(_arguments(limits, rules.fileno())).encode() + b"\0")
        read, write = os.pipe()
        told = files.enter_context(open(read, encoding="utf-8"))
        with open(write, "w"):
            process = subprocess.Popen(
                [
                    *(shutil.which("bwrap") or "bwrap", "--args", str(arguments.fileno())),
                    *("--info-fd", str(write), "/bin/cat"),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={},
                pass_fds=(rules.fileno(), arguments.fileno(), write),
                start_new_session=True,
            )
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(b"?")
        if not process.stdout.read(1):  # all is in place when the answer comes
            process.wait()
            raise OSError("bubblewrap has ended at once")
        first = psutil.Process(json.loads(told.read())["child-pid"])
        return process, first.children()[0].pid


def _alone(limits: Limits, folder: Path, connection: socket.socket) -> subprocess.Popen:
    """Return a student's process without a sandbox."""
    scratch = folder / "scratch"
    scratch.mkdir()
    paths = [str(HERE.parent), str(NUMPY)]
    program = f"import sys; sys.path[:0] = {paths!r}\n"
    program += "from grading import template\n"
    program += f"template.serve_alone({str(scratch)!r}, {_bounds(limits)!r})\n"
    return subprocess.Popen(
        [interpreter(), "-I", "-S", "-c", program],
        stdin=connection,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(str(scratch)),
        start_new_session=True,
    )


def _bounds(limits: Limits) -> dict[str, int]:
    return {
        "AS": limits.memory << 20,  # so that one process meets MemoryError, which it may survive
        "FSIZE": limits.scratch,
        "NOFILE": OPEN_FILES,
        "CORE": 0,
        "CPU": int(2 * limits.notebook) + 1,
    }


def prepare(limits: Limits) -> None:
    """Make ready what every sandbox of this process and of its forks needs."""
    if limits.isolation == "bwrap":
        _arguments(limits, 0)
        _template()


def _template() -> Template:
    """Return the living template of this process, or of the one of which it is a fork."""
    global _last_template
    if _last_template is None or not _last_template.lives:
        _last_template = Template(interpreter(), NUMPY, _environment("/tmp"))
    return _last_template


_last_template: Template | None = None


def interpreter() -> str:
    """Return Python itself, not the environment's link to it."""
    return os.path.realpath(sys.executable)


def _arguments(limits: Limits, rules: int) -> list[str]:
    command = [*_namespaces(), *_system(), *_packages()]
    command += ["--proc", "/proc", "--dev", "/dev"]
    for size, folder in ((SHARED, "/dev/shm"), (limits.scratch, "/tmp")):
        command += ["--perms", "1777", "--size", str(size), "--tmpfs", folder]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
    for name, value in _environment("/tmp").items():
        command += ["--setenv", name, value]
    return [*command, "--seccomp", str(rules)]


def _namespaces() -> list[str]:
    shut = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--hostname", "job"]
    shut += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if os.geteuid() == 0:  # the student's process becomes somebody else by itself
        return shut
    shut += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    return [*shut, *(["--disable-userns"] if "--disable-userns" in _options() else [])]


def _environment(home: str) -> dict[str, str]:
    return {
        "HOME": home,
        "PATH": "/usr/bin",
        "LANG": "C.UTF-8",
        "LD_LIBRARY_PATH": f"{sys.base_prefix}/lib",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",  # threads would reserve 64 MB of addresses each
    }


@functools.cache
def _system() -> list[str]:
    """Return the arguments that show the system and Python, without its installed packages."""
    shown = ["--ro-bind", "/usr", "/usr"]
    for name in ("/bin", "/lib", "/lib64"):
        if os.path.islink(name):
            shown += ["--symlink", os.readlink(name), name]
        elif os.path.isdir(name):
            shown += ["--ro-bind", name, name]
    shown += [*_folders("/etc"), "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for prefix in sorted({sys.base_prefix, sys.base_exec_prefix}):
        if not Path(prefix).is_relative_to("/usr"):
            shown += [*_folders(str(Path(prefix).parent)), "--ro-bind", prefix, prefix]
    for folder in _installed():
        shown += ["--tmpfs", folder, "--remount-ro", folder]
    return shown


def _installed() -> list[str]:
    """Return the folders of installed packages that would be seen inside."""
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    folders = {sysconfig.get_path(kind, vars=base) for kind in ("purelib", "platlib")}
    for home in ("/usr/lib", "/usr/lib64", "/usr/local/lib"):
        folders |= {str(path) for path in Path(home).glob("python3*/*-packages")}
    roots = (sys.base_prefix, sys.base_exec_prefix, "/usr")
    return sorted(
        folder
        for folder in folders
        if os.path.isdir(folder) and any(Path(folder).is_relative_to(root) for root in roots)
    )


@functools.cache
def _packages() -> list[str]:
    """Return the arguments that show NumPy."""
    shown = _folders(PACKAGES)
    for name in ("numpy", "numpy.libs"):
        if (NUMPY / name).is_dir():
            shown += ["--ro-bind", str(NUMPY / name), f"{PACKAGES}/{name}"]
    return shown


def _write(file: IO[bytes], content: bytes) -> None:
    file.write(content)
    file.seek(0)


def _folders(path: str) -> list[str]:
    """Return the arguments that make a folder and those above it; by itself bwrap shuts them."""
    parts = [*reversed(Path(path).parents), Path(path)]
    return [word for one in parts[1:] for word in ("--perms", "0755", "--dir", str(one))]


@functools.cache
def _options() -> str:
    return subprocess.run(["bwrap", "--help"], capture_output=True, text=True, check=True).stdout


def versions() -> dict[str, str]:
    """Return what a result depends on beside the submission."""
    return {"python": platform.python_version(), "numpy": metadata.version("numpy")}


def check() -> None:
    """Try the sandbox.

    Raises
    ------
    NoSandbox
        It does not work here; the message says what is missing and what can be done.
    """
    if not shutil.which("bwrap"):
        raise NoSandbox(
            "bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf "
            "install bubblewrap). macOS and Windows have none: grade in a Linux machine or "
            "container; see the page for instructors."
        )
    try:
        process, ours = start(Limits(), 8, Path())
        try:
            with contextlib.closing(Channel(ours)) as channel:
                channel.send({"do": "get", "names": []})
                channel.receive(time.monotonic() + PATIENCE)
        finally:
            process.kill()
            process.wait()
    except (OSError, EOFError, Late, subprocess.CalledProcessError) as error:
        why = _complaint() or f"{error} (can every user read Python and the environment?)"
        raise NoSandbox(f"bubblewrap is there but does not work for this user: {why}") from error


def _complaint() -> str:
    """Return what bubblewrap has to say against the sandbox, if anything."""
    tried = subprocess.run(
        ["bwrap", *_namespaces(), *_system(), "/bin/true"],
        env={"PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return tried.stderr.strip()[-300:] if tried.returncode else ""
