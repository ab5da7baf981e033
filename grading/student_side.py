"""The student's process, inside the sandbox: it holds the student's cells and serves the grader.

Every cell runs in a fork of the state before it, so that each state can stay as it was, waiting: to
be gone back to if a cell crashes, and for the test that stands at its place.  Nothing of a test
is ever here but the arguments of its calls, and those only in a fork that is thrown away.

The grader does not trust this process: whatever a student's code does to it harms that work only.
"""

import builtins
import contextlib
import gc
import importlib.abc
import io
import itertools
import os
import signal
import site
import socket
import sys
import traceback
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from . import cells, magics
from .wire import Channel, WireError, decode, encode

MOST_OUTPUT = 100_000  # characters of one cell that are kept


class TimeLimit(BaseException):
    """A cell took too long; names it had defined by then stay."""


class Capped(io.RawIOBase):
    """A file that keeps its beginning and drops the rest."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        room = MOST_OUTPUT - len(self.kept)
        self.kept += bytes(data[: max(room, 0)])
        return len(data)

    def as_text(self) -> io.TextIOWrapper:
        """Return what takes the place of ``sys.stdout``."""
        return io.TextIOWrapper(self, "utf-8", "backslashreplace", write_through=True)


class NotHere(importlib.abc.MetaPathFinder):
    """Says of a package that is not installed here why it is not."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> None:
        if path is None and not name.startswith("_"):
            raise ModuleNotFoundError(
                f"{name} is not there when your work is graded: use NumPy and Python's own modules",
                name=name,
            )


class State:
    """One state of the notebook, served over its own channel."""

    def __init__(self, channel: Channel, scratch: Path) -> None:
        self.channel = channel
        self.scratch = scratch
        self.files: dict[str, tuple[tuple[int, ...], bytes]] = {}
        self.main = types.ModuleType("__main__")
        self.main.__dict__.update(magics.notebook_names(self._run_code))
        sys.modules["__main__"] = self.main
        self.child = 0
        self.objects: list[Any] = []

    def serve(self) -> None:
        """Answer requests until the grader lets go of this state."""
        while True:
            try:
                message, data = self.channel.receive()
            except EOFError:
                os._exit(0)
            self._answer(message, data)

    def _answer(self, message: dict[str, Any], data: list[bytes]) -> None:
        action = getattr(self, f"do_{message.pop('do')}")
        answer: dict[str, Any]
        buffers: list[bytes] = []
        try:
            answer = action(data, buffers, **message)
            self.channel.send(answer, buffers)
        except WireError as error:
            self.channel.send({"unsendable": str(error)})
        except BaseException as error:
            self.channel.send({"raised": _builtin_name(error)})

    # What the grader asks for.

    def do_fork(self, data: list[bytes], out: list[bytes]) -> dict[str, Any]:
        """Leave this state as it is and let a copy of it serve another channel."""
        _, handles, *_ = socket.recv_fds(self.channel.socket, 1, 1)
        other = socket.socket(fileno=handles[0])
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies
        sys.stdout.flush()
        self.child = os.fork()
        if self.child:
            other.close()
            return {}
        os.setpgid(0, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.channel.close()
        self.channel, self.child = Channel(other), 0
        self._restore()
        self.serve()
        raise AssertionError("serve does not return")

    def do_kill(self, data: list[bytes], out: list[bytes]) -> dict[str, Any]:
        """End the last copy, with what it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child, signal.SIGKILL)
        return {}

    def do_files(self, data: list[bytes], out: list[bytes], names: list[str]) -> dict[str, Any]:
        """Write the assignment's files into the scratch folder."""
        for name, content in zip(names, data, strict=True):
            path = self.scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self._remember()
        return {}

    def do_cell(
        self,
        data: list[bytes],
        out: list[bytes],
        source: str,
        where: str,
        given: bool,
        limit: float,
    ) -> dict[str, Any]:
        """Run a cell; report what it printed, its value as text, and how it failed."""
        printed, error, value = self._run(source, where, given, limit)
        self._remember()
        return {"printed": printed, "value": value, "error": error}

    def do_get(self, data: list[bytes], out: list[bytes], names: list[str]) -> dict[str, Any]:
        """Return those of the names that are there."""
        there = [name for name in names if name in self.main.__dict__]
        return {"values": {name: self._encode(self.main.__dict__[name], out) for name in there}}

    def do_call(
        self, data: list[bytes], out: list[bytes], handle: int, args: list[Any], kwargs: list[Any]
    ) -> dict[str, Any]:
        """Call an object with arguments by value; return them too, if the call has changed them."""
        given = ([*args, *(one for _, one in kwargs)], data.copy())
        args = [self._decode(one, data) for one in args]
        kwargs = {name: self._decode(one, data) for name, one in kwargs}
        with _quiet():
            answer = {"value": self._encode(self.objects[handle](*args, **kwargs), out)}
        buffers: list[bytes] = []
        after = [self._encode(one, buffers) for one in (*args, *kwargs.values())]
        if (after, buffers) != given:
            answer["arguments"] = after
            out += buffers
        return answer

    def do_attribute(
        self, data: list[bytes], out: list[bytes], handle: int, name: str
    ) -> dict[str, Any]:
        with _quiet():
            return {"value": self._encode(getattr(self.objects[handle], name), out)}

    def do_iterate(self, data: list[bytes], out: list[bytes], handle: int) -> dict[str, Any]:
        with _quiet():
            return {"value": self._encode(iter(self.objects[handle]), out)}

    def do_next(self, data: list[bytes], out: list[bytes], handle: int) -> dict[str, Any]:
        """Return the next item in a list, or an empty list at the end."""
        with _quiet():
            return {"value": self._encode(list(itertools.islice(self.objects[handle], 1)), out)}

    # Running code.

    def _run(
        self, source: str, where: str, given: bool, limit: float
    ) -> tuple[str, dict[str, str] | None, str | None]:
        raw = Capped()
        stream = raw.as_text()
        streams = sys.stdout, sys.stderr
        signal.signal(signal.SIGALRM, _too_late)
        error = value = None
        try:
            sys.stdout = sys.stderr = stream
            signal.setitimer(signal.ITIMER_REAL, limit)
            try:
                result = cells.run_cell(source, where, self.main.__dict__, forgiving=given)
                value = None if result is None else repr(result)[:MOST_OUTPUT]
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except TimeLimit:
            error = {"kind": "time"}
        except MemoryError:
            error = {"kind": "memory"}
        except BaseException as raised:
            error = _told(raised)
        finally:
            sys.stdout, sys.stderr = streams
        return raw.kept.decode("utf-8", "replace"), error, value

    def _run_code(self, source: str) -> Any:
        """Run what a magic such as ``%%time`` was given."""
        return cells.run_cell(source, "<magic>", self.main.__dict__)

    # Values.

    def _encode(self, value: Any, out: list[bytes]) -> Any:
        return encode(value, out, self._handle)

    def _handle(self, value: Any) -> dict[str, Any]:
        self.objects.append(value)
        module = value.__name__ if type(value) is types.ModuleType else ""
        return {"handle": [len(self.objects) - 1, callable(value), module]}

    def _decode(self, tree: Any, data: list[bytes]) -> Any:
        return decode(tree, data, self._object)

    def _object(self, mark: Any) -> Any:
        kind, number = mark
        return self.objects[number] if kind == "yours" else self._callback(number)

    def _callback(self, number: int) -> Any:
        """Return a function that asks the grader to call its own."""

        def function(*args: Any, **kwargs: Any) -> Any:
            out: list[bytes] = []
            call = [self._encode(one, out) for one in args]
            named = [[name, self._encode(one, out)] for name, one in kwargs.items()]
            self.channel.send({"callback": number, "args": call, "kwargs": named}, out)
            while True:
                message, data = self.channel.receive()
                if "do" not in message:
                    break
                self._answer(message, data)  # the grader's function called one of the student's
            if "value" not in message:
                raise getattr(builtins, message["raised"])("raised in a function that you called")
            return self._decode(message["value"], data)

        return function

    # The scratch folder, as it was in this state.

    def _remember(self) -> None:
        self.files = {
            str(path.relative_to(self.scratch)): self._content(path) for path in self._paths()
        }

    def _restore(self) -> None:
        if {name: seen for name, (seen, _) in self.files.items()} == {
            str(path.relative_to(self.scratch)): _seen(path) for path in self._paths()
        }:
            return
        for path in self._paths():
            path.unlink(missing_ok=True)
        for name, (_, content) in self.files.items():
            path = self.scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _paths(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.scratch):
            for name in names:
                path = Path(folder, name)
                if path.is_file() and not path.is_symlink():
                    yield path

    def _content(self, path: Path) -> tuple[tuple[int, ...], bytes]:
        seen = _seen(path)
        kept = self.files.get(str(path.relative_to(self.scratch)))
        return kept if kept and kept[0] == seen else (seen, path.read_bytes())


def _seen(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _told(error: BaseException) -> dict[str, str]:
    """Return an error with the part of its traceback that is the student's."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith("<")]
    lines = traceback.format_list(frames) + traceback.format_exception_only(error)
    return {
        "kind": "raised",
        "name": type(error).__name__,
        "text": str(error),
        "traceback": "".join(lines)[-MOST_OUTPUT:],
    }


def _builtin_name(error: BaseException) -> str:
    """Return the nearest of Python's own exceptions; names of others stay here."""
    names = (kind.__name__ for kind in type(error).__mro__)
    return next(name for name in names if hasattr(builtins, name))


def _too_late(*_: Any) -> None:
    raise TimeLimit


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Drop what is printed and warned."""
    nothing = Capped().as_text()
    with warnings.catch_warnings(), contextlib.redirect_stdout(nothing):
        warnings.simplefilter("ignore")
        with contextlib.redirect_stderr(nothing):
            yield


def main() -> None:
    """Serve the socket that is this process's standard input, in the folder where it is."""
    channel = Channel(socket.socket(fileno=os.dup(0)))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)
    os.close(nowhere)
    site.setquit()
    site.sethelper()
    sys.meta_path.append(NotHere())
    np.seterr(all="warn")
    gc.freeze()  # what is here now is shared by all states
    State(channel, Path.cwd()).serve()
