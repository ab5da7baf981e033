"""Reads and writes files of a folder that a student has named, and follows no link there."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

MOST_BYTES = 50 << 20  # of a file that is read

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class LinkInTheWay(OSError):
    """Something else stands where a folder or a file of the grader belongs."""


def student_folder(
    course: CourseDirectory, step: str, student: str, assignment: str
) -> tuple[Path, list[str]]:
    """Return a folder of nbgrader's: what stands before the student's name, and the rest."""
    path = course.format_path(step, student, assignment)
    top = os.path.dirname(course.format_path(step, "\0", assignment).split("\0")[0])
    return Path(top), path[len(top) :].strip("/").split("/")


@contextmanager
def open_folder(
    top: Path, names: Sequence[str], *, create: bool = True, shared: bool = False
) -> Iterator[int]:
    """Give a descriptor of the folder ``top/name/name…``.

    Parameters
    ----------
    top : pathlib.Path
        The instructor's own; it may be a link.
    names : sequence of str
        The folders below it, none of which may be.
    create : bool
        Whether to make what is missing; else that is a FileNotFoundError.
    shared : bool
        Whether the instructors' group may write into new folders (nbgrader's ``groupshared``).

    Raises
    ------
    LinkInTheWay
    """
    if create:
        top.mkdir(parents=True, exist_ok=True)
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for depth, name in enumerate(names):
            if create and not _is_there(folder, name):
                os.mkdir(name, dir_fd=folder)
                if shared:
                    os.chmod(name, 0o2775, dir_fd=folder)
            try:
                below = os.open(name, _FOLDER, dir_fd=folder)
            except NotADirectoryError as error:
                where = top.joinpath(*names[: depth + 1])
                raise LinkInTheWay(f"{str(where)!r} is a link or a file: remove it") from error
            os.close(folder)
            folder = below
        yield folder
    finally:
        os.close(folder)


def read_file(folder: int, name: str, most: int = MOST_BYTES) -> bytes | None:
    """Return the content of a regular file; None where there is none, or one that is larger."""
    try:
        descriptor = os.open(name, _READ, dir_fd=folder)
    except OSError:  # absent, a link, a socket, or not ours to read: it will be replaced
        return None
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        content = file.read(most + 1)
    return content if len(content) <= most else None


def read_below(top: Path, names: Sequence[str], file: str, most: int = MOST_BYTES) -> bytes | None:
    """Return the content of a file in a folder as `open_folder` takes it, or None."""
    try:
        with open_folder(top, names, create=False) as folder:
            return read_file(folder, file, most)
    except (FileNotFoundError, LinkInTheWay):
        return None


@contextmanager
def new_files(folder: int, files: Mapping[str, bytes], permissions: int) -> Iterator[None]:
    """Write files that take their names, one after another, when the block has succeeded."""
    waiting = {f".{number}.part": name for number, name in enumerate(files)}
    try:
        for part, name in waiting.items():
            remove(folder, part)  # what a killed run has left
            with open(os.open(part, _WRITE, 0o600, dir_fd=folder), "wb") as file:
                file.write(files[name])
                os.fchmod(file.fileno(), permissions)
        yield
    except BaseException:
        for part in waiting:
            remove(folder, part)
        raise
    for part, name in waiting.items():
        os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)


def remove(folder: int, name: str) -> None:
    """Remove a file, a link or a whole folder, if it is there."""
    try:
        kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(kind):
        shutil.rmtree(name, dir_fd=folder)
    else:
        os.unlink(name, dir_fd=folder)


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
