"""Runs a job: first the student's cells, then the tests, each against the state at its place.

The notebook runs from its first cell to its last with no test in reach, and what it shows is kept.
Only then come the tests, in two rounds.  The first runs the part of each test that students have
themselves; of a failure there everything may be told.  The second runs the whole tests, decides the
marks, and tells of hidden parts only what their author wrote.  So whatever a student's code learns
in a hidden test, there is nowhere left to carry it.
"""

import ast
import contextlib
import functools
import importlib
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from IPython.core.inputtransformer2 import TransformerManager

from . import cells, magics, reasons, sandbox
from .clean import text as clean
from .job import Cell, Job
from .names import (
    bound_names,
    called_names,
    imported_modules,
    loaded_names,
    names_in_functions,
)
from .reasons import Ended, Stopped, TooSlow
from .student import Function, State, StudentProcess

Emit = Callable[[int, list[dict[str, Any]]], None]


@dataclass
class Notebook:
    """A job while it runs."""

    job: Job
    process: StudentProcess
    emit: Emit
    states: dict[int, State] = field(default_factory=dict)  # what a test at this place sees
    failures: dict[int, dict[str, Any]] = field(default_factory=dict)  # of the student's cells

    def run_student(self) -> None:
        """Run the student's cells in order; go back to the state before a cell that crashed."""
        state = self.process.root
        with contextlib.suppress(Stopped):
            state.write_files(self.job.files)
        for place, cell in enumerate(self.job.cells):
            if cell.kind in ("given", "test"):
                self.states[place] = state
            if cell.kind in ("answer", "given"):
                state = self._run_cell(place, cell, state)

    def _run_cell(self, place: int, cell: Cell, state: State) -> State:
        after = None
        try:
            after = state.fork()
            said = after.run(plain_python(cell.source), f"<cell {place + 1}>", cell.kind == "given")
        except (Stopped, reasons.StudentError) as error:
            if isinstance(error, Ended) and after:
                after.close()
            self.failures[place] = reasons.output(getattr(error, "kind", "Crash"), str(error))
            self.emit(place, [self.failures[place]])
            return state
        outputs = shown(said, self.job)
        if is_error(outputs):
            self.failures[place] = outputs[-1]
        self.emit(place, outputs)
        return after

    def run_tests(
        self, whole: bool, without: frozenset[int] | set[int] = frozenset()
    ) -> dict[int, list[dict[str, Any]]]:
        """Run the tests, whole or only their open parts; return the outputs of each."""
        names: dict[str, Any] = magics.notebook_names(lambda code: exec(code, names))
        outputs = {}
        used: set[str] = set()
        for place, cell in enumerate(self.job.cells):
            if cell.kind == "answer":
                for name in cell.names:
                    names.pop(name, None)
            elif cell.kind in ("given", "test") and place not in without:
                source = plain_python(
                    cell.source if whole or cell.kind == "given" else cell.visible
                )
                wanted = loaded_names(source) | used
                used |= names_in_functions(source)
                where, written = f"<test {place + 1}>", functools.partial(self._written, place)
                one = _TestCell(source, where, self._asked_for(place), written, names)
                try:
                    outputs[place] = one.run(self.states[place], wanted, self._shows_values(whole))
                except _NotThere as error:
                    outputs[place] = [self._why_not_there(error.name, place)]
        return {k: v for k, v in outputs.items() if self.job.cells[k].kind == "test"}

    def _why_not_there(self, name: str, place: int) -> dict[str, Any]:
        """Return why the student's notebook has no such name: a cell before has failed."""
        failed = [n for n in self.failures if n < place]
        own = [n for n in failed if name in self.job.cells[n].names]
        stopped = [n for n in own + failed if self.failures[n]["ename"] in reasons.KINDS]
        for failure in (self.failures[n] for n in stopped + own + failed):
            if failure["ename"] in reasons.KINDS:
                return reasons.output(failure["ename"], f"{name} is not there: {failure['evalue']}")
            if failure["ename"] == "NotImplementedError":
                return reasons.output("Wrong answer", f"{name} is not written yet")
            said = f"{name} is not there: a cell before raised {failure['ename']}"
            return reasons.output("Crash", said)
        return reasons.output("Wrong answer", f"{name} is not there; has it another name?")

    def _asked_for(self, place: int) -> set[str]:
        """Return the names that the assignment asked for before this place."""
        return {name for cell in self.job.cells[:place] for name in cell.names}

    def _written(self, place: int, name: str) -> list[str]:
        """Return the cells before this place that define a name, and what these call."""
        kinds = ("answer", "given")
        before = [plain_python(c.source) for c in self.job.cells[:place] if c.kind in kinds]
        found: list[str] = []
        waiting = [name]
        while waiting:
            name = waiting.pop()
            last = next((one for one in reversed(before) if name in bound_names(one)), None)
            if last is not None and last not in found:
                found.append(last)
                waiting += called_names(last)
        return found

    def _shows_values(self, whole: bool) -> bool:
        return not (whole and any(cell.has_hidden_part for cell in self.job.cells))


class _NotThere(Exception):
    """A test uses a name that neither it nor the student has defined."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass
class _TestCell:
    source: str
    where: str
    asked_for: set[str]
    written: Callable[[str], list[str]]
    names: dict[str, Any]

    def run(self, at: State, wanted: set[str], show_values: bool) -> list[dict[str, Any]]:
        """Run the cell against a copy of a state of the student's, which is then thrown away."""
        copy = None
        printed = io.StringIO()
        lent: dict[str, Any] = {}
        try:
            ask_for = {n for n in wanted if n not in self.names and self._is_students(n)}
            if ask_for:
                copy = at.fork()
                copy.process.callbacks.clear()
                lent = copy.names(ask_for)
                for name, one in lent.items():
                    if isinstance(one, Function):
                        one.__dict__["_written"] = functools.partial(self.written, name)
                self.names.update(lent)
            with _streams(printed):
                at.process.watch(at.process.limits.timeout)
                value = cells.run_cell(self.source, self.where, self.names)
        except NameError as error:
            raise _NotThere(error.name or "a name") from error
        except BaseException as error:
            return [reasons.of_test(error, self.source, self.where, show_values)]
        finally:
            at.process.watch(0)
            for name, one in lent.items():
                if self.names.get(name) is one:
                    del self.names[name]
            if copy:
                copy.kill()
                at.process.watch(0)
        shown = printed.getvalue() if show_values else ""
        said = [{"output_type": "stream", "name": "stdout", "text": clean(shown)}] if shown else []
        return said + self._partial_credit(value, set(lent))

    def _is_students(self, name: str) -> bool:
        return name in self.asked_for or not hasattr(magics.builtins, name)

    def _partial_credit(self, value: Any, lent: set[str]) -> list[dict[str, Any]]:
        """Return the output that nbgrader takes for points, if the test itself computed them."""
        if not _is_number(value):
            return []
        last = ast.parse(self.source).body[-1]  # an expression, for the cell has a value
        if _root_name(last.value) in lent:
            return []
        data = {"text/plain": repr(float(value))}
        return [
            {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
        ]


@contextlib.contextmanager
def _streams(printed: io.StringIO) -> Iterator[None]:
    """Keep what a test prints; a warning is nobody's failure."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed):
        warnings.simplefilter("ignore")
        with contextlib.redirect_stderr(io.StringIO()):
            yield


def run(job: Job, folder: Path, emit: Emit, killed: Callable[[], str]) -> float:
    """Run a job and return the seconds spent in the student's code.

    Parameters
    ----------
    job : Job
    folder : pathlib.Path
        An empty folder for the files that tests may use; the working directory while they run.
    emit : callable
        Takes a cell's place and its outputs, as soon as they are known.
    killed : callable
        Says why the sandbox was ended from outside, or nothing.
    """
    tests = folder / "tests"
    for name, content in (job.files | job.private).items():
        path = tests / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    process = StudentProcess(job.limits, len(job.cells), folder, killed)
    try:
        notebook = Notebook(job, process, emit)
        notebook.run_student()
        if tests.exists():
            sys.path.insert(0, str(tests))
            os.chdir(tests)  # for good: this process runs one job
        open_part = {}
        if any(cell.has_hidden_part for cell in job.cells):
            open_part = notebook.run_tests(whole=False)
        too_slow = {place for place, one in open_part.items() if is_error(one, TooSlow.kind)}
        for place, outputs in notebook.run_tests(whole=True, without=too_slow).items():
            failed_openly = is_error(outputs) and is_error(open_part.get(place, []))
            emit(place, open_part[place] if failed_openly else outputs)
        for place in too_slow:  # nobody waits for them twice
            emit(place, open_part[place])
        if process.broken:
            raise RuntimeError("the sandbox was ended from outside")
    finally:
        process.kill()
    return process.seconds


def prepare(job: Job) -> None:
    """Look at machine and tests, and import what the tests import, once for all submissions."""
    sandbox.prepare(job.limits)
    for cell in job.cells:
        for source in {cell.source, cell.visible} if cell.kind in ("given", "test") else ():
            plain = plain_python(source)
            loaded_names(plain)
            names_in_functions(plain)
            for name in imported_modules(plain) - {Path(one).stem for one in job.private}:
                with contextlib.suppress(ImportError):  # the test will say so
                    importlib.import_module(name)


def is_error(outputs: list[dict[str, Any]], kind: str = "") -> bool:
    """Say whether there is an error among the outputs, of this kind if one is given."""
    return any(one["output_type"] == "error" and kind in ("", one["ename"]) for one in outputs)


def shown(said: dict[str, Any], job: Job) -> list[dict[str, Any]]:
    """Return a student's cell's outputs as a notebook holds them, cleaned."""
    outputs: list[dict[str, Any]] = []
    if said.get("printed"):
        text = clean(str(said["printed"]))
        outputs.append({"output_type": "stream", "name": "stdout", "text": text})
    if said.get("value") is not None:
        data = {"text/plain": clean(str(said["value"]))}
        outputs.append(
            {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
        )
    match said.get("error"):
        case None:
            pass
        case {"kind": "time"}:
            too_slow = TooSlow(job.limits.timeout)
            outputs.append(reasons.output(too_slow.kind, str(too_slow)))
        case {"kind": "memory"}:
            outputs.append(reasons.output("Memory limit", "your code needed too much memory"))
        case {"name": name, "text": text, "traceback": trace}:
            one = reasons.output(clean(str(name), 100), clean(str(text)))
            outputs.append(one | {"traceback": [clean(str(trace))]})
        case _:
            outputs.append(reasons.output("Crash", "your code gave no answer that can be read"))
    return outputs


@functools.lru_cache(1000)
def plain_python(source: str) -> str:
    """Return a cell with IPython's magics and shell lines turned into calls."""
    try:
        return _TRANSFORMER.transform_cell(source)
    except (SyntaxError, ValueError):
        return source  # Python will say what is wrong


_TRANSFORMER = TransformerManager()


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) or isinstance(value, np.integer | np.floating)


def _root_name(node: ast.expr) -> str:
    """Return the name that an expression such as ``f(x)[0]`` begins with."""
    while True:
        match node:
            case ast.Call(func=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.UnaryOp(operand=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""
