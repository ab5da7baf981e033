"""What IPython's magics and shell lines do where a submission is graded: next to nothing.

A grader's process is no notebook: there is no front end to configure, and no shell to ask.  Lines
that run code run it; the others are let pass, so that they cost nobody a mark.
"""

import builtins
from collections.abc import Callable
from typing import Any

RUN_THEIR_CODE = ("time", "timeit", "prun", "capture", "memit", "mprun", "lprun", "python", "debug")


class Shell:
    """Stands for IPython's shell, which `get_ipython` returns in a notebook."""

    def __init__(self, run: Callable[[str], Any]) -> None:
        self._run = run

    def run_line_magic(self, name: str, line: str, *_: Any, **__: Any) -> Any:
        return self._run(_without_options(line)) if name in RUN_THEIR_CODE else None

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        if name == "writefile":
            with open(line.split()[-1], "a" if "-a" in line.split() else "w") as file:
                file.write(cell)
        elif name in RUN_THEIR_CODE:
            self._run(cell)

    def system(self, command: str) -> None:
        print(f"Shell commands are not run when your work is graded: {command[:80]}")

    def getoutput(self, command: str, **_: Any) -> list[str]:
        return []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def display(*things: Any, **_: Any) -> None:
    """Show things as text, as a notebook without a front end would."""
    for one in things:
        print(repr(one))


def notebook_names(run: Callable[[str], Any]) -> dict[str, Any]:
    """Return what a notebook has beside Python's own names; ``run`` runs code in it."""
    shell = Shell(run)
    return {
        "__name__": "__main__",
        "__builtins__": builtins,
        "get_ipython": lambda: shell,
        "display": display,
    }


def _without_options(line: str) -> str:
    """Drop a magic's options: of ``-n 3 f(x)`` leave ``f(x)``."""
    words = line.split()
    while words and words[0].startswith("-"):
        flag = words.pop(0)
        if len(flag) == 2 and words and words[0].isdigit():
            words.pop(0)
    return " ".join(words) if len(words) < len(line.split()) else line
