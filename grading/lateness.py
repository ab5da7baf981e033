"""What lateness costs, by the rule that the course gives to nbgrader."""

from types import SimpleNamespace

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties

from .assignment import Assignment
from .graded import Graded
from .recorded import Recorded


class Lateness:
    """nbgrader's late penalties, as a course has set them.

    Parameters
    ----------
    course : nbgrader.coursedir.CourseDirectory
    """

    def __init__(self, course: CourseDirectory) -> None:
        self._rule = AssignLatePenalties(parent=course)
        self._rule.init_plugin()

    def penalties(
        self, assignment: Assignment, graded: Graded, recorded: Recorded
    ) -> dict[str, float | None]:
        """Return what each notebook of a submission loses, by its id; None for nothing."""
        seconds = assignment.seconds_late(recorded.timestamp, recorded.extension)
        return {
            sheet.id: self._penalty(graded.student, recorded.scores[sheet.id], seconds)
            if seconds > 0 and sheet.name in graded.notebooks
            else None
            for sheet in assignment.sheets
        }

    def _penalty(self, student: str, score: float, seconds: float) -> float | None:
        penalty = self._rule.plugin_inst.late_submission_penalty(student, score, seconds)
        if penalty is None:
            return None
        return self._rule._check_late_penalty(SimpleNamespace(score=score), penalty)
