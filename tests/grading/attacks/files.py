"""Attacks by what stands in the place of a notebook: no notebook, no file, a link, too much."""

import os
import shutil
import socket
import stat
from pathlib import Path

import nbformat

from tests.grading.assignment import ANSWERS, NAME, POINTS

from .attack import Attack, Stage, by_bytes, by_place

BYTES = {
    "bad JSON": b'{"cells": [}',
    "an empty file": b"",
    "zero bytes": bytes(100_000),
    "not UTF-8": b'{"cells": [], "metadata": {"x": "\xff\xfe"}, "nbformat": 4}',
    "UTF-16": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'.encode("utf-16"),
    "a deep list": 100_000 * b"[",
    "a deep dict": 100_000 * b'{"a":',
    "a list": b"[]",
    "nothing": b"null",
    "a number with a million digits": b'{"nbformat": ' + 10**6 * b"1" + b"}",
    "not a number": b'{"nbformat": NaN, "cells": Infinity}',
    "no cells at all": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    "fifty megabytes": b'{"cells": [' + 50 * (1 << 20) * b" " + b"]}",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "a program": b"#!/bin/sh\ntouch attack_31337\n",
    "a page": b"<html><script>alert(31337)</script></html>",
}


def _link(to: str):
    """Link the notebook to something of the course."""
    return lambda stage, path: path.symlink_to(stage.course.root / to)


def _linked_folder(to: str):
    def place(stage: Stage, path: Path) -> None:
        path.parent.rmdir()
        path.parent.symlink_to(stage.course.root / to)

    return place


def _linked_student(stage: Stage, student: str) -> None:
    link = stage.course.root / "submitted" / student
    link.symlink_to(stage.course.root / "source")


def _a_loop(stage: Stage, path: Path) -> None:
    path.symlink_to(path)


def _a_socket(stage: Stage, path: Path) -> None:
    home = os.open(path.parent, os.O_RDONLY)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(f"/proc/self/fd/{home}/{path.name}")
    os.close(home)


def _sparse(stage: Stage, path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


def _another_name(stage: Stage, path: Path) -> None:
    nbformat.write(stage.course.notebook(ANSWERS), path.with_name("homework.ipynb"))


def _in_a_folder(stage: Stage, path: Path) -> None:
    (path.parent / "deeper").mkdir()
    nbformat.write(stage.course.notebook(ANSWERS), path.parent / "deeper" / path.name)


def _version_3(stage: Stage, path: Path) -> None:
    nbformat.write(nbformat.convert(stage.course.notebook(ANSWERS), 3), path, version=3)


def _with_mark(stage: Stage, path: Path) -> None:
    stage.course.hand_in(path.parent.parent.name)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


PLACES = {
    "a folder": lambda stage, path: path.mkdir(),
    "a link to the source notebook": _link(f"source/{NAME}/{NAME}.ipynb"),
    "a link to the gradebook": _link("gradebook.db"),
    "a link to nowhere": _link("nowhere"),
    "a link to an endless file": lambda stage, path: path.symlink_to("/dev/zero"),
    "a link to a neighbor": _link(f"submitted/good/{NAME}/{NAME}.ipynb"),
    "a link to itself": _a_loop,
    "a folder linked to the source": _linked_folder(f"source/{NAME}"),
    "a folder linked to a neighbor": _linked_folder(f"submitted/good/{NAME}"),
    "a folder linked to nowhere": _linked_folder("nowhere"),
    "a pipe": lambda stage, path: os.mkfifo(path),
    "a socket": _a_socket,
    "ten gigabytes of nothing": _sparse,
    "another notebook's name": _another_name,
    "a notebook in a deeper folder": _in_a_folder,
    "no file": lambda stage, path: None,
    "a file for a folder": lambda stage, path: (shutil.rmtree(path.parent), path.parent.touch()),
}

ATTACKS = [
    *(
        by_bytes(f"{name} for a notebook", content, status="refused")
        for name, content in BYTES.items()
    ),
    *(
        by_place(f"{name} for a notebook", place, status="refused")
        for name, place in PLACES.items()
    ),
    by_place(
        "a device for a notebook",
        lambda stage, path: os.mknod(path, 0o644 | stat.S_IFCHR, os.makedev(1, 5)),
        status="refused",
        needs_root=True,
    ),
    Attack("a student's folder linked to the source", _linked_student, status="refused"),
    by_place("nbformat 3", _version_3, at_most=POINTS, at_least=POINTS),
    by_place("a byte order mark", _with_mark, at_most=POINTS, status="graded|refused"),
]
