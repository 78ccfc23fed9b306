"""Loaded by pytest before Django reads its settings: tests never touch the installation's own data folder or keys."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

for name in [name for name in os.environ if name.startswith("NUANDONG_") and not name.startswith("NUANDONG_TEST_")]:
    if name not in {"NUANDONG_NO_SKIPS", "NUANDONG_SOAK"}:
        del os.environ[name]
# The two halves of `make test` have a server each; a run of its own shares the first.
half = os.environ.get("NUANDONG_TEST_HALF", "rest")
os.environ["NUANDONG_DATA"] = str(ROOT / "data" / ("test" if half == "rest" else f"test-{half}"))
os.environ["NUANDONG_DEMO"] = "1"
os.environ["NUANDONG_LOG_LEVEL"] = "ERROR"
