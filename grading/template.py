"""A Python with NumPy loaded, of which copies enter sandboxes.

To start Python and to import NumPy takes longer than most submissions; a copy is there at once.
The template runs no student's code and knows nothing: it has a sandbox's own environment, holds
the modules of the student's side only, and has one open file, over which copies are asked for.
A copy joins the namespaces that bubblewrap has made, and gives up every right.
"""

import ctypes
import fcntl
import gc
import json
import os
import resource
import socket
import subprocess
import sys
from pathlib import Path

from . import seccomp

PACKAGES = "/packages"  # where a sandbox has NumPy

_NAMESPACES = ("cgroup", "ipc", "uts", "net", "pid", "mnt")
_USERS = 0x10000000  # a namespace of users, for setns
_GET_OWNER = 0xB701  # the namespace of users to which another one belongs
_DUMPABLE, _SECCOMP, _FILTER, _DROP_BOUND, _NO_NEW_RIGHTS = 4, 22, 2, 24, 38  # for prctl
_CAPABILITIES = 64  # more than the kernel has
_CAPABILITY_SETS = 0x20080522  # the version that capset is to expect


class Template:
    """The process of which copies are made."""

    def __init__(self, python: str, packages: Path, environment: dict[str, str]) -> None:
        code = str(Path(__file__).parents[1])
        program = f"import sys; sys.path[:0] = [{code!r}, {str(packages)!r}]\n"
        program += f"from grading import template; template.serve({str(packages)!r})\n"
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._owner = os.getpid()
        with theirs:
            self._process = subprocess.Popen(
                [python, "-I", "-S", "-c", program],
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd="/",
            )

    @property
    def lives(self) -> bool:
        """Whether copies can be made; in a fork of the process that started it, yes."""
        return os.getpid() != self._owner or self._process.poll() is None

    def copy_into(
        self, process: int, scratch: str, user: int, limits: dict[str, int], connection: int
    ) -> None:
        """Let a copy serve a connection from within the namespaces of a process.

        Parameters
        ----------
        process : int
            One that is in the sandbox, and does nothing.
        scratch : str
            The folder in which the copy works.
        user : int
            Who it becomes; 0 for who we are.
        limits : dict
            By the names that `resource` gives them.
        connection : int
            The socket, by its number.

        Raises
        ------
        OSError
            It was not possible.
        """
        order = {"process": process, "scratch": scratch, "user": user, "limits": limits}
        socket.send_fds(self._orders, [json.dumps(order).encode()], [connection])
        if self._orders.recv(1) != b"1":
            raise OSError("no copy of the student's Python could enter the sandbox")


def serve(packages: str) -> None:
    """Make a copy for each order that comes over the standard input, until it is closed."""
    orders = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    from . import student_side

    _move(packages)
    gc.freeze()  # what is here now is shared by all copies
    while True:
        text, (*files,), _, _ = socket.recv_fds(orders, 1 << 16, 1)
        if not text:
            return
        read, entered = os.pipe()
        child = os.fork()
        if child == 0:
            orders.close()
            os.close(read)
            try:
                if _enter(**json.loads(text)):
                    os.write(entered, b"1")
                    os.close(entered)
                    os.dup2(files[0], 0)
                    os.close(files[0])
                    student_side.main()
                os._exit(0)
            except BaseException:
                os._exit(1)
        for file in (entered, *files):
            os.close(file)
        orders.send(os.read(read, 1) or b"0")  # without limits and filter a copy is none
        os.close(read)
        os.waitpid(child, 0)


def serve_alone(scratch: str, limits: dict[str, int]) -> None:
    """Serve the standard input from this process, without a sandbox."""
    from . import student_side

    sys.path.pop(0)
    os.chdir(scratch)
    _limit(limits)
    student_side.main()


def _move(packages: str) -> None:
    """Let modules know their files by where those are, or would be, in a sandbox."""
    moved = ((packages, PACKAGES), (sys.path[0], "/grader"))
    for module in list(sys.modules.values()):
        for owner in (module, getattr(module, "__spec__", None)):
            for name in ("__file__", "__cached__", "origin", "cached"):
                if isinstance(path := getattr(owner, name, None), str):
                    setattr(owner, name, _replaced(path, moved))
        if isinstance(paths := getattr(module, "__path__", None), list):
            paths[:] = [_replaced(path, moved) for path in paths]
    sys.path[:] = [PACKAGES, *sys.path[2:]]
    sys.path_importer_cache.clear()


def _replaced(path: str, moved: tuple[tuple[str, str], ...]) -> str:
    for before, after in moved:
        if path.startswith(f"{before}/"):
            return after + path[len(before) :]
    return path


def _enter(process: int, scratch: str, user: int, limits: dict[str, int]) -> bool:
    """Enter a sandbox; return False in this process, which stays outside of it, and True within."""
    _join(process)
    if child := os.fork():  # a process gets into a namespace of processes by being born there
        os.waitpid(child, 0)
        return False
    if os.fork():  # and an orphan of that namespace becomes a child of its first process
        os._exit(0)
    os.setsid()
    os.chdir(scratch)
    _limit(limits)
    _give_up_rights(user)
    return True


def _limit(limits: dict[str, int]) -> None:
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def _give_up_rights(user: int) -> None:
    """Become a user without any capability, now and for all programs that are started."""
    filter_ = seccomp.program()
    for capability in range(_CAPABILITIES):
        _libc.prctl(_DROP_BOUND, capability, 0, 0, 0)  # fails for those the kernel does not know
    if user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    version = (ctypes.c_uint32 * 2)(_CAPABILITY_SETS, 0)
    _check(_libc.capset(version, (ctypes.c_uint32 * 6)()))
    _check(_libc.prctl(_DUMPABLE, 1, 0, 0, 0))  # its own /proc/self belongs to it again
    _check(_libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0))
    _check(_libc.prctl(_SECCOMP, _FILTER, ctypes.byref(_Program(len(filter_) // 8, filter_))))


class _Program(ctypes.Structure):
    """The kernel's ``sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


_libc = ctypes.CDLL(None, use_errno=True)


def _join(process: int) -> None:
    """Join all namespaces of a process.

    The rights to do so come from the namespace of users to which the others belong; bubblewrap has
    put its process into one more below that, which is joined last.
    """
    spaces = [os.open(f"/proc/{process}/ns/{name}", os.O_RDONLY) for name in _NAMESPACES]
    ours, theirs = (os.open(f"/proc/{who}/ns/user", os.O_RDONLY) for who in ("self", process))
    owner = fcntl.ioctl(spaces[-1], _GET_OWNER)
    if not os.path.sameopenfile(owner, ours):
        _check(_libc.setns(owner, _USERS))
    for space in spaces:
        _check(_libc.setns(space, 0))
    if not (os.path.sameopenfile(theirs, owner) or os.path.sameopenfile(theirs, ours)):
        _check(_libc.setns(theirs, _USERS))
    for file in (*spaces, ours, theirs, owner):
        os.close(file)


def _check(answer: int) -> None:
    if answer:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
