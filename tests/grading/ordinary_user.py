"""Runs a command as an ordinary user, also where the tests run as root."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
USER = 12345  # nobody in particular


def is_root() -> bool:
    return os.geteuid() == 0


def give(folder: Path) -> None:
    """Make a folder and all in it the user's own; what links lead to stays whose it is."""
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(where, name), USER, USER, follow_symlinks=False)
    os.chown(folder, USER, USER)


def command(words: list[str], user: int = USER) -> list[str]:
    """Return a command that runs these words as an ordinary user.

    Python and the project may lie where only root may look (in root's home): an empty folder takes
    the place of that one, with nothing but the two in it.
    """
    needed = {Path(sys.base_prefix), Path(sys.prefix), ROOT}
    shut = {top for path in needed if (top := _shut(path))}
    seen = ["bwrap", "--dev-bind", "/", "/"]
    for folder in sorted(shut):
        seen += ["--perms", "0755", "--tmpfs", str(folder)]
    for path in sorted(needed):
        if any(path.is_relative_to(folder) for folder in shut):
            inside = [p for p in reversed(path.parents) if any(f in p.parents for f in shut)]
            for parent in inside:
                seen += ["--perms", "0755", "--dir", str(parent)]
            seen += ["--ro-bind", str(path), str(path)]
    become = f"import os, sys; os.setgroups([]); os.setgid({user}); os.setuid({user}); "
    become += "os.execv(sys.argv[1], sys.argv[1:])"
    return [*seen, "--", sys.executable, "-c", become, *words]


def _shut(path: Path) -> Path | None:
    """Return the outermost folder above a path that others may not enter, if there is one."""
    above = (parent for parent in reversed(path.parents) if not parent.stat().st_mode & 0o001)
    return next(above, None)
