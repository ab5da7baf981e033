"""Sphinx extension for books whose pages use `course_lib.explore`.

It tells the kernels that run the pages to pack their pictures, and puts the one script and the
style sheet on the pages that have sliders, and on no others.
"""

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .packed import BUILD_FLAG

HERE = Path(__file__).parent
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
AFTER_THE_NOTEBOOK_EXTENSION = 900  # which adds its page's scripts in the same event


def setup(app: Sphinx) -> dict[str, bool]:
    os.environ[BUILD_FLAG] = "book"
    app.connect("html-page-context", add_assets, priority=AFTER_THE_NOTEBOOK_EXTENSION)
    app.connect("builder-inited", copy_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_assets(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Add script and style to a page with sliders; leave out what only live widgets would use."""
    body = context.get("body", "")
    if '<div class="explore"' not in body:
        return
    app.add_js_file("sliders.js", loading_method="defer")
    app.add_css_file("sliders.css")
    if WIDGET_VIEW not in body:
        managers = getattr(app.config, "nb_ipywidgets_js", {})  # fetched from other hosts
        context["script_files"][:] = [
            script
            for script in context["script_files"]
            if getattr(script, "attributes", {}).get("type") != WIDGET_STATE
            and getattr(script, "filename", None) not in managers
        ]


def copy_assets(app: Sphinx) -> None:
    if app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        for name in ("sliders.js", "sliders.css"):
            (static / name).write_bytes((HERE / name).read_bytes())
