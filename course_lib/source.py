"""Shows the library's own source in a chapter, so that text and code cannot drift apart."""

import ast
import inspect
import textwrap
from typing import Any


class Source:
    """A piece of source code that notebooks and the book display, highlighted."""

    def __init__(self, code: str) -> None:
        self.code = code

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/markdown": f"```python\n{self.code}\n```", "text/plain": self.code}


def show_source(*things: Any, docstring: bool = False) -> Source:
    """Return the source of functions, methods or classes, to be displayed.

    Parameters
    ----------
    *things : function, method or class
        What to show, one below the other.
    docstring : bool
        Keep the docstrings.

    Raises
    ------
    TypeError
        One of the things has no Python source.
    """
    return Source("\n\n".join(_source(thing, docstring) for thing in things))


def _source(thing: Any, docstring: bool) -> str:
    try:
        code = textwrap.dedent(inspect.getsource(thing)).rstrip()
    except (OSError, TypeError) as error:
        raise TypeError(
            f"show_source expects functions, methods or classes from a file, got {thing!r}"
        ) from error
    if docstring:
        return code
    lines = code.splitlines()
    # From the last docstring to the first, so that the line numbers before it stay right.
    for node in sorted(ast.walk(ast.parse(code)), key=lambda n: -getattr(n, "lineno", 0)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            first = node.body[0]
            del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines)
