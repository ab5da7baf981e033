"""What the grader shows while it works, and the table at its end."""

from collections import Counter
from typing import Any

from rich import progress
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .clean import line

REASON = 100  # characters of a reason in the table
WIDTH = 170  # of the table in a file


def console() -> Console:
    """Return where to print: nothing that a student wrote is taken for markup."""
    made = Console(highlight=False, markup=False)
    if not made.is_terminal:
        made.width = WIDTH
    return made


class Progress:
    """A bar with the numbers graded, refused, failed and left, the rate and the time left."""

    def __enter__(self) -> "Progress":
        self.console = console()
        self.counts: Counter[str] = Counter()
        self.bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[rate]}"),
            progress.TimeRemainingColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self.task = self.bar.add_task("starting", total=None, rate="")
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def expect(self, total: int) -> None:
        """Say how many submissions there are."""
        self.bar.update(self.task, total=total)

    def advance(self, student: str, outcome: Any) -> None:
        """Count a submission that is done."""
        self.counts[outcome.status] += 1
        speed = self.bar.tasks[0].speed
        self.bar.update(
            self.task,
            advance=1,
            description=", ".join(f"{n} {what}" for what, n in sorted(self.counts.items())),
            rate=f"{60 * speed:.0f} a minute" if speed else "",
        )

    def table(self, outcomes: dict[str, Any]) -> None:
        """Print the marks."""
        table = Table(box=None, pad_edge=False)
        table.add_column("student", overflow="fold")
        table.add_column("points", justify="right", no_wrap=True)
        table.add_column("first reason for a loss", overflow="fold")
        for student, one in sorted(outcomes.items()):
            mark = one.mark
            points = f"{mark.score:g}/{mark.max_score:g}" if mark else one.status
            by_hand = " (and marks by hand)" if mark and mark.needs_manual_grade else ""
            reason = line(one.reason, REASON)
            table.add_row(Text(line(student, 60)), Text(points + by_hand), Text(reason))
        self.console.print(table)
        counts = Counter(one.status for one in outcomes.values())
        self.console.print(Text(", ".join(f"{n} {what}" for what, n in sorted(counts.items()))))
