"""Recorded by form, located, ended, expired."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from nuandong.alerts import selectors
from nuandong.alerts.actions import HeardFrom, Receipt, end_warning, expire_due, locate_warning, record_by_form
from nuandong.alerts.levels import Level
from nuandong.alerts.models import WeatherWarning
from nuandong.alerts.states import State
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from tests.alerts.conftest import Enter
from tests.alerts.samples import gbt, sample
from tests.cast import COUNTY, NOW, OTHER_COUNTY, PREFECTURE, TOWNSHIP_A

HandIn = Callable[..., Receipt]
Told = Callable[[], list[tuple[str, dict[str, Any]]]]


def form(by: Actor, **changed: Any) -> WeatherWarning:
    given: dict[str, Any] = {
        "event": "cold_wave",
        "level": Level.BLUE,
        "issuer": "示例县气象台",
        "issued_at": NOW - timedelta(minutes=10),
        "heard_from": HeardFrom.PHONE,
        "regions": [COUNTY],
        "number": "2026年第118号",
        "until": NOW + timedelta(hours=30),
    }
    return record_by_form(by=by, now=NOW, **(given | changed))


def test_a_warning_heard_by_phone(by: Actor, told: Told) -> None:
    warning = form(by, headline="寒潮蓝色\u202e预警", words="降温8℃以上")
    assert (warning.state, warning.level, warning.until_assumed) == (State.CURRENT, "blue", False)
    assert (warning.message.issuer, warning.message.number, warning.message.heard_from) == (
        "示例县气象台",
        "2026年第118号",
        "phone",
    )
    assert warning.headline == "寒潮蓝色预警"
    assert [held.warning for held in selectors.holding(NOW, TOWNSHIP_A)] == [warning]
    ((kind, payload),) = told()
    assert (kind, payload["relayed"], payload["regions"]) == ("warning_received", True, [COUNTY])


def test_without_an_end_the_usual_length_counts(by: Actor) -> None:
    warning = form(by, until=None)
    assert warning.until == NOW - timedelta(minutes=10) + timedelta(hours=48)
    assert warning.until_assumed


def test_a_form_can_take_the_place_of_a_warning(by: Actor, hand_in: HandIn, told: Told) -> None:
    (old,) = hand_in(gbt("n1")).warnings
    new = form(by, level=Level.ORANGE, replaces=old.id)
    old.refresh_from_db()
    assert (old.state, old.replaced_by_id, new.thread) == (State.SUPERSEDED, new.id, old.thread)
    assert [kind for kind, _ in told()] == ["warning_received", "warning_updated"]
    hand_in(gbt("n2", "Cancel", sent="2026-12-01 19:58:00+08:00", references="n1"))
    assert [held.warning for held in selectors.holding(NOW, COUNTY)] == [new]
    assert [step.message.type for step in selectors.history(new.id)] == ["alert", "alert", "cancel"]
    with pytest.raises(NotNow):
        form(by, number="119", replaces=old.id)


@pytest.mark.parametrize(
    ("changed", "error", "code", "field"),
    [
        ({"event": "meteor"}, Invalid, "alerts.bad_event", "event"),
        ({"level": Level.UNKNOWN}, Invalid, "alerts.bad_level", "level"),
        ({"issuer": " \u200b "}, Invalid, "alerts.no_issuer", "issuer"),
        ({"issuer": "台" * 201}, Invalid, "text_too_long", "issuer"),
        ({"words": "冷" * 10_001}, Invalid, "text_too_long", "words"),
        ({"issued_at": NOW + timedelta(hours=2)}, Invalid, "alerts.sent_in_future", "issued_at"),
        ({"until": NOW - timedelta(minutes=10)}, Invalid, "alerts.bad_until", "until"),
        ({"until": NOW + timedelta(days=365)}, Invalid, "alerts.bad_until", "until"),
        ({"regions": []}, Invalid, "alerts.no_region", "regions"),
        ({"regions": [OTHER_COUNTY]}, Invalid, "alerts.no_region", "regions"),
        ({"regions": [520102]}, Invalid, "geo.code_shape", "regions"),
        ({"replaces": UUID(int=7)}, NotFound, "alerts.not_found", None),
    ],
)
def test_forms_that_are_refused(
    changed: dict[str, Any], error: type[DomainError], code: str, field: str | None, by: Actor, told: Told
) -> None:
    with pytest.raises(error) as refusal:
        form(by, **changed)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert told() == []
    assert not WeatherWarning.objects.exists()


def test_a_number_is_recorded_once(by: Actor) -> None:
    form(by)
    with pytest.raises(Conflict):
        form(by)
    assert form(by, issuer="示例市气象台", regions=[PREFECTURE])
    assert form(by, number="") != form(by, number="")


def test_ending_by_decision(by: Actor, hand_in: HandIn, told: Told) -> None:
    (warning,) = hand_in(gbt("n1")).warnings
    ended = end_warning(
        by=by, now=NOW, warning=warning.id, reason="气象台电话告知已解除", ended_at=NOW - timedelta(hours=1)
    )
    assert (ended.state, ended.closed_at) == (State.ENDED, NOW - timedelta(hours=1))
    assert selectors.holding(NOW, COUNTY) == []
    assert len(selectors.holding(NOW - timedelta(hours=1, minutes=1), COUNTY)) == 1
    kind, payload = told()[-1]
    assert (kind, datetime.fromisoformat(payload["until"])) == ("warning_ended", NOW - timedelta(hours=1))
    assert "气象台" not in str(payload)
    (event, _) = journal.history(subject=warning.thread)
    assert journal.texts([event.id]) == {event.id: {"reason": "气象台电话告知已解除"}}
    with pytest.raises(NotNow):
        end_warning(by=by, now=NOW, warning=warning.id, reason="再次")


def test_an_update_after_a_decision_brings_the_warning_back(by: Actor, hand_in: HandIn, told: Told) -> None:
    (warning,) = hand_in(gbt("n1")).warnings
    end_warning(by=by, now=NOW, warning=warning.id, reason="电话告知")
    (again,) = hand_in(
        gbt("n2", "Update", sent="2026-12-01 20:10:00+08:00", references="n1"), now=NOW + timedelta(minutes=11)
    ).warnings
    warning.refresh_from_db()
    assert (warning.state, again.state, again.thread) == (State.ENDED, State.CURRENT, warning.thread)
    assert [kind for kind, _ in told()] == ["warning_received", "warning_ended", "warning_updated"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "alerts.no_reason"),
        ({"ended_at": NOW + timedelta(minutes=1)}, "alerts.bad_end"),
        ({"ended_at": NOW - timedelta(days=1)}, "alerts.bad_end"),
    ],
)
def test_decisions_that_are_refused(given: dict[str, Any], code: str, by: Actor, hand_in: HandIn) -> None:
    (warning,) = hand_in(gbt("n1")).warnings
    with pytest.raises(Invalid) as refusal:
        end_warning(by=by, now=NOW, warning=warning.id, **({"reason": "电话告知"} | given))
    assert refusal.value.code == code
    assert len(selectors.holding(NOW, COUNTY)) == 1


def test_who_decides(db: None, cast: SimpleNamespace, as_actor: Enter) -> None:
    with as_actor(cast.operator):
        warning = form(cast.operator)
    with as_actor(cast.crew):
        with pytest.raises(Forbidden):
            end_warning(by=cast.crew, now=NOW, warning=warning.id, reason="冷")
        with pytest.raises(Forbidden):
            form(cast.crew)
        with pytest.raises(Forbidden):
            locate_warning(by=cast.crew, now=NOW, warning=warning.id, regions=[COUNTY])
    with as_actor(cast.outsider):
        with pytest.raises(OutOfScope):
            end_warning(by=cast.outsider, now=NOW, warning=warning.id, reason="冷")
        with pytest.raises(OutOfScope):
            locate_warning(by=cast.outsider, now=NOW, warning=warning.id, regions=[OTHER_COUNTY])
    with as_actor(cast.operator), pytest.raises(NotFound):
        end_warning(by=cast.operator, now=NOW, warning=UUID(int=7), reason="冷")


def test_expiry(db: None, cast: SimpleNamespace, as_actor: Enter, hand_in: HandIn, told: Told) -> None:
    (short,) = hand_in(gbt("n1", expires="2026-12-01 21:00:00+08:00")).warnings
    (long,) = hand_in(gbt("n2")).warnings
    hand_in(gbt("n3", expires="2026-12-01 21:00:00+08:00", status="Test"))
    runs_out = NOW + timedelta(hours=1)
    with as_actor(SYSTEM):
        assert expire_due(by=SYSTEM, now=runs_out - timedelta(seconds=1)) == 0
        assert expire_due(by=SYSTEM, now=runs_out + timedelta(hours=3)) == 1
        assert expire_due(by=SYSTEM, now=runs_out + timedelta(hours=3)) == 0
    short.refresh_from_db()
    long.refresh_from_db()
    assert (short.state, short.closed_at, long.state) == (State.EXPIRED, runs_out, State.CURRENT)
    (event, _) = journal.history(subject=short.thread)
    assert (event.kind, event.acted_at, event.region) == ("alerts.warning_expired", runs_out, COUNTY)
    with as_actor(cast.crew), pytest.raises(Forbidden):
        expire_due(by=cast.crew, now=NOW)


def test_what_ran_out_before_it_arrived_was_in_force_in_its_time(hand_in: HandIn, as_actor: Enter) -> None:
    (warning,) = hand_in(gbt("n1", sent="2026-11-28 08:00:00+08:00", expires="2026-11-29 08:00:00+08:00")).warnings
    assert selectors.holding(NOW, COUNTY) == []
    assert [h.warning for h in selectors.holding(datetime(2026, 11, 28, 12, tzinfo=NOW.tzinfo), COUNTY)] == [warning]
    with as_actor(SYSTEM):
        assert expire_due(by=SYSTEM, now=NOW) == 1


def test_an_area_nobody_could_read_is_given_by_a_person(by: Actor, hand_in: HandIn, told: Told) -> None:
    polygon_only = (
        sample("cap_snow_and_icing.xml").replace(b"520102<", b"x<").replace(b"520102001000 520102002000", b"y")
    )
    snow, icing = hand_in(polygon_only).warnings
    assert selectors.holding(NOW, COUNTY) == []
    assert selectors.without_area(NOW) == [icing, snow]
    located = locate_warning(by=by, now=NOW, warning=snow.id, regions=[TOWNSHIP_A, COUNTY])
    assert [h.warning for h in selectors.holding(NOW, COUNTY)] == [located]
    assert selectors.without_area(NOW) == [icing]
    assert selectors.areas([located]) == {located.id: (COUNTY, TOWNSHIP_A)}
    kind, payload = told()[-1]
    assert (kind, payload["regions"]) == ("warning_updated", [COUNTY, TOWNSHIP_A])
    with pytest.raises(NotNow):
        locate_warning(by=by, now=NOW, warning=snow.id, regions=[COUNTY])
    with pytest.raises(Invalid):
        locate_warning(by=by, now=NOW, warning=icing.id, regions=[])
    with pytest.raises(NotFound):
        locate_warning(by=by, now=NOW, warning=UUID(int=7), regions=[COUNTY])
