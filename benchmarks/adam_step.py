"""The time of a step of Adam for each parameter, from ten thousand to ten million of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib import Adam

from .contenders import OURS, torch
from .timing import cpu_seconds, in_turns, spread

NUMBERS = 10**7  # parameters times steps that are measured at a time
Step = Callable[[], None]


class PlainAdam:
    """The formulas as they stand: every operation makes a new array."""

    def __init__(self, w: NDArray[np.float32]) -> None:
        self.w, self.v, self.s, self.t = w, np.zeros_like(w), np.zeros_like(w), 0

    def step(self, g: NDArray[np.float32]) -> None:
        self.t += 1
        self.v = 0.9 * self.v + (1 - 0.9) * g
        self.s = 0.999 * self.s + (1 - 0.999) * g**2
        v_hat = self.v / (1 - 0.9**self.t)
        s_hat = self.s / (1 - 0.999**self.t)
        self.w = self.w - 0.001 * v_hat / (np.sqrt(s_hat) + 1e-8)


def steppers(parameters: int) -> dict[str, tuple[Step, Callable[[], NDArray]] | None]:
    """Return for each contender what makes a step, and what gives the parameters."""
    rng = np.random.default_rng(0)
    start, g = rng.normal(size=(2, parameters)).astype(np.float32)
    w, optimizer, plain = start.copy(), Adam(), PlainAdam(start.copy())
    entries: dict[str, Any] = {
        OURS: (lambda: optimizer.advance(w, g), lambda: w),
        "NumPy formulas": (lambda: plain.step(g), lambda: plain.w),
        "PyTorch": None,
    }
    if torch:
        tensor = torch.from_numpy(start.copy()).requires_grad_()
        tensor.grad = torch.from_numpy(g)
        theirs = torch.optim.Adam([tensor], fused=True)
        entries["PyTorch"] = (theirs.step, lambda: tensor.detach().numpy())
    return entries


def measure(parameters: int, rounds: int) -> dict[str, Any]:
    """Return the nanoseconds for each parameter, as `benchmarks` says."""
    entries = steppers(parameters)
    steps = max(1, NUMBERS // parameters)

    def nanoseconds(step: Step) -> Callable[[], float]:
        def many() -> None:
            for _ in range(steps):
                step()

        return lambda: 1e9 * cpu_seconds(many) / (steps * parameters)

    measures = {name: entry and nanoseconds(entry[0]) for name, entry in entries.items()}
    times = in_turns(measures, rounds)
    return {
        "parameters": parameters,
        "ns_per_parameter": {
            name: spread(times[name]) if name in times else None for name in entries
        },
    }
