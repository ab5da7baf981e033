"""What the attacks of the grader's tests do to `nbgrader autograde`.

`python -m benchmarks attacks` hands each attack in between two good submissions, lets nbgrader
grade the three, and writes ``attacks.json``, from which the instructors' page makes its table::

    date      of the run
    versions  {package: str}
    attacks   {group: {attack: a list of what went wrong, of the kinds in `WRONG`, or null}}

Null means that the attack could not be prepared without being root.  Every class has a sandbox of
its own, without network, with a folder in memory: what nbgrader lets through must not reach the
machine.  What the grader of this course does with the same list is tested, not measured.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.metadata import version
from pathlib import Path

from rich.progress import track

from tests.grading import ordinary_user
from tests.grading.attacks import ATTACKS, MODULES, namespace
from tests.grading.course import make_course

from .graded_class import tree_memory

RESULTS = Path(__file__).with_name("attacks.json")
ROOT = Path(__file__).parent.parent
PACKAGES = ("nbgrader", "nbconvert", "nbclient", "ipykernel")

#: What can go wrong, by its name in the results.
WRONG = {
    "marks": "unearned marks",
    "neighbors": "a good neighbor's marks are changed or missing",
    "machine": "files, processes or the network outside are reached",
    "tests": "hidden tests are told",
    "no end": "the run does not end, or takes all memory",
}

PATIENCE = 60  # seconds for a class of three, of which nbgrader needs about six
MEMORY = 3 << 30  # bytes of all its processes
PROCESSES = 600  # of the user, threads counted
FILES = 512 << 20  # bytes of the folder in memory
LOOK_SECONDS = 0.2


def run(target: Path = RESULTS) -> None:
    """Try all attacks and write the results."""
    with tempfile.TemporaryDirectory(prefix="attacked-") as folder:
        course = Path(folder, "course")
        make_course(course)
        os.chmod(folder, 0o755)
        workers = os.cpu_count() if ordinary_user.is_root() else 1
        with ThreadPoolExecutor(workers) as pool:
            found = pool.map(lambda number: tried(number, course), range(len(ATTACKS)))
            wrong = iter(list(track(found, "Attacks", len(ATTACKS))))
    groups = {
        group: {attack.name: next(wrong) for attack in module.ATTACKS}
        for group, module in MODULES.items()
    }
    versions = {package: version(package) for package in PACKAGES}
    results = {"date": date.today().isoformat(), "versions": versions, "attacks": groups}
    target.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def tried(number: int, course: Path) -> list[str] | None:
    """Return what went wrong with an attack, in a sandbox of its own."""
    inside = [sys.executable, "-m", "benchmarks.attacked_class", str(course), str(number)]
    words = [
        *(shutil.which("bwrap"), "--unshare-all", "--die-with-parent", "--new-session"),
        *("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"),
        *("--size", str(FILES), "--tmpfs", "/tmp", "--tmpfs", "/run", "--tmpfs", "/var/tmp"),
        *("--ro-bind", str(course), str(course)),
        *("--ro-bind", str(ROOT), str(ROOT), "--chdir", str(ROOT)),  # it may be in /tmp
        *("--setenv", "TMPDIR", "/tmp", "--setenv", "HOME", "/tmp"),
        *("--", *inside, namespace()),
    ]
    if ordinary_user.is_root():
        # A user for each class: bombs take what one user may have.
        words = ordinary_user.command(words, ordinary_user.USER + number)
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit, text=True
    )
    ended = ends(process)
    said, trouble = process.communicate()
    if not ended:
        return ["no end"]
    if process.returncode == 0:
        return json.loads(said)
    if process.returncode < 0 or not trouble:  # what graded was killed
        return ["neighbors"]
    raise RuntimeError(f"{ATTACKS[number]}: {trouble}")


def limit() -> None:
    """Bound what a class may use, so that the machine survives whatever nbgrader lets through."""
    for what, most in (("NPROC", PROCESSES), ("FSIZE", FILES), ("AS", 2 * MEMORY), ("CORE", 0)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))


def ends(process: subprocess.Popen) -> bool:
    """Wait for a class; end it and return False if it takes too long or too much memory."""
    last = time.monotonic() + PATIENCE
    while process.poll() is None:
        if time.monotonic() > last or tree_memory(process.pid) > MEMORY:
            process.send_signal(signal.SIGKILL)
            return False
        time.sleep(LOOK_SECONDS)
    return True
