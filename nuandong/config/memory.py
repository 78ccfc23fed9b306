"""Garbage collection of a web process."""

import gc
from typing import Final

_YOUNG: Final = 20_000
"""New objects until a pass: a page makes some ten thousand, nearly all gone with the answer."""


def settle() -> None:
    """Once everything is loaded: passes leave the program itself alone and come between pages rather than in them.

    With Python's own thresholds a full pass through models, forms and templates fell into every tenth page or so and
    took 50 to 150 ms of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)
