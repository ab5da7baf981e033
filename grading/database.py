"""A session with nbgrader's gradebook, and errors of the database that say what to do."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbgrader.api  # noqa: F401 (its tables; the session maps them)
from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import DBAPIError, SAWarning
from sqlalchemy.orm import Session, configure_mappers

LOCK_SECONDS = 10.0  # how long to wait while another program writes

HINTS = {
    "locked": "another program has been writing to it for {:g} s; close it and start again",
    "lock timeout": "another program has been writing to it for {:g} s; close it and start again",
    "full": "the disk is full; make room and start again",
    "readonly": "it may not be written; look at its permissions and those of its folder",
    "read-only": "it may not be written; look at its permissions and those of its folder",
    "malformed": "the file is damaged; bring back a copy of it",
    "not a database": "the file is damaged; bring back a copy of it",
    "no such column": "nbgrader is newer than it: copy it, then run `nbgrader db upgrade`",
    "connect": "its server cannot be reached; see `CourseDirectory.db_url` in nbgrader_config.py",
}


class GradebookError(RuntimeError):
    """The gradebook cannot be used now; nothing was half-written, the message says what to do."""


def open_session(db_url: str) -> Session:
    """Return a session with a gradebook that exists; close it with `with`.

    Raises
    ------
    LookupError
        There is no gradebook.
    GradebookError
    """
    url = make_url(db_url)
    kind = url.get_backend_name()
    if kind == "sqlite" and not Path(url.database or "").is_file():
        raise LookupError(f"there is no gradebook {str(url.database)!r}")
    arguments = {
        "sqlite": {"timeout": LOCK_SECONDS},
        "postgresql": {"options": f"-c lock_timeout={1000 * LOCK_SECONDS:.0f}"},
    }
    engine = create_engine(url, connect_args=arguments.get(kind, {}))
    with warnings.catch_warnings():
        # nbgrader 0.9.6 is written for an older SQLAlchemy; the relations it warns of are right.
        warnings.simplefilter("ignore", SAWarning)
        configure_mappers()
    with clear_errors():
        if not inspect(engine).has_table("assignment"):
            raise LookupError(f"the database {url.render_as_string()} holds no gradebook")
    return Session(engine, expire_on_commit=False)


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what a database says into a `GradebookError`."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip()
        hints = [hint for word, hint in HINTS.items() if word in said.lower()]
        hint = (hints or ["start again"])[0].format(LOCK_SECONDS)
        raise GradebookError(f"The gradebook cannot be used: {hint} ({said})") from error
