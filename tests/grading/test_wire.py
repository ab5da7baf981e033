"""What crosses between the student's process and the grader's: plain values, and nothing else."""

import collections
import json
import math
import socket
import struct
import time

import numpy as np
import pytest

from grading.wire import Channel, Late, WireError, decode, encode

PLAIN = [
    None,
    True,
    -(10**5000),
    -0.0,
    2.5 + 1j,
    "ünï \ud800",
    b"\0\xff",
    [1, (2, {3}), frozenset({4})],
    {"a": [1], 2: None, (3, 4): "x"},
    {"int": "0x3"},
    slice(1, None, 2),
    range(3, 9, 2),
    np.float32(0.1),
    np.bool_(True),
    np.int64(-3),
    np.arange(6.0).reshape(2, 3),
    np.asfortranarray(np.arange(6).reshape(2, 3)),
    np.zeros((0, 3), np.float16),
    np.array(["a", "bcd"]),
    np.array([1 + 2j]),
]


def across(value):
    data = []
    tree = json.loads(json.dumps(encode(value, data)))
    return decode(tree, data)


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: type(value).__name__)
def test_a_plain_value_arrives_as_it_was(value):
    there = across(value)
    assert type(there) is type(value)
    if isinstance(value, np.ndarray):
        assert there.dtype == value.dtype and there.flags.f_contiguous == value.flags.f_contiguous
        assert there.flags.writeable
        np.testing.assert_array_equal(there, value)
    else:
        assert there == value


def test_nan_and_the_sign_of_zero_arrive():
    assert math.isnan(across(float("nan")))
    assert math.copysign(1, across(-0.0)) == -1


def test_what_counts_and_orders_like_a_dict_arrives_as_a_dict():
    for kind in (collections.Counter, collections.OrderedDict):
        assert across(kind(a=2)) == {"a": 2} and type(across(kind(a=2))) is dict


class AlwaysEqual(float):
    def __eq__(self, other):
        return True

    __hash__ = None


class Arrays(np.ndarray):
    pass


IMPOSTORS = [
    AlwaysEqual(1),
    np.zeros(2).view(Arrays),
    np.ma.masked_array([1, 2]),
    np.array([object()]),
    np.array([(1, 2)], dtype="i4,i4"),
    np.array(["2020-01-01"], dtype="M8[D]"),
    type("D", (dict,), {})(a=1),
    type("L", (list,), {})([1]),
    object(),
]


@pytest.mark.parametrize("value", IMPOSTORS, ids=lambda value: type(value).__name__)
def test_what_only_looks_like_a_plain_value_does_not_cross(value):
    with pytest.raises(WireError, match="plain values expected"):
        encode(value, [])
    assert encode([value], [], lambda one: {"handle": 7}) == {"list": [{"handle": 7}]}


def test_a_value_within_itself_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(WireError, match="nested"):
        encode(endless, [])


FORGED = [
    ({"array": ["|O", [1], "C"]}, [b"12345678"]),
    ({"array": ["<f8", [2], "C"]}, [b"12345678"]),
    ({"array": ["<f8", [-1], "C"]}, [b"12345678"]),
    ({"array": ["<f8", [True], "C"]}, [b"12345678"]),
    ({"array": ["(1000000000,)f8", [1], "C"]}, [b"12345678"]),
    ({"array": ["<f8", [0, 10**19], "C"]}, [b""]),
    ({"array": ["<U0", [1], "C"]}, [b""]),
    ({"scalar": "<f8"}, []),
    ({"scalar": "<f8"}, [b"1"]),
    ({"int": 3}, []),
    ({"int": "x"}, []),
    ({"float": None}, []),
    ({"complex": ["0x1"]}, []),
    ({"dict": [[{"list": []}, 1]]}, []),
    ({"set": [{"list": []}]}, []),
    ({"range": ["a", 1, 1]}, []),
    ({"handle": 1}, []),
    ({"bytes": 1}, []),
    ({"unknown": 1}, []),
    ({"int": "0x1", "float": "0x1"}, []),
    ({}, []),
    (3, []),
    ([1], []),
]


@pytest.mark.parametrize("tree, data", FORGED, ids=[str(tree) for tree, _ in FORGED])
def test_what_nobody_can_have_encoded_is_refused(tree, data):
    with pytest.raises(WireError):
        decode(tree, list(data))


@pytest.fixture
def ends():
    a, b = socket.socketpair()
    with a, b:
        yield Channel(a), b


def test_a_message_arrives_with_its_buffers(ends):
    ours, theirs = ends
    ours.send({"x": 1}, [b"ab", b"", b"c"])
    assert Channel(theirs).receive() == ({"x": 1}, [b"ab", b"", b"c"])


RAW = [
    struct.pack(">II", 2**32 - 1, 0),
    struct.pack(">II", 0, 2**32 - 1),
    struct.pack(">II", 3, 0) + b"[1]",
    struct.pack(">II", 4, 0) + b"\xff\xfe{}",
    struct.pack(">II", 10, 0) + b"[{}, [-12]]"[:10],
    struct.pack(">II", 9, 1) + b"[{}, [2]]" + b"x",
    struct.pack(">II", 100_000, 0) + b"[" * 100_000,
]


@pytest.mark.parametrize("raw", RAW, ids=[repr(raw[:16]) for raw in RAW])
def test_bytes_that_are_no_message_are_refused(ends, raw):
    ours, theirs = ends
    theirs.sendall(raw)
    with pytest.raises(WireError):
        ours.receive(time.monotonic() + 5)


def test_half_a_message_is_not_waited_for_longer_than_allowed(ends):
    ours, theirs = ends
    theirs.sendall(struct.pack(">II", 100, 0) + b"half")
    started = time.monotonic()
    with pytest.raises(Late):
        ours.receive(started + 0.2)
    assert time.monotonic() - started < 2


def test_an_end_within_a_message_is_told(ends):
    ours, theirs = ends
    theirs.sendall(struct.pack(">II", 100, 0) + b"half")
    theirs.close()
    with pytest.raises(EOFError):
        ours.receive()
