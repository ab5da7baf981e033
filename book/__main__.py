"""`python -m book`: run what changed, build the site, say where it is."""

import argparse
import os
import shutil
import subprocess
import sys
import time

from . import BUILD, ROOT, SITE
from .execute import ENVIRONMENT, ChapterError, bring_up_to_date
from .pages import notebooks

JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"  # the command, wherever it is


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m book", description=__doc__)
    parser.add_argument("chapter", nargs="?", help="number of the chapter you write, such as 03")
    number = parser.parse_args().chapter
    start = time.perf_counter()
    pages = notebooks()
    written = [p for p in pages if number and p.stem.split("_")[0] == number.zfill(2)]
    if number and not written:
        parser.error(f"no chapter {number}; there are {', '.join(page.stem for page in pages)}")
    # A name or a message may hold η, which not every terminal can show.
    sys.stdout.reconfigure(errors="replace")
    try:
        bring_up_to_date(pages, *written)
        build()
    except ChapterError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        print("\nThe book was not built: see the warnings above.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Chapters that had run to their end are kept.", file=sys.stderr)
        return 130
    seconds = time.perf_counter() - start
    print(f"\nThe book is built ({seconds:.0f} s). Open {(SITE / 'index.html').as_uri()}")
    return 0


def build() -> None:
    """Make the pages.

    Raises
    ------
    subprocess.CalledProcessError
        There was a warning.
    """
    # -W: a warning is an error; -n: so is a link to nowhere.
    options = ["-W", "-n", "--keep-going", "--quiet"]
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(ROOT), *options]
    try:
        subprocess.run(command, env=os.environ | ENVIRONMENT, check=True)
    except BaseException:
        # Sphinx warns of a page when it reads it. Have it read all of them next time.
        shutil.rmtree(BUILD / ".doctrees", ignore_errors=True)
        raise


if __name__ == "__main__":
    sys.exit(main())
