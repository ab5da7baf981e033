"""The tables that are printed."""

from typing import Any

from .contenders import FLOOR

#: What each workload is to reach: at most so many times the floor, at least so many times faster.
TARGETS = {
    "a": {FLOOR: 2.8, "PyTorch": 10, "scikit-learn": 7},
    "b": {FLOOR: 1.7, "PyTorch": 1.6, "scikit-learn": 3},
    "c": {FLOOR: 1.25, "PyTorch": 1.2, "scikit-learn": 2.6},
    "d": {FLOOR: 4.5, "PyTorch": 20, "scikit-learn": 12},
}
MISSING = "not installed"


def tables(results: dict[str, Any]) -> str:
    """Return all results as text."""
    parts = [_machine(results["machine"])]
    parts += [
        "Training, milliseconds of processor time per epoch (d: per step), median [quartiles]",
        _training(results["training"]),
        "How many times the floor we take, and how many times longer the others (target)",
        _ratios(results["training"]),
    ]
    for what, measurements in results["growth"].items():
        parts += [f"Training with growing {what.replace('_', ' ')}", _training(measurements)]
    parts += ["A step of Adam, nanoseconds for each parameter", _steps(results["adam_step"])]
    return "\n\n".join(parts)


def _machine(machine: dict[str, Any]) -> str:
    versions = [f"{name} {number or MISSING}" for name, number in machine["versions"].items()]
    blas = [
        f"{b['library']} {b['version']} ({b['kernel']}, {b['threads']} thread)"
        for b in machine["blas"]
    ]
    return "\n".join(
        [
            f"{machine['processor']}, {machine['cores']} cores, {machine['system']}",
            f"Python {machine['python']}, {', '.join(versions)}",
            *blas,
        ]
    )


def _training(measurements: list[dict[str, Any]]) -> str:
    names = list(measurements[0]["seconds"])
    rows = [["", "layers", "batch", *names]]
    for one in measurements:
        layers = "-".join(map(str, one["sizes"]))
        cells = [_spread(one["seconds"][name], 1000) for name in names]
        rows.append([one["name"], layers, str(one["batch_size"]), *cells])
    return aligned(rows)


def _ratios(measurements: list[dict[str, Any]]) -> str:
    names = list(measurements[0]["ratios"])
    rows = [["", *names]]
    for one in measurements:
        targets = TARGETS.get(one["name"], {})
        rows.append([one["name"], *(_ratio(one["ratios"], targets, name) for name in names)])
    return aligned(rows)


def _ratio(ratios: dict[str, float | None], targets: dict[str, float], name: str) -> str:
    if ratios[name] is None:
        return MISSING
    if name not in targets:
        return f"{ratios[name]:.3g}"
    return f"{ratios[name]:.3g} ({'≤' if name == FLOOR else '≥'} {targets[name]})"


def _steps(measurements: list[dict[str, Any]]) -> str:
    names = list(measurements[0]["ns_per_parameter"])
    rows = [["parameters", *names]]
    for one in measurements:
        cells = [_spread(one["ns_per_parameter"][name], 1) for name in names]
        rows.append([f"{one['parameters']:,}", *cells])
    return aligned(rows)


def _spread(spread: dict[str, float] | None, unit: float) -> str:
    if spread is None:
        return MISSING
    lower, median, upper = (unit * spread[key] for key in ("lower", "median", "upper"))
    return f"{median:.3g} [{lower:.3g}, {upper:.3g}]"


def aligned(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
