"""Handing in messages as the duty operator of the county, and reading what came of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from nuandong.alerts.actions import Receipt, receive
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from tests.cast import NOW

Enter = Callable[[Actor], AbstractContextManager[None]]


@pytest.fixture
def by(db: None, cast: SimpleNamespace, as_actor: Enter) -> Iterator[Actor]:
    with as_actor(cast.operator):
        yield cast.operator


@pytest.fixture
def hand_in(by: Actor) -> Callable[..., Receipt]:
    def hand_in(data: bytes, *, now: datetime = NOW) -> Receipt:
        return receive(by=by, now=now, data=data)

    return hand_in


@pytest.fixture
def told(by: Actor) -> Callable[[], list[tuple[str, dict[str, Any]]]]:
    """The journal of the test so far, oldest first: kinds without their module, and payloads."""

    def told() -> list[tuple[str, dict[str, Any]]]:
        return [(event.kind.removeprefix("alerts."), event.payload) for event in reversed(journal.history(limit=200))]

    return told
