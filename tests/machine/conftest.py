"""Real servers in short-lived data folders. Nothing here needs the framework or the shared database."""

import pwd
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nuandong.machine.postgres import Cluster

# A test server may lose its data in a power cut, and shares two cores with its neighbours.
LIGHT = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "20"}


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder with a short path that any user may pass through; pytest's own is long and private."""
    path = Path(tempfile.mkdtemp(prefix="ndt"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def make_cluster(short_path: Path) -> Iterator[Callable[..., Cluster]]:
    """Clusters by name of their data folder; all are stopped afterwards."""
    made: list[Cluster] = []

    def make(name: str = "d") -> Cluster:
        made.append(Cluster(short_path / name, settings=LIGHT, far_root=short_path / "far"))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()


@pytest.fixture(scope="session")
def nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")
