"""Who is in the class: a CSV file goes into nbgrader's gradebook whole, or not at all."""

import csv
import io
import unicodedata
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook, Student

from .database import clear_errors
from .gradebook import open_gradebook

FIELDS = ("first_name", "last_name", "email", "lms_user_id")
LONGEST = 128  # characters of a field, in nbgrader's tables
Row = dict[str, str]


class Imported(NamedTuple):
    """How many students are new, have a field that is new, and are as they were."""

    added: int
    changed: int
    unchanged: int


def import_roster(db_url: str, csv_path: Path | str) -> Imported:
    """Add the students of a CSV file to a gradebook, and bring known ones up to date.

    Nobody is removed, and an empty or absent field leaves what is known.

    Parameters
    ----------
    db_url : str
        The gradebook, as nbgrader's ``CourseDirectory.db_url`` says it.
    csv_path : pathlib.Path or str
        Its first line names the columns: ``id``, and any of ``first_name``, ``last_name``,
        ``email`` and ``lms_user_id``.  Columns of other names are passed over.

    Returns
    -------
    Imported

    Raises
    ------
    ValueError
        The file is no such table; the message names file and line.  The gradebook is as before.
    OSError
        The file cannot be read.
    GradebookError
        The gradebook cannot be used; it is as before.
    """
    rows = read_roster(Path(csv_path))
    with clear_errors(), open_gradebook(db_url) as gradebook:
        known = {student.id: student for student in gradebook.db.query(Student)}
        changes = [_enter(gradebook, known.get(row["id"]), row) for row in rows]
        gradebook.db.commit()
    return Imported(*(changes.count(kind) for kind in Imported._fields))


def read_roster(path: Path) -> list[Row]:
    """Return the rows of a CSV file: ``id``, and each other field that is not empty.

    Raises
    ------
    ValueError
        Something is wrong with the file; the message names file and line.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    rows: list[Row] = []
    lines: dict[str, int] = {}  # where each id stands
    try:
        columns = _columns(next(reader, []))
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            row = _row(columns, values)
            if row["id"] in lines:
                raise ValueError(f"the id {row['id']!r} stands in line {lines[row['id']]} already")
            lines[row["id"]] = reader.line_num
            rows.append(row)
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{path}, line {max(reader.line_num, 1)}: {error}") from error
    if not rows:
        raise ValueError(f"{path} names nobody")
    return rows


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # Excel writes a byte order mark
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path} is not UTF-8 (byte {error.start}): save it again as 'CSV UTF-8'; "
            "a file of an older Windows program is probably Latin-1"
        ) from error


def _columns(first: list[str]) -> list[str]:
    columns = [name.strip() for name in first]
    if "id" not in columns:
        there = ", ".join(map(repr, columns)) or "none"
        hint = ", and commas, not semicolons, between them" if ";" in there else ""
        raise ValueError(f"a column 'id' is needed{hint}; the columns are {there}")
    for name in ("id", *FIELDS):
        if columns.count(name) > 1:
            raise ValueError(f"two columns are called {name!r}")
    return columns


def _row(columns: list[str], values: list[str]) -> Row:
    if len(values) > len(columns):
        raise ValueError(
            f"{len(values)} fields for {len(columns)} columns: put quotes around one with a comma"
        )
    row = {name: value.strip() for name, value in zip(columns, values, strict=False)}
    row = {name: row[name] for name in ("id", *FIELDS) if row.get(name)}
    if "id" not in row:
        raise ValueError("the id is empty")
    for name, value in row.items():
        if any(unicodedata.category(letter) == "Cc" for letter in value):
            raise ValueError(f"{name} {value!r} holds a control character")
        if len(value) > LONGEST:
            raise ValueError(f"{name} {value[:20]!r}… is longer than {LONGEST} characters")
    if row["id"].startswith(".") or set(row["id"]) & set("/\\"):
        raise ValueError(f"the id {row['id']!r} cannot name a folder: no slashes, no dot in front")
    return row


def _enter(gradebook: Gradebook, student: Student | None, row: Row) -> str:
    """Enter one row, to be committed with the others; return what it was, as `Imported` says."""
    if student is None:
        gradebook.db.add(Student(**row))
        return "added"
    news = {name: value for name, value in row.items() if getattr(student, name) != value}
    for name, value in news.items():
        setattr(student, name, value)
    return "changed" if news else "unchanged"
