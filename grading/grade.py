"""Grades an assignment: takes submissions in, has them run, records what came out.

Submissions flow through one by one, so that memory does not grow with the class.  Whatever has been
run is kept before it is recorded: a run that was stopped is finished by the same command.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from . import refusals, sandbox
from .assignment import SourceCell
from .clean import line as clean_line
from .course import CourseError, Material, open_course, open_part, read_material, students
from .database import GradebookError
from .graded import Graded
from .intake import Refused, Submission, take_in
from .job import Job, Result
from .job import key as key_of
from .lock import alone
from .rebuild import Rebuilt, Template, rebuild
from .record import Recorder
from .recorded import Mark
from .safe_files import LinkInTheWay
from .sandbox import Limits
from .store import Store


@dataclass(frozen=True)
class Outcome:
    """What became of one student's submission."""

    status: str  # "graded", "refused" or "failed"
    reason: str = ""
    mark: Mark | None = None
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        mark = self.mark
        return {
            "status": self.status,
            "score": mark.score if mark else None,
            "max_score": mark.max_score if mark else None,
            "needs_manual_grade": mark.needs_manual_grade if mark else None,
            "reason": self.reason,
            "seconds": round(self.seconds, 3),
        }


@dataclass
class Attempt:
    """A submission of which some notebooks may still be running."""

    submission: Submission
    rebuilt: dict[str, Rebuilt]
    results: dict[str, Result] = field(default_factory=dict)
    failed: str = ""


class Stopped(RuntimeError):
    """The batch cannot go on; what has been recorded stays, the message says what to do."""


@dataclass
class Grading:
    """One run of the grader over an assignment.

    Attributes
    ----------
    outcomes : dict
        By student, as they become known.
    """

    folder: Path
    assignment: str
    limits: Limits
    force: bool
    on_outcome: Callable[[str, Outcome], None]
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def run(
        self,
        chosen: list[str] | None,
        workers: int,
        scheduler: str | None,
        expect: Callable[[int], None],
    ) -> None:
        """Grade the chosen students, or all who have handed in.

        Raises
        ------
        CourseError, sandbox.NoSandbox, fan_out.ClusterError, LookupError
            Nothing could be done.
        Stopped
            The run had to stop early.
        """
        self.course = open_course(self.folder)
        self.material = read_material(self.course, self.assignment)
        who = self._who(chosen)
        expect(len(who))
        with alone(Path(self.course.root)), Recorder(self.course, self.assignment) as recorder:
            self.recorder = recorder
            self.store = Store(Path(self.course.root))
            self.refused = refusals.read(Path(self.course.root), self.assignment)
            self.waiting: dict[str, list[tuple[Attempt, str]]] = {}
            self._template_of = templates(self.course, self.material, recorder.source_cells())
            try:
                self._run_all(who, workers, scheduler)
            except (GradebookError, OSError) as error:
                raise Stopped(_what_to_do(error)) from error
            finally:
                for student in who:
                    if student not in self.outcomes:
                        self._finish(student, Outcome("failed", "the run was stopped before this"))

    def _who(self, chosen: list[str] | None) -> list[str]:
        there = students(self.course, self.assignment)
        for student in chosen or []:
            if student not in there:
                raise CourseError(
                    f"{clean_line(student)!r} has handed in nothing for {self.assignment!r}"
                )
        return list(dict.fromkeys(chosen)) if chosen else there

    def _run_all(self, who: list[str], workers: int, scheduler: str | None) -> None:
        jobs = self._jobs(who)
        first = next(jobs, None)  # a class of which everything is known needs no workers
        if first is None:
            return
        if self.limits.isolation == "bwrap" and scheduler is None:
            sandbox.check()
        from . import fan_out  # takes half a second, for a run that needs it

        with fan_out.cluster(workers, scheduler, self.limits.isolation) as client:
            todo = itertools.chain([first], jobs)
            for key, answer in fan_out.run_all(client, todo):
                result = self.store.put(key, answer["result"]) if "result" in answer else None
                for attempt, name in self.waiting.pop(key):
                    if result is None:
                        attempt.failed = f"the grader failed: {clean_line(answer['failed'])}"
                        self._finish(attempt.submission.student, Outcome("failed", attempt.failed))
                    else:
                        attempt.results[name] = result
                        self._record_if_complete(attempt)

    def _jobs(self, who: list[str]) -> Iterator[tuple[str, str]]:
        """Take submissions in; yield the jobs that have to run, record what is known already."""
        for student in who:
            try:
                submission = take_in(
                    self.course, self.assignment, student, list(self.material.releases)
                )
            except Refused as error:
                self._refuse(student, str(error))
                continue
            attempt = Attempt(submission, {})
            todo = []
            for name, notebook in submission.notebooks.items():
                attempt.rebuilt[name] = rebuild(self._template_of[name], notebook)
                cells = attempt.rebuilt[name].cells
                job = Job(cells, self.material.files, self.material.private, self.limits)
                text = job.to_json()
                key = key_of(text)
                result = None if self.force else self.store.get(key)
                if result:
                    attempt.results[name] = result
                    continue
                if key not in self.waiting:
                    todo.append((key, text))
                self.waiting.setdefault(key, []).append((attempt, name))
            self._record_if_complete(attempt)
            yield from todo

    def _refuse(self, student: str, reason: str) -> None:
        try:
            self.recorder.refuse(student)
        except LinkInTheWay as error:
            self._finish(student, Outcome("failed", clean_line(str(error))))
            return
        self._remember_refusal(student, reason)
        self._finish(student, Outcome("refused", reason))

    def _record_if_complete(self, attempt: Attempt) -> None:
        if attempt.failed or len(attempt.results) < len(attempt.rebuilt):
            return
        submission = attempt.submission
        notebooks = {
            name: with_outputs(one, attempt.results[name]) for name, one in attempt.rebuilt.items()
        }
        graded = Graded(submission.student, submission.timestamp, notebooks, submission.refused)
        try:
            mark = None if self.force else self.recorder.already(graded)
            mark = mark or self.recorder.record(graded)
        except (ValueError, LinkInTheWay) as error:
            self._finish(submission.student, Outcome("failed", clean_line(str(error))))
            return
        self._remember_refusal(submission.student, submission.refused)
        seconds = sum(result.seconds for result in attempt.results.values())
        reason = first_reason(graded)
        self._finish(submission.student, Outcome("graded", reason, mark, seconds))

    def _remember_refusal(self, student: str, reason: str | dict[str, str]) -> None:
        before = self.refused.get(student)
        if reason:
            self.refused[student] = reason
        else:
            self.refused.pop(student, None)
        if before != self.refused.get(student):
            refusals.write(Path(self.course.root), self.assignment, self.refused)

    def _finish(self, student: str, outcome: Outcome) -> None:
        self.outcomes[student] = outcome
        self.on_outcome(student, outcome)


def templates(
    course: Any, material: Material, cells: dict[str, dict[str, SourceCell]]
) -> dict[str, Template]:
    """Return what each notebook of an assignment is rebuilt from.

    Raises
    ------
    CourseError
        Release and gradebook do not belong together.
    """
    made = {}
    for name, release in material.releases.items():
        known = cells.get(name)
        there = {
            cell.metadata.nbgrader.get("grade_id")
            for cell in release.cells
            if "nbgrader" in cell.metadata
        }
        if known is None or not {one for one in there if one} <= known.keys() | {None}:
            raise CourseError(
                f"The release of {name!r} and the gradebook do not belong together: "
                f"run `nbgrader generate_assignment {material.name} --force`"
            )
        open_parts = {
            grade_id: open_part(cell.source, course)
            for grade_id, cell in known.items()
            if cell.grade and not cell.solution and cell.cell_type == "code"
        }
        made[name] = Template(release, known, open_parts, material.asked_for[name])
    return made


def with_outputs(rebuilt: Rebuilt, result: Result) -> NotebookNode:
    """Return a rebuilt notebook with what its cells have shown."""
    code = [cell for cell in rebuilt.notebook.cells if cell.cell_type == "code"]
    for number, (cell, outputs) in enumerate(zip(code, result.outputs, strict=True), start=1):
        cell.outputs = [from_dict(one) for one in outputs]
        cell.execution_count = number
    return rebuilt.notebook


def first_reason(graded: Graded) -> str:
    """Return why the first point was lost, as the student reads it."""
    for reason in graded.refused.values():
        return reason
    for notebook in graded.notebooks.values():
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
                for one in cell.outputs:
                    if one.output_type == "error":
                        return clean_line(one.traceback[0], 300)
    return ""


def _what_to_do(error: Exception) -> str:
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return (
            f"{os.strerror(error.errno) if error.errno else error}{where}. Make it possible and "
            "run the same command again: what is done is kept."
        )
    return f"{error}. Run the same command again: what is done is kept."
