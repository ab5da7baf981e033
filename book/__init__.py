"""How the pages are made: run the chapters, build the site, write the notebooks for download.

`python -m book` does all of it; the book's page "How this book is built" explains it.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
SITE = BUILD / "html"
