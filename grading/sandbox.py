"""Starts the student's process in a sandbox of bubblewrap, or without one where asked for.

Inside: no network, nobody else's processes, a system that can only be read, a small scratch folder
in memory, NumPy and Python's standard library.  No gradebook, no source, no other submission.
"""

import contextlib
import functools
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

from . import seccomp
from .wire import Channel, Late

HERE = Path(__file__).parent
INSIDE = ("__init__.py", "wire.py", "magics.py", "cells.py", "student_side.py")
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
    """Start a student's process; return it and the socket to talk with it.

    Parameters
    ----------
    limits : Limits
    processes : int
        How many processes there may be at once.
    folder : pathlib.Path
        Where the scratch folder is made, if there is no sandbox to hold it.
    """
    ours, theirs = socket.socketpair()
    with theirs, contextlib.ExitStack() as files:
        if limits.isolation == "bwrap":
            # Arguments through a file: inside, everybody can read the command line.
            rules, arguments = (files.enter_context(tempfile.TemporaryFile()) for _ in range(2))
            _write(rules, seccomp.program())
            _write(arguments, "\0".join(_arguments(limits, rules.fileno())).encode() + b"\0")
            command = [shutil.which("bwrap") or "bwrap", "--args", str(arguments.fileno())]
            command += _python("/tmp", limits, processes, "/grader")
            keep, environment = (rules.fileno(), arguments.fileno()), {}
        else:
            scratch = folder / "scratch"
            scratch.mkdir()
            command = _python(str(scratch), limits, 0, str(HERE.parent))
            keep, environment = (), _environment(str(scratch))
        process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            pass_fds=keep,
            start_new_session=True,
        )
    return process, ours


def _python(scratch: str, limits: Limits, processes: int, code: str) -> list[str]:
    """Return the command of the student's process: limits first, then one that is not root."""
    packages = "/packages" if limits.isolation == "bwrap" else str(Path(numpy.__file__).parents[1])
    user = FIRST_UID + os.getpid() if limits.isolation == "bwrap" and os.geteuid() == 0 else 0
    bounds = {
        "AS": limits.memory << 20,  # so that one process meets MemoryError, which it may survive
        **({"NPROC": processes} if processes else {}),
        "FSIZE": limits.scratch,
        "NOFILE": OPEN_FILES,
        "CORE": 0,
        "CPU": int(2 * limits.notebook) + 1,
    }
    program = (
        "import os, resource, site, sys\n"
        f"for name, most in {bounds}.items():\n"
        "    resource.setrlimit(getattr(resource, 'RLIMIT_' + name), (most, most))\n"
        f"if {user}:\n"
        f"    os.setgroups([]); os.setresgid({user}, {user}, {user})\n"
        f"    os.setresuid({user}, {user}, {user})\n"
        f"sys.path[:0] = [{code!r}, {packages!r}]\n"
        "site.setquit(); site.sethelper()\n"
        "from grading import student_side\n"
        f"sys.path.remove({code!r})\n"
        f"student_side.main({scratch!r})\n"
    )
    return [interpreter(), "-I", "-S", "-c", program]


def prepare(limits: Limits) -> None:
    """Find out once what every sandbox of this process and of its forks needs to know."""
    if limits.isolation == "bwrap":
        _arguments(limits, 0)


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
    if os.geteuid() == 0:  # Python becomes somebody else by itself, see `_python`
        return [*shut, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
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
    """Return the arguments that show NumPy and the few modules of ours."""
    home = Path(numpy.__file__).parents[1]
    shown = [*_folders("/packages"), *_folders("/grader/grading")]
    for name in ("numpy", "numpy.libs"):
        if (home / name).is_dir():
            shown += ["--ro-bind", str(home / name), f"/packages/{name}"]
    for name in INSIDE:
        shown += ["--ro-bind", str(HERE / name), f"/grader/grading/{name}"]
    return [*shown, "--ro-bind-try", str(HERE / "__pycache__"), "/grader/grading/__pycache__"]


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
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoSandbox(str(error)) from error
    channel = Channel(ours)
    try:
        channel.send({"do": "get", "names": []})
        channel.receive(time.monotonic() + PATIENCE)
    except (OSError, EOFError, Late) as error:
        tried = subprocess.run(
            ["bwrap", *_namespaces(), *_system(), "/bin/true"],
            env={"PATH": "/usr/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        raise NoSandbox(
            "bubblewrap is there but does not work for this user"
            + (
                f": {tried.stderr.strip()[-300:]}"
                if tried.returncode
                else ": Python does not start in it. Can every user read it, and the environment?"
            )
        ) from error
    finally:
        process.kill()
        process.wait()
        channel.close()
