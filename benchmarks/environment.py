"""One thread, the processor's own kernels, and which machine it was.  Imports no NumPy."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
# With these set, OpenBLAS would take kernels or block sizes made for another processor.
OVERRIDES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
PACKAGES = ("numpy", "scikit-learn", "torch")


def set_up() -> None:
    """Ask for one thread and for the processor's own kernels; to be called before NumPy loads."""
    for name in THREADS:
        os.environ[name] = "1"
    for name in OVERRIDES:
        os.environ.pop(name, None)


def machine(packages: Iterable[str] = PACKAGES) -> dict[str, Any]:
    """Return what has been measured on, as `benchmarks` says."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "versions": {package: _version(package) for package in packages},
        "blas": _blas(),
    }


def _processor() -> str:
    """Return the name in Linux's own list, which `platform` does not know, or what it does."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _blas() -> list[dict[str, Any]]:
    """Return the libraries of matrix products that are loaded; none without threadpoolctl."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return []
    return [
        {
            "library": Path(pool["filepath"]).name,
            "version": pool["version"],
            "kernel": pool.get("architecture"),
            "threads": pool["num_threads"],
        }
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    ]
