"""`python -m book`: run what changed, build the site, say where it is."""

import argparse
import subprocess
import sys
import time

from . import ROOT, SITE
from .execute import ChapterError, bring_up_to_date
from .pages import notebooks

JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"  # the command, wherever it is


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m book", description=__doc__)
    parser.add_argument("chapter", nargs="?", help="number of the only chapter to run, such as 03")
    wanted = parser.parse_args().chapter
    start = time.perf_counter()
    pages = notebooks()
    if wanted is not None:
        pages = [page for page in pages if page.stem.split("_")[0] == wanted.zfill(2)]
        if not pages:
            parser.error(f"no chapter {wanted}; there are {', '.join(p.stem for p in notebooks())}")
    try:
        bring_up_to_date(pages)
    except ChapterError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    # -W: a warning is an error; -n: so is a link to nowhere.
    options = ["-W", "-n", "--keep-going", "--quiet"]
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT), *options]
    failed = subprocess.run(command, check=False).returncode
    if failed:
        print("\nThe book was not built: see the warnings above.", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    print(f"\nThe book is built ({seconds:.0f} s). Open {(SITE / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
