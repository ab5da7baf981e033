"""Runs the code of one cell as a notebook would: one namespace, the last value kept."""

import ast
import asyncio
import inspect
import linecache
from typing import Any


def run_cell(source: str, where: str, names: dict[str, Any], *, forgiving: bool = False) -> Any:
    """Run a cell and return the value of its last expression, if it ends with one.

    Parameters
    ----------
    source : str
        Python, with IPython's own syntax already translated.
    where : str
        What tracebacks call this cell.
    names : dict
        The notebook's namespace.
    forgiving : bool
        Go on after an import of what is not there; for cells that the student did not write.
    """
    linecache.cache[where] = (len(source), None, source.splitlines(keepends=True), where)
    body = ast.parse(source, where).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    for part in [[one] for one in body] if forgiving else [body]:
        try:
            _evaluate(ast.Module(part, type_ignores=[]), where, names)
        except ImportError:
            if not (forgiving and isinstance(part[0], ast.Import | ast.ImportFrom)):
                raise
    if last is None:
        return None
    value = _evaluate(ast.Expression(last.value), where, names)
    return None if source.rstrip().endswith(";") else value


def _evaluate(tree: ast.Module | ast.Expression, where: str, names: dict[str, Any]) -> Any:
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    code = compile(tree, where, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    value = eval(code, names)
    return asyncio.run(value) if code.co_flags & inspect.CO_COROUTINE else value
