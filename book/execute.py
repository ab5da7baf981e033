"""Run the chapters that changed, two at a time, and keep their outputs for the book.

A chapter is run again when its code, a file of `course_lib` that it loaded, the lock, Python or
this file changed.  The executed notebook is kept in `_build/executed/`, where the tests find it,
and in the cache that the book is built from.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course_lib.sliders.packed import BUILD_FLAG

from . import BUILD, ROOT
from .pages import read_notebook

WORKERS = 2
TIMEOUT = 300  # seconds for one cell
EXECUTED = BUILD / "executed"
CACHE = BUILD / ".jupyter_cache"
ENVIRONMENT = {
    BUILD_FLAG: "book",
    # One thread per worker: two chapters side by side do not get into each other's way, and sums
    # are added in the same order on every machine.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    # Figures go into the page, and nobody's own settings do; a home folder is not needed.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": str(BUILD / ".matplotlib"),
    "IPYTHONDIR": str(BUILD / ".ipython"),
}
REPORT = """
import json as _json, sys as _sys, time as _time
print(_json.dumps({
    "cpu_seconds": _time.process_time(),
    "library": sorted(
        module.__file__ for name, module in _sys.modules.items()
        if name.partition(".")[0] == "course_lib" and getattr(module, "__file__", None)
    ),
}))
"""


class ChapterError(RuntimeError):
    """A chapter could not be run to its end."""


def executed_path(page: Path) -> Path:
    return EXECUTED / f"{page.stem}.ipynb"


def bring_up_to_date(pages: list[Path], *written: Path) -> None:
    """Run the stale ones among the pages; stop at the first that fails.

    While some are being ``written``, of the others only those are run without which there is no
    book: their code has no outputs yet.
    """
    EXECUTED.mkdir(parents=True, exist_ok=True)
    cache = get_cache(str(CACHE))
    stale = [
        page
        for page in pages
        if _has_no_outputs(page) or (page in (written or pages) and _has_old_outputs(page))
    ]
    stale.sort(key=lambda page: page not in written)
    print(f"{len(stale)} of {len(pages)} notebooks to run", flush=True)
    if not Path(ENVIRONMENT["MPLCONFIGDIR"]).exists():
        # Matplotlib lists the machine's fonts once; inside a page it might complain of the time.
        fonts = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(fonts, env=os.environ | ENVIRONMENT, check=True)
    waiting, running = stale.copy(), {}
    # Spawned: a copy of a process with threads, as the tests have them, may wait forever.
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        while waiting or running:
            # None is handed out early: after a failure or Ctrl-C no other one starts.
            while waiting and len(running) < WORKERS:
                page = waiting.pop(0)
                running[pool.submit(run, page)] = page
            for job in wait(running, return_when=FIRST_COMPLETED).done:
                notebook, page = job.result(), running.pop(job)
                _keep(notebook, page, cache)
                done = len(stale) - len(waiting) - len(running)
                seconds = notebook.metadata.book["cpu_seconds"]
                print(f"[{done}/{len(stale)}] {page.name}: {seconds:.1f} CPU s", flush=True)


def run(page: Path) -> nbformat.NotebookNode:
    """Execute one page in a fresh kernel; its metadata says what the run used.

    Raises
    ------
    ChapterError
        A cell failed, timed out or ended its kernel, or the kernel did not start; the message
        names page, cell and line.
    """
    notebook = read_notebook(page)
    key = _code_key(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    started: list[int] = []
    client = NotebookClient(
        notebook,
        on_cell_start=lambda cell, cell_index: started.append(cell_index),
        timeout=TIMEOUT,
        coalesce_streams=True,  # what is printed in two pieces is shown in one box
        record_timing=False,  # it goes into the cells' metadata, by which the cache finds a page
        kernel_name="python3",
        resources={"metadata": {"path": str(page.parent)}},
    )
    os.environ.update(ENVIRONMENT)
    try:
        client.execute()
    except (CellExecutionError, RuntimeError, OSError) as error:  # a timeout is an OSError
        if not started:
            raise ChapterError(f"{page.name}: the kernel did not start: {error}") from error
        raise ChapterError(_where(page, notebook, started[-1], error)) from error
    report = json.loads(notebook.cells.pop().outputs[0].text)
    notebook.metadata.pop("widgets", None)  # the controls of sliders, of no use in a page
    _shorten_tracebacks(notebook)
    notebook.metadata["book"] = {**report, "code": key}
    return notebook


def _shorten_tracebacks(notebook: nbformat.NotebookNode) -> None:
    """Leave the sentence that a reader should see, and no path of the machine."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.traceback = [f"{output.ename}: {output.evalue}"]


def _where(page: Path, notebook: nbformat.NotebookNode, failed: int, error: Exception) -> str:
    """Say which cell failed, at which line of the page, and how."""
    if isinstance(error, CellExecutionError):
        what = f"{error.ename}: {error.evalue}"
    else:
        what = str(error).strip() or type(error).__name__
    number = sum(cell.cell_type == "code" for cell in notebook.cells[: failed + 1])
    return (
        f"{page.relative_to(ROOT)}, code cell {number} (line "
        f"{notebook.metadata['source_map'][failed]}) failed: {what}\n\n"
        f"{notebook.cells[failed].source}\n\nThe book was not built."
    )


def _keep(notebook: nbformat.NotebookNode, page: Path, cache: object) -> None:
    book = notebook.metadata.book
    book["key"] = _key(book["code"], book["library"])
    cache.cache_notebook_bundle(
        CacheBundleIn(notebook, str(page), data={"execution_seconds": book["cpu_seconds"]}),
        check_validity=False,
        overwrite=True,
    )
    half_written = executed_path(page).with_suffix(".tmp")
    nbformat.write(notebook, half_written)
    half_written.replace(executed_path(page))


def _has_no_outputs(page: Path) -> bool:
    if not executed_path(page).exists():
        return True
    return _last_run(page).code != _code_key(read_notebook(page))


def _has_old_outputs(page: Path) -> bool:
    last = _last_run(page)
    return last.key != _key(last.code, last.library)


def _last_run(page: Path) -> nbformat.NotebookNode:
    return nbformat.read(executed_path(page), as_version=4).metadata.book


def _code_key(notebook: nbformat.NotebookNode) -> str:
    """Return the key by which the book finds outputs: of the code cells, their tags and options."""
    return get_cache(str(CACHE)).create_hashed_notebook(notebook)[1]


def _key(code: str, library: list[str]) -> str:
    """Digest everything else that the outputs depend on; a missing file makes another key."""
    digest = hashlib.sha256(code.encode())
    digest.update(f"{platform.python_version()} {sys.platform}".encode())
    data = sorted(p for p in (ROOT / "course_lib" / "datasets").glob("*.*") if p.is_file())
    measured = sorted((ROOT / "benchmarks").glob("*.json"))
    for path in [*map(Path, library), *data, *measured, ROOT / "requirements.txt", Path(__file__)]:
        digest.update(path.read_bytes() if path.exists() else b"missing")
    return digest.hexdigest()
