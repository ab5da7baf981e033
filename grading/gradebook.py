"""Opens nbgrader's gradebook from any program, also where no environment is activated."""

import os
import sys
import warnings
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning


def show_programs() -> None:
    """Put the environment's programs on the path: for a new gradebook nbgrader calls `alembic`."""
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath)
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, path])


def open_gradebook(db_url: str, course_id: str = "") -> Gradebook:
    """Return the gradebook of a database, which is made if it is not there; close it with `with`.

    Parameters
    ----------
    db_url : str
        As nbgrader's ``CourseDirectory.db_url`` says it.
    course_id : str
        Added to the gradebook's courses if it is not empty.
    """
    show_programs()
    # nbgrader 0.9.6 is written for an older SQLAlchemy; the relations it warns of are set right.
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
    return Gradebook(db_url, course_id)
