"""Ctrl-C, and a polite request of the system to end: neither is ever lost.

Python raises `KeyboardInterrupt` wherever the program happens to be.  If that is a callback of the
garbage collector or of a weak reference, it is printed and forgotten, and the program goes on.
"""

import signal
from typing import Any

_asked = False


def listen() -> None:
    """Take both signals from now on; what was asked of an earlier run is done with."""
    global _asked
    _asked = False
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)


def look() -> None:
    """Raise `KeyboardInterrupt` if there has been a signal, whatever became of it then."""
    if _asked:
        raise KeyboardInterrupt


def _stop(*_: Any) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt
