"""How fast the journal is sealed and proven; run by `make bench` in the worker's role, on the bench's data."""

import time

import django

django.setup()

from django.conf import settings  # noqa: E402

from nuandong.journal.sealing import seal_all  # noqa: E402
from nuandong.journal.verification import verify  # noqa: E402
from nuandong.kernel.actors import SYSTEM  # noqa: E402
from nuandong.kernel.clock import SystemClock  # noqa: E402
from nuandong.org import scope  # noqa: E402

with scope.enter(SYSTEM):
    began = time.perf_counter()
    sealed = seal_all(now=SystemClock().now(), anchor_file=settings.NUANDONG_ANCHOR_FILE)
    took = time.perf_counter() - began
with scope.enter(SYSTEM):
    began = time.perf_counter()
    report = verify(anchor_file=settings.NUANDONG_ANCHOR_FILE)
    proved = time.perf_counter() - began
if not report.sound:
    raise SystemExit("the bench's journal does not verify")
if sealed:
    print(f"{'sealing':<32}{sealed / took:>12,.0f}")
print(f"{'verification':<32}{report.sealed / proved:>12,.0f}   ({report.sealed:,} events)")
