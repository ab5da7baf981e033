"""The book's own Sphinx extension: what Jupyter Book leaves to be done for these pages."""

import hashlib
import importlib.util
import shutil
from pathlib import Path
from typing import Any

import nbformat
from pybtex.database import parse_file
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from . import ROOT
from .chapter_map import ChapterMap, chapters
from .downloads import glued_values, plain_notebook
from .execute import executed_path

STATIC = ROOT / "book" / "static"
MATHJAX = "mathjax/tex-svg-full.js"  # one file with every glyph as a shape: nothing else to fetch


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("chapter-map", ChapterMap)
    app.add_config_value("static_digest", digest(STATIC), "html")
    app.config.mathjax_path = MATHJAX
    app.connect("builder-inited", copy_mathjax)
    app.connect("env-get-outdated", pages_run_since)
    app.connect("build-finished", write_notebooks)
    app.connect("build-finished", remove_old_pages)
    app.connect("html-page-context", link_notebook)
    app.connect("html-page-context", leave_out_thebe, priority=900)  # after all who add scripts
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def digest(folder: Path) -> str:
    """Stand for the files' contents; as a setting, it has the pages written anew on a change.

    Sphinx copies style sheets and scripts only when it writes a page.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(f.name.encode() + f.read_bytes() for f in files)).hexdigest()


def copy_mathjax(app: Sphinx) -> None:
    """Serve formulas from the site itself, so that they need no network."""
    if app.builder.format == "html":
        package = importlib.util.find_spec("sphinx-mathjax-offline")
        target = Path(app.outdir) / "_static" / MATHJAX
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(package.origin).parent / "static" / MATHJAX, target)


def pages_run_since(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Read a page again whose code ran since it was last read, though its text is the same."""
    return [
        name
        for name, read_at in env.all_docs.items()
        if (ran := executed_path(Path(env.doc2path(name)))).exists()
        and ran.stat().st_mtime * 1_000_000 > read_at
    ]


def leave_out_thebe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
) -> None:
    """Jupyter Book prepares every page for a live kernel that this book does not offer."""
    context["script_files"][:] = [s for s in context["script_files"] if not _is_thebe(s)]


def _is_thebe(script: Any) -> bool:
    inline = getattr(script, "attributes", {}).get("body") or ""
    return "thebe" in f"{getattr(script, 'filename', '')}{inline}".lower()


def write_notebooks(app: Sphinx, error: Exception | None) -> None:
    """Put beside each page that holds code the notebook to download."""
    if error is not None or app.builder.format != "html":
        return
    library = parse_file(ROOT / "chapters" / "references.bib")
    for page in chapters():
        glued = glued_values(nbformat.read(executed_path(page), as_version=4))
        target = Path(app.outdir) / page.relative_to(ROOT).with_suffix(".ipynb")
        nbformat.write(plain_notebook(page, glued, library), target)


def remove_old_pages(app: Sphinx, error: Exception | None) -> None:
    """Take away what an earlier build made of texts that are no pages any more."""
    for file in Path(app.outdir, "chapters").glob("*.*"):
        if f"chapters/{file.stem}" not in app.env.found_docs:
            file.unlink()


def link_notebook(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
) -> None:
    """Offer the page as a notebook, right below its title."""
    if ROOT / f"{page}.md" in chapters():
        name = f"{Path(page).name}.ipynb"
        link = f'<p class="download"><a href="{name}" download>Download as a notebook</a></p>'
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{link}", 1)
