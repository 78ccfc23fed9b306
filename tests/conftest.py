"""Fixtures of every test: the throw-away cluster, clones of one migrated template, the cast, and entered scopes."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from nuandong.kernel.actors import Actor
from nuandong.machine.dsn import is_embedded
from nuandong.machine.postgres import Cluster
from tests import databases

# No example is judged by the clock: the machine may be busy with other things.
settings.register_profile("nuandong", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nuandong")


@pytest.fixture(scope="session")
def cluster() -> None:
    """The throw-away server; it keeps running between runs. With DATABASE_URL set, a real server is used instead."""
    if is_embedded(os.environ):
        fast = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "150"}
        Cluster(Path(os.environ["NUANDONG_DATA"]), settings=fast).ensure_running()


@pytest.fixture(scope="session")
def django_db_setup(cluster: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), databases.clone("run") as name, databases.use_database(name, role="web"):
        yield


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of the test's own in which commits are real; its name is the value."""
    with django_db_blocker.unblock(), databases.clone("own") as name, databases.use_database(name, role="web"):
        yield name


@pytest.fixture
def cast() -> SimpleNamespace:
    from tests.cast import cast as members  # noqa: PLC0415  needs the settings above

    return members()


@pytest.fixture
def as_actor() -> Callable[[Actor], AbstractContextManager[None]]:
    from nuandong.org import scope  # noqa: PLC0415

    return scope.enter


@pytest.fixture
def owner_db(db: None) -> Iterator[None]:
    """The owner role inside a test's transaction."""
    with databases.as_owner():
        yield
        connection.check_constraints()


@pytest.fixture
def by_hand(tmp_path: Path) -> Iterator[None]:
    """A county whose weekly report has rows entered by hand."""
    from tests.reports.by_hand import weekly_by_hand  # noqa: PLC0415

    with weekly_by_hand(tmp_path):
        yield
