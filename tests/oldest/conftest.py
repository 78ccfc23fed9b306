"""A cluster of the test's own, as the tests of the machine have it."""

from tests.machine.conftest import make_cluster, short_path

__all__ = ["make_cluster", "short_path"]
