"""Work on hostile input in a child process that may die: limits on memory, processor seconds and wall time."""

import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_CHILD = (
    "import sys, pickle, importlib;"
    "module, name, arguments = pickle.loads(sys.stdin.buffer.read());"
    "sys.stdout.buffer.write(pickle.dumps(getattr(importlib.import_module(module), name)(*arguments)))"
)


class TooMuchError(Exception):
    """The child ran out of memory or time, or died: the input is refused, whatever it was."""


def run_limited(
    function: Callable[..., T], *arguments: Any, memory_mb: int = 512, cpu_seconds: int = 10, wall_seconds: float = 20.0
) -> T:
    """Call an importable module-level function in a child under limits and return its result.

    Arguments and result are pickled between our own processes. Exceptions the function means to report must be part of
    its result; anything else that goes wrong raises TooMuchError.
    """

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and our own code
            [sys.executable, "-c", _CHILD],
            input=pickle.dumps((function.__module__, function.__qualname__, arguments)),
            capture_output=True,
            timeout=wall_seconds,
            preexec_fn=limit,
            check=False,
            env={
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": os.pathsep.join(sys.path),
                "OPENBLAS_NUM_THREADS": "1",
            },
        )
    except subprocess.TimeoutExpired:
        raise TooMuchError("time") from None
    if done.returncode != 0:
        raise TooMuchError(f"exit status {done.returncode}")
    result: T = pickle.loads(done.stdout)  # noqa: S301  written by our own child
    return result
