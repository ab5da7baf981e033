"""The student's process as tests see it: its states, and stand-ins for its objects."""

import builtins
import contextlib
import importlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .reasons import Ended, Stopped, StudentError, TooLarge, TooSlow
from .sandbox import Limits, start
from .wire import Channel, Late, WireError, decode, encode

GRACE = 1.0  # seconds beyond a cell's limit, in which it may end itself and keep its names
# Modules of which a test may use a student's import: it gets the grader's own.
SHARED_MODULES = {"numpy", "math", "cmath", "statistics", "random", "itertools", "functools"}
SHARED_MODULES |= {"operator", "collections", "string", "re", "json", "decimal", "fractions"}
SHARED_MODULES |= {"copy", "time", "datetime", "typing", "dataclasses"}


class State:
    """One state of the student's notebook."""

    def __init__(self, process: "StudentProcess", channel: Channel, parent: "State | None") -> None:
        self.process, self.channel, self.parent = process, channel, parent

    def fork(self) -> "State":
        """Return a copy of this state, which itself stays as it is."""
        ours, theirs = socket.socketpair()
        with theirs:
            deadline = self.process.end
            try:
                self.channel.send({"do": "fork"}, deadline=deadline)
                socket.send_fds(self.channel.socket, [b"f"], [theirs.fileno()])
                self.channel.receive(deadline)
            except (OSError, EOFError, WireError, Late) as error:
                ours.close()
                raise self.process.lost() from error
        return State(self.process, Channel(ours), self)

    def run(self, source: str, where: str, given: bool) -> dict[str, Any]:
        """Run a cell here; return what it printed, its value as text, and how it failed."""
        limit = self.process.limits.timeout
        request = {"do": "cell", "source": source, "where": where, "given": given, "limit": limit}
        answer, _ = self._ask(request, [], limit + GRACE)
        return answer

    def write_files(self, files: dict[str, bytes]) -> None:
        """Put the assignment's files into the scratch folder."""
        self._ask({"do": "files", "names": list(files)}, list(files.values()))

    def names(self, wanted: set[str]) -> dict[str, Any]:
        """Return those of the names that the student has, as values or as stand-ins."""
        answer, data = self._ask({"do": "get", "names": sorted(wanted)}, [])
        values = answer.get("values")
        if type(values) is not dict:
            raise StudentError("your notebook gave something that is no value")
        return {name: self._decode(values[name], data, name) for name in wanted & values.keys()}

    def value(self, request: dict[str, Any], data: list[bytes], name: str) -> Any:
        """Ask for something that comes back as a value; an error over there is raised here."""
        value, _ = self.value_and_arguments(request, data, name)
        return value

    def value_and_arguments(
        self, request: dict[str, Any], data: list[bytes], name: str
    ) -> tuple[Any, tuple[Any, ...] | None]:
        """Do the same for a call; return its arguments too, or None if they are as they were."""
        answer, data = self._ask(request, data)
        if "value" not in answer:
            raise _raised(answer)
        value = self._decode(answer["value"], data, name)
        after = answer.get("arguments")
        if type(after) is not list:
            return value, None
        return value, tuple(self._decode(one, data, f"an argument of {name}") for one in after)

    def encode(self, value: Any, data: list[bytes]) -> Any:
        return encode(value, data, self._mark)

    def close(self) -> None:
        """Let go of this state; its process ends."""
        self.channel.close()

    def kill(self) -> None:
        """End this state though it does not listen, with all that it has started."""
        if self.parent is None:
            self.process.kill()
        else:
            try:
                self.parent.channel.send({"do": "kill"}, deadline=time.monotonic() + GRACE)
                self.parent.channel.receive(time.monotonic() + GRACE)
            except (OSError, EOFError, WireError, Late):
                self.process.kill()
        self.close()

    def _ask(
        self, request: dict[str, Any], data: list[bytes], seconds: float | None = None
    ) -> tuple[dict[str, Any], list[bytes]]:
        seconds = seconds or self.process.limits.timeout
        deadline = min(time.monotonic() + seconds, self.process.end)
        started = time.monotonic()
        self.process.watch(seconds + 2 * GRACE)  # the deadline comes first
        try:
            self.channel.send(request, data, deadline)
            while True:
                answer, data = self.channel.receive(deadline)
                if "callback" not in answer:
                    return answer, data
                reply, out = self._call_back(answer, data)
                self.channel.send(reply, out, deadline)
        except Late as error:
            self.kill()
            raise TooSlow(self.process.limits.timeout) from error
        except WireError as error:
            self.kill()
            raise StudentError(f"your answer is no plain value: {error}") from error
        except (OSError, EOFError) as error:
            raise self.process.lost() from error
        finally:
            self.process.seconds += time.monotonic() - started
            self.process.watch(self.process.limits.timeout)

    def _call_back(
        self, message: dict[str, Any], data: list[bytes]
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Call a function that a test has given to the student's code."""
        out: list[bytes] = []
        try:
            function = self.process.callbacks[message["callback"]]
            args = [self._decode(one, data, "a value") for one in message["args"]]
            kwargs = {name: self._decode(one, data, name) for name, one in message["kwargs"]}
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise WireError("not a call") from error
        try:
            return {"value": self.encode(function(*args, **kwargs), out)}, out
        except Exception as error:
            name = next(k.__name__ for k in type(error).__mro__ if k.__module__ == "builtins")
            return {"raised": name}, []

    def _mark(self, value: Any) -> dict[str, Any]:
        if isinstance(value, Opaque) and value._state is self:
            return {"handle": ["yours", value._handle]}
        if callable(value):
            self.process.callbacks.append(value)
            return {"handle": ["ours", len(self.process.callbacks) - 1]}
        raise TypeError(f"a test can give plain values and functions, not {type(value).__name__}")

    def _decode(self, tree: Any, data: list[bytes], name: str) -> Any:
        try:
            return decode(tree, data, lambda mark: self._stand_in(mark, name))
        except WireError as error:
            raise StudentError(f"{name} is no plain value: {error}") from error

    def _stand_in(self, mark: Any, name: str) -> Any:
        handle, is_callable, module = mark
        if type(handle) is not int or type(module) is not str:
            raise WireError("a damaged handle")
        if module and module.partition(".")[0] in SHARED_MODULES:
            return importlib.import_module(module)
        return (Function if is_callable is True else Opaque)(self, handle, name)


class Opaque:
    """Stands for an object of the student's that is no plain value.

    Its attributes, methods and items can be asked for; it cannot be compared, nor asked for truth,
    for then the student's code would judge itself.
    """

    def __init__(self, state: State, handle: int, name: str) -> None:
        self.__dict__.update(_state=state, _handle=handle, __name__=name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        request = {"do": "attribute", "handle": self._handle, "name": name}
        return self._state.value(request, [], f"{self.__name__}.{name}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise TypeError("a test cannot change a student's object")

    def __iter__(self) -> Iterator[Any]:
        request = {"do": "iterate", "handle": self._handle}
        return Steps(self._state.value(request, [], self.__name__))

    def __repr__(self) -> str:
        return f"<{self.__name__}: an object that is no plain value>"

    def _refuse(self, *_: Any) -> Any:
        raise StudentError(f"{self.__name__} is an object of its own kind; a plain value expected")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse  # type: ignore[assignment]
    __bool__ = __contains__ = __getitem__ = _refuse
    __int__ = __float__ = __index__ = __complex__ = __array__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __neg__ = __abs__ = __round__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class Steps:
    """Iterates over an object of the student's."""

    def __init__(self, iterator: Any) -> None:
        if not isinstance(iterator, Opaque):
            raise StudentError("an iterator expected")
        self._iterator = iterator

    def __iter__(self) -> "Steps":
        return self

    def __next__(self) -> Any:
        request = {"do": "next", "handle": self._iterator._handle}
        for item in self._iterator._state.value(request, [], "an item"):
            return item
        raise StopIteration


class Function(Opaque):
    """Stands for a function or class of the student's."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        data: list[bytes] = []
        state, name = self._state, self.__name__
        call = [state.encode(one, data) for one in args]
        named = [[key, state.encode(one, data)] for key, one in kwargs.items()]
        request = {"do": "call", "handle": self._handle, "args": call, "kwargs": named}
        self.__dict__["_after"] = (*args, *kwargs.values())
        value, after = state.value_and_arguments(request, data, f"the result of {name}")
        if after is not None:
            self.__dict__["_after"] = after
        return value

    def arguments_after_call(self) -> tuple[Any, ...]:
        """Return the arguments as the last call left them: they cross by value."""
        return self._after

    def source_cells(self) -> list[str]:
        """Return the student's cells in which it, and what they call, were written."""
        return self._written() if "_written" in self.__dict__ else []


class StudentProcess:
    """The sandbox with all states of one notebook in it."""

    def __init__(self, limits: Limits, cells: int, folder: Path, killed: Callable[[], str]) -> None:
        self.limits = limits
        self.callbacks: list[Callable[..., Any]] = []
        self.seconds = 0.0
        self.broken = False  # ended from outside: whatever was seen since says nothing
        self.end = time.monotonic() + limits.notebook
        self._killed = killed
        self._ended_by_us = False
        self._process, connection = start(limits, 2 * cells + 64, folder)
        self.root = State(self, Channel(connection), None)

    def watch(self, seconds: float) -> None:
        """Let the grader's own code run for this long; 0 for no limit."""

        def late(*_: Any) -> None:
            raise TooSlow(self.limits.timeout)

        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def lost(self) -> Stopped:
        """Return what is to be raised when the other side is gone."""
        if self._killed() == "memory":
            return TooLarge(self.limits.memory)
        if time.monotonic() >= self.end:
            return TooSlow(self.limits.notebook)
        # Nobody inside can reach bubblewrap itself: a signal to it came from the machine.
        by_signal = (self._process.poll() or 0) < 0 and not self._ended_by_us
        self.broken |= by_signal and self.limits.isolation == "bwrap"
        return Ended()

    def kill(self) -> None:
        """End everything in the sandbox."""
        self._ended_by_us = True
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, 9)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)


def _raised(answer: dict[str, Any]) -> Exception:
    """Return an exception of the kind that the student's code raised, without its text."""
    if "unsendable" in answer:
        return StudentError("your answer is too large, or nested too deep")
    kind = getattr(builtins, str(answer.get("raised")), None)
    error: Exception = StudentError()
    # An end of iteration would end the test's own loop, as if all had been well.
    ends = (StopIteration, StopAsyncIteration)
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, ends):
        with contextlib.suppress(TypeError):
            error = kind()
    error.from_student = True  # type: ignore[attr-defined]
    return error
