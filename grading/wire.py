"""Plain values across the border between a student's process and the grader's.

JSON and the raw buffers of arrays, never pickle: what arrives can only be None, a bool, a number,
text, bytes, a NumPy array or scalar of numbers, bools or text, or a list, tuple, set, dict or slice
of these.  The type is decided by ``type(x) is``: an object that only looks like a number
(a subclass with its own ``__eq__``) crosses as an opaque handle.
"""

import collections
import json
import re
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

import numpy as np

MOST_TEXT = 16 << 20  # bytes of one message's JSON
MOST_DATA = 64 << 20  # bytes of one message's arrays
DEEPEST = 40  # containers within containers
_HEADER = struct.Struct(">II")
_DTYPE = re.compile(r"[<>|=]?[biufcU]\d{1,8}")
_CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
_LIKE_DICT = (dict, collections.Counter, collections.defaultdict, collections.OrderedDict)

Handle = Callable[[Any], Any]


class WireError(Exception):
    """Something on the wire is not a plain value, or too much of it."""


class Late(Exception):
    """Nothing came in time."""


def encode(value: Any, data: list[bytes], handle: Handle | None = None, depth: int = 0) -> Any:
    """Return a value as JSON, with the buffers of its arrays appended to ``data``.

    Parameters
    ----------
    value
        What is to be sent.
    data : list of bytes
        Buffers, in the order in which `decode` meets them.
    handle : callable, optional
        Returns the JSON that stands for an object which is not a plain value.

    Raises
    ------
    WireError
        There is an object that is not a plain value and no ``handle``, or it is nested too deep.
    """
    if depth > DEEPEST:
        raise WireError(f"nested more than {DEEPEST} deep")

    def inner(x: Any) -> Any:
        return encode(x, data, handle, depth + 1)

    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return {"int": hex(value)}
    if kind is float:
        return {"float": value.hex()}
    if kind is complex:
        return {"complex": [value.real.hex(), value.imag.hex()]}
    if kind is bytes or kind is bytearray:
        data.append(bytes(value))
        return {"bytes": len(value)}
    if kind in (list, tuple, set, frozenset):
        return {kind.__name__: [inner(x) for x in value]}
    if kind is collections.deque:
        return {"list": [inner(x) for x in value]}
    if kind in _LIKE_DICT:
        return {"dict": [[inner(k), inner(v)] for k, v in dict.items(value)]}
    if kind is slice or kind is range:
        return {kind.__name__: [inner(x) for x in (value.start, value.stop, value.step)]}
    if kind is np.ndarray and value.dtype.kind in "biufcU":
        order = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
        data.append(value.tobytes(order))
        return {"array": [value.dtype.str, list(value.shape), order]}
    if isinstance(value, np.generic) and kind is value.dtype.type and value.dtype.kind in "biufcU":
        data.append(np.asarray(value).tobytes())
        return {"scalar": value.dtype.str}
    if handle is None:
        raise WireError(f"plain values expected, got {kind.__name__}")
    return handle(value)


def decode(tree: Any, data: list[bytes], handle: Handle | None = None, depth: int = 0) -> Any:
    """Return the value that `encode` was given; take its buffers from the front of ``data``.

    Raises
    ------
    WireError
        It is not what `encode` writes.
    """
    if depth > DEEPEST:
        raise WireError(f"nested more than {DEEPEST} deep")

    def inner(x: Any) -> Any:
        return decode(x, data, handle, depth + 1)

    if tree is None or type(tree) is bool or type(tree) is str:
        return tree
    if type(tree) is not dict or len(tree) != 1:
        raise WireError("not a value")
    ((tag, x),) = tree.items()
    try:
        if tag == "int":
            return int(x, 16)
        if tag == "float":
            return float.fromhex(x)
        if tag == "complex":
            return complex(float.fromhex(x[0]), float.fromhex(x[1]))
        if tag == "bytes":
            return data.pop(0)
        if tag in _CONTAINERS:
            return _CONTAINERS[tag](inner(y) for y in x)
        if tag == "dict":
            return {inner(k): inner(v) for k, v in x}
        if tag == "slice":
            return slice(*(inner(y) for y in x))
        if tag == "range":
            return range(*(int(inner(y)) for y in x))
        if tag == "scalar":
            return _array(x, [], "C", data.pop(0))[()]
        if tag == "array":
            return _array(x[0], x[1], x[2], data.pop(0))
        if tag == "handle" and handle is not None:
            return handle(x)
    except WireError:
        raise
    except (TypeError, ValueError, LookupError, AttributeError, OverflowError) as error:
        raise WireError(f"a damaged {tag}") from error
    raise WireError("an unknown kind of value")


def _array(dtype: str, shape: list[int], order: str, buffer: bytes) -> np.ndarray:
    if type(dtype) is not str or not _DTYPE.fullmatch(dtype):
        raise WireError("an array of a kind that does not cross")
    if any(type(n) is not int or n < 0 for n in shape):
        raise WireError("a shape that is none")
    flat = np.frombuffer(buffer, np.dtype(dtype)) if buffer else np.empty(0, np.dtype(dtype))
    return flat.reshape(shape, order="F" if order == "F" else "C").copy(order="K")


class Channel:
    """Messages over a socket: JSON objects with buffers beside them."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection

    def send(self, message: dict[str, Any], data: list[bytes] = (), deadline: float = 0) -> None:
        """Send a message; ``deadline`` is a value of ``time.monotonic``, 0 for none.

        Raises
        ------
        WireError
            The message is too large.
        Late
            It could not be sent in time.
        OSError
            The other side is gone.
        """
        text = json.dumps([message, [len(one) for one in data]]).encode()
        size = sum(map(len, data))
        if len(text) > MOST_TEXT or size > MOST_DATA:
            raise WireError("more than fits into one message")
        self._wait(deadline)
        try:
            self.socket.sendall(b"".join([_HEADER.pack(len(text), size), text, *data]))
        except TimeoutError as error:
            raise Late from error

    def receive(self, deadline: float = 0) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next message and its buffers.

        Raises
        ------
        EOFError
            The other side is gone.
        Late
            It did not come whole before the deadline.
        WireError
            It is not a message, or too large.
        """
        text, size = _HEADER.unpack(self._read(_HEADER.size, deadline))
        if text > MOST_TEXT or size > MOST_DATA:
            raise WireError("more than fits into one message")
        try:
            message, lengths = json.loads(self._read(text, deadline))
            if type(message) is not dict or any(type(n) is not int or n < 0 for n in lengths):
                raise WireError("not a message")
        except (ValueError, TypeError, RecursionError) as error:
            raise WireError("not a message") from error
        if sum(lengths) != size:
            raise WireError("not a message")
        return message, [bytes(self._read(n, deadline)) for n in lengths]

    def close(self) -> None:
        self.socket.close()

    def _read(self, size: int, deadline: float) -> bytearray:
        buffer = bytearray(size)
        view, got = memoryview(buffer), 0
        while got < size:
            self._wait(deadline)
            try:
                n = self.socket.recv_into(view[got:])
            except TimeoutError as error:
                raise Late from error
            except ConnectionError:
                n = 0
            if not n:
                raise EOFError("the other side is gone")
            got += n
        return buffer

    def _wait(self, deadline: float) -> None:
        left = deadline - time.monotonic() if deadline else None
        if left is not None and left <= 0:
            raise Late
        self.socket.settimeout(left)
