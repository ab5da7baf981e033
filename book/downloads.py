"""The chapters as plain notebooks: what a student downloads and runs.

A page's text uses roles and directives that only the book understands.  Here they become plain
Markdown: citations are written out, numbers computed by the page are filled in, boxes become
quotations, links lead to the neighboring notebooks, and a link to another page only names it.  A
mark that is not known is an error, so that no reader ever meets ``{cite}`` or ``:::``.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from pybtex.database import BibliographyData, Entry

from .pages import read_notebook

GLUE = "application/papermill.record/text/plain"
BOXES = {"note": "Note", "tip": "Tip", "warning": "Warning", "important": "Important"}
# Of any fence, at any depth; only boxes with colons at the start of a line have a plain form.
OPENING = r"(?P<fence>[\W\d]*(?<=:::|```|~~~))\{(?P<name>[^}]*)\}\s*(?P<title>.*)$"
KEPT_METADATA = ("kernelspec", "language_info")


class UnknownMark(ValueError):
    """A page uses a mark that has no plain form."""


def plain_notebook(
    page: Path, glued: Mapping[str, str], library: BibliographyData
) -> nbformat.NotebookNode:
    """Return the page as a notebook without outputs that any Jupyter shows and runs.

    Parameters
    ----------
    page : pathlib.Path
        A text notebook of the book.
    glued : mapping
        The values that its executed cells glued, by name.
    library : pybtex.database.BibliographyData
        The book's sources.

    Raises
    ------
    UnknownMark
        The page uses a role or directive that has no plain form; the message names both.
    """
    source = read_notebook(page)
    notebook = nbformat.v4.new_notebook(
        metadata={key: source.metadata[key] for key in KEPT_METADATA if key in source.metadata}
    )
    for number, cell in enumerate(source.cells):
        tags = cell.metadata.get("tags", [])
        if "remove-cell" in tags:  # it fills in numbers of the text: done here
            continue
        if cell.cell_type == "markdown":
            text = plain_markdown(cell.source, glued, library, page.name)
            plain = nbformat.v4.new_markdown_cell(text)
        else:
            plain = nbformat.v4.new_code_cell(cell.source, metadata={"tags": tags} if tags else {})
        plain.id = f"{page.stem[:50]}-{number}"  # the same in every build
        notebook.cells.append(plain)
    return notebook


def glued_values(executed: nbformat.NotebookNode) -> dict[str, str]:
    """Return what the executed cells glued, by name."""
    return {
        output.metadata["scrapbook"]["name"]: output.data[GLUE].strip("'\"")
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if "scrapbook" in output.get("metadata", {})
    }


def plain_markdown(
    text: str, glued: Mapping[str, str], library: BibliographyData, page: str
) -> str:
    """Return the text with every role and directive in its plain form."""
    roles: dict[str, Callable[[str], str]] = {
        "glue:text": lambda name: glued[name],
        "cite:t": lambda keys: _cite(keys, library, "{} ({})"),
        "cite:p": lambda keys: f"({_cite(keys, library, '{}, {}')})",
        "term": lambda term: term.partition("<")[0].strip(),
    }

    def role(match: re.Match[str]) -> str:
        if match["role"] not in roles:
            raise UnknownMark(f"{page}: the role {match[0]} has no plain form; known: {[*roles]}")
        try:
            return roles[match["role"]](match["content"])
        except KeyError as error:
            raise UnknownMark(f"{page}: {match[0]} names {error}, which is not there") from error

    if substitution := re.search(r"\{\{[^{}]*\}\}", text):
        raise UnknownMark(f"{page}: the substitution {substitution[0]} has no plain form")
    text = _boxes(text, page)
    text = re.sub(r"^\([\w-]+\)=\n", "", text, flags=re.MULTILINE)  # targets of links
    text = re.sub(r"\{(?P<role>[\w:-]+)\}`(?P<content>[^`]+)`", role, text)
    # Chapters lie side by side as notebooks; anchors inside them do not work everywhere.
    text = re.sub(r"\]\((\d\d_\w+)\.md(#[\w-]+)?\)", r"](\1.ipynb)", text)
    return re.sub(r"\[([^\]]+)\]\([\w/.-]+\.md(#[\w-]+)?\)", r"\1 (in the book)", text)


def _boxes(text: str, page: str) -> str:
    """Turn ``:::{name} title`` … ``:::`` into quotations, or folded parts for ``dropdown``."""
    out: list[str] = []
    open_boxes: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        opening = re.match(OPENING, line)
        target = open_boxes[-1][1] if open_boxes else out
        if opening:
            name, title = opening["name"], opening["title"]
            if name not in {"admonition", "dropdown", *BOXES} or opening["fence"].strip(":"):
                raise UnknownMark(f"{page}: the directive {line!r} has no plain form")
            open_boxes.append((name, [title or BOXES.get(name, "")]))
        elif open_boxes and re.fullmatch(r":{3,}\s*", line):
            name, lines = open_boxes.pop()
            (open_boxes[-1][1] if open_boxes else out).extend(_box(name, lines))
        elif open_boxes and len(target) == 1 and re.match(r":[\w-]+:", line):
            continue  # an option of the directive: a class, for instance
        else:
            target.append(line)
    if open_boxes:
        raise UnknownMark(f"{page}: a box {open_boxes[-1][0]!r} is not closed")
    return "\n".join(out)


def _box(name: str, lines: list[str]) -> list[str]:
    title, body = lines[0], "\n".join(lines[1:]).strip("\n").split("\n")
    if name == "dropdown":
        return ["<details>", f"<summary>{title}</summary>", "", *body, "", "</details>"]
    return [f"> **{title}**", ">", *(f"> {line}".rstrip() for line in body)]


def _cite(keys: str, library: BibliographyData, form: str) -> str:
    entries = [library.entries[key.strip()] for key in keys.split(",")]
    return "; ".join(form.format(_authors(entry), entry.fields["year"]) for entry in entries)


def _authors(entry: Entry) -> str:
    names = [" ".join(person.last_names) for person in entry.persons["author"]]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " & ".join(names)
