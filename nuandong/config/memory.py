"""Garbage collection of a web process, and of commands."""

import gc
from typing import Final

_YOUNG: Final = 20_000
"""New objects until a pass: a page makes some ten thousand, nearly all gone with the answer."""
_PATIENT: Final = 50_000
"""Of a command or the worker: a ledger of a hundred thousand rows makes millions that stay until it is stored."""


def settle() -> None:
    """Once everything is loaded: passes leave the program itself alone and come between pages rather than in them.

    With Python's own thresholds a full pass through models, forms and templates fell into every tenth page or so and
    took 50 to 150 ms of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)


def patient() -> None:
    """Before a command or the worker begins. With Python's own thresholds a quarter of an import went into looking for
    garbage every seven hundred objects, and half of an export."""
    gc.set_threshold(_PATIENT, 20, 50)
