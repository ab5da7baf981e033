"""Which names a cell uses, defines, calls and imports, by its text alone."""

import ast
import functools


@functools.lru_cache(1000)
def loaded_names(source: str) -> frozenset[str]:
    """Return the names that a cell uses."""
    return frozenset(n.id for n in ast.walk(_tree(source)) if isinstance(n, ast.Name))


@functools.lru_cache(1000)
def names_in_functions(source: str) -> frozenset[str]:
    """Return the names that functions of a cell will use when later cells call them."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    found = [node for node in ast.walk(_tree(source)) if isinstance(node, functions)]
    return frozenset(n.id for node in found for n in ast.walk(node) if isinstance(n, ast.Name))


@functools.lru_cache(1000)
def called_names(source: str) -> frozenset[str]:
    """Return the names that a cell calls."""
    calls = (one.func for one in ast.walk(_tree(source)) if isinstance(one, ast.Call))
    return frozenset(call.id for call in calls if isinstance(call, ast.Name))


@functools.lru_cache(1000)
def bound_names(source: str) -> frozenset[str]:
    """Return the names that a cell defines for the cells after it."""
    names = set()
    for statement in _tree(source).body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            found = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            names |= {node.id for node in found if isinstance(node.ctx, ast.Store)}
    return frozenset(names)


def imported_modules(source: str) -> set[str]:
    """Return the modules that a cell imports by their full names."""
    names = set()
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])
