"""Messages handed in: what is kept, what comes into force, what the journal says."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from nuandong.alerts import events, selectors
from nuandong.alerts.actions import Receipt, receive
from nuandong.alerts.keeping import OVERSIZED_KEPT, REFUSED_PER_DAY
from nuandong.alerts.kinds import Outcome
from nuandong.alerts.models import Message, RawMessage, WarningArea, WeatherWarning
from nuandong.alerts.states import State
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import Forbidden, OutOfScope
from tests.alerts.conftest import Enter
from tests.alerts.samples import gbt, sample
from tests.cast import COUNTY, NOW, OTHER_COUNTY

HandIn = Callable[..., Receipt]
Told = Callable[[], list[tuple[str, dict[str, Any]]]]


def sent(hour: int, minute: int = 0) -> str:
    return f"2026-12-01 {hour:02}:{minute:02}:00+08:00"


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=NOW.tzinfo)


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def test_a_cold_wave_comes_into_force_and_is_told(hand_in: HandIn, told: Told, by: Actor) -> None:
    receipt = hand_in(sample("gbt_cold_wave_blue.xml"))
    (warning,) = receipt.warnings
    assert (warning.event, warning.level, warning.state) == ("cold_wave", "blue", State.CURRENT)
    assert (warning.starts_at, warning.until, warning.until_assumed) == (
        datetime(2026, 12, 1, 15, 50, 12, tzinfo=NOW.tzinfo),
        datetime(2026, 12, 3, 15, 50, 12, tzinfo=NOW.tzinfo),
        True,
    )
    assert selectors.raw_body(receipt.raw.id) == sample("gbt_cold_wave_blue.xml")
    assert receipt.raw.outcome == Outcome.ACCEPTED
    ((kind, payload),) = told()
    assert kind == "warning_received"
    assert {key: moment(value) if key in {"from", "until"} else value for key, value in payload.items()} == {
        "warning": str(warning.id),
        "event": "cold_wave",
        "level": "blue",
        "regions": [520100000000],
        "from": warning.starts_at,
        "until": warning.until,
        "until_assumed": True,
        "relayed": False,
    }
    (event,) = journal.history(subject=warning.thread)
    assert (event.acted_at, event.recorded_at, event.region) == (at(15, 45), NOW, by.region)
    assert event.actor == by.staff
    assert events.WarningReceived.model_validate(event.payload).starts_at == warning.starts_at


def test_nothing_is_written_when_the_event_cannot_be(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        receive(by=by, now=NOW, data=sample("gbt_cold_wave_blue.xml"))
    assert not WeatherWarning.objects.exists()
    assert not RawMessage.objects.exists()


def test_the_night_of_a_cold_wave(hand_in: HandIn, told: Told) -> None:
    """Blue in the afternoon, orange in the evening, lifted in the morning: one subject throughout."""
    (blue,) = hand_in(sample("gbt_cold_wave_blue.xml")).warnings
    (orange,) = hand_in(sample("gbt_cold_wave_orange_update.xml")).warnings
    assert hand_in(sample("gbt_cancel.xml"), now=at(9, 30, day=2)).warnings == ()
    blue.refresh_from_db()
    orange.refresh_from_db()
    assert (blue.state, blue.closed_at, blue.replaced_by_id) == (State.SUPERSEDED, at(19, 5), orange.id)
    assert (orange.state, orange.closed_at, orange.replaced_by_id) == (State.CANCELLED, at(9, day=2), None)
    assert orange.thread == blue.thread
    assert [kind for kind, _ in told()] == ["warning_received", "warning_updated", "warning_cancelled"]
    assert moment(told()[-1][1]["until"]) == at(9, day=2)
    assert {event.subject for event in journal.history()} == {blue.thread}
    steps = selectors.history(orange.id)
    assert [(step.message.type, len(step.warnings)) for step in steps] == [("alert", 1), ("update", 1), ("cancel", 0)]


def test_a_message_with_two_events_opens_two_warnings(hand_in: HandIn, told: Told) -> None:
    receipt = hand_in(sample("cap_snow_and_icing.xml"))
    assert [(w.event, w.level) for w in receipt.warnings] == [("snowstorm", "orange"), ("road_icing", "yellow")]
    assert len({w.thread for w in receipt.warnings}) == 2
    assert receipt.warnings[0].geometry["circles"] == [[26.65, 106.63, 12.5]]
    assert receipt.message is not None
    assert ["geocode_unknown", "SAME=006109"] in receipt.message.notes
    assert [kind for kind, _ in told()] == ["warning_received"] * 2


def test_the_same_message_again_changes_nothing(hand_in: HandIn, told: Told) -> None:
    first = hand_in(gbt("n1"))
    again = hand_in(gbt("n1"))
    other_wording = hand_in(gbt("n1").replace("某地".encode(), "某 地".encode()))
    assert (first.repeated, again.repeated, other_wording.repeated) == (False, True, True)
    assert again.warnings == other_wording.warnings == first.warnings
    assert len(told()) == 1
    assert Message.objects.count() == 1


def test_a_number_used_for_something_else_is_refused(hand_in: HandIn, told: Told) -> None:
    hand_in(gbt("n1"))
    other = hand_in(gbt("n1", events=(("11B05", "Red"),)))
    assert other.refusal is not None
    assert other.refusal.code == "alerts.number_reused"
    assert other.raw.outcome == Outcome.REFUSED
    assert len(told()) == 1
    assert hand_in(gbt("n1", sender="52010141600000")).refusal is None, "another sender counts its own numbers"


CHAIN = {
    "alert": gbt("n1", sent=sent(15), events=(("11B05", "Blue"), ("11B04", "Blue"))),
    "update": gbt("n2", "Update", sent=sent(16), references="n1", events=(("11B05", "Orange"),)),
    "later": gbt("n3", "Update", sent=sent(17), references="n2", events=(("11B05", "Red"),)),
    "cancel": gbt("n4", "Cancel", sent=sent(18), references="n3"),
}


@pytest.mark.parametrize("order", list(permutations(CHAIN)), ids="-".join)
def test_order_of_arrival_changes_nothing(order: tuple[str, ...], hand_in: HandIn, told: Told) -> None:
    for name in order:
        assert hand_in(CHAIN[name]).refusal is None
    found = WeatherWarning.objects.order_by("message__sent_at", "ordinal")
    assert [(w.event, w.level, w.state, w.closed_at) for w in found] == [
        ("cold_wave", "blue", State.SUPERSEDED, at(16)),
        ("snowstorm", "blue", State.SUPERSEDED, at(16)),
        ("cold_wave", "orange", State.SUPERSEDED, at(17)),
        ("cold_wave", "red", State.CANCELLED, at(18)),
    ]
    assert selectors.holding(NOW, COUNTY) == []
    assert _in_force_by_events("cold_wave") == [
        (at(15), at(16), "blue"),
        (at(16), at(17), "orange"),
        (at(17), at(18), "red"),
    ]
    assert _in_force_by_events("snowstorm") == [(at(15), at(16), "blue")]
    assert len(told()) == len({event.id for event in journal.history()})


def _in_force_by_events(event: str) -> list[tuple[datetime, datetime, str]]:
    """What a reader of the journal alone takes to be in force: each version until its end or the subject's next event."""
    found = []
    facts = sorted(journal.history(limit=200), key=lambda e: (e.acted_at, e.id))
    for subject in {fact.subject for fact in facts}:
        mine = [fact for fact in facts if fact.subject == subject]
        for index, fact in enumerate(mine):
            if fact.kind in {"alerts.warning_received", "alerts.warning_updated"} and fact.payload["event"] == event:
                ends = [later.acted_at for later in mine[index + 1 :]]
                end = min([datetime.fromisoformat(fact.payload["until"]), *ends])
                found.append((datetime.fromisoformat(fact.payload["from"]), end, fact.payload["level"]))
    return sorted(each for each in found if each[0] < each[1])


def test_overlapping_warnings_stay_side_by_side(hand_in: HandIn) -> None:
    (first,) = hand_in(gbt("n1", sent=sent(15))).warnings
    (second,) = hand_in(gbt("n2", sent=sent(16), events=(("11B05", "Orange"),), sender="52000041600000")).warnings
    assert [h.warning.id for h in selectors.holding(NOW, COUNTY)] == [second.id, first.id]
    assert selectors.strongest(selectors.holding(NOW, COUNTY))["cold_wave"].warning == second
    assert [w.id for w in selectors.overlapping(first.id)] == [second.id]


@pytest.mark.parametrize("status", ["Exercise", "Test", "Draft"])
def test_rehearsals_are_kept_and_never_in_force(status: str, hand_in: HandIn, told: Told) -> None:
    (real,) = hand_in(gbt("n1", sent=sent(15))).warnings
    (warning,) = hand_in(gbt("n2", "Update", references="n1", sent=sent(16), status=status)).warnings
    hand_in(gbt("n3", "Cancel", references="n1", sent=sent(17), status=status))
    assert warning.state == State.REHEARSAL
    assert [held.warning for held in selectors.holding(NOW, COUNTY)] == [real]
    assert [kind for kind, _ in told()] == ["warning_received", "rehearsal_received"]


def test_somebody_elses_cancel_does_nothing(hand_in: HandIn) -> None:
    hand_in(gbt("n1", sent=sent(15)))
    receipt = hand_in(gbt("n2", "Cancel", sent=sent(16), references="n1", sender="11000041600000"))
    assert receipt.refusal is None
    assert len(selectors.holding(NOW, COUNTY)) == 1
    cap = sample("cap_snow_and_icing.xml").replace(b">met@example.org,urn", b">other@example.org,urn")
    message = hand_in(cap).message
    assert message is not None
    assert message.refers_to == []
    assert any(code == "reference_not_read" for code, _ in message.notes)


def test_an_end_before_the_start_is_not_believed(hand_in: HandIn) -> None:
    receipt = hand_in(gbt("n1", sent=sent(15), expires=sent(14), events=(("11B06", "Blue"),)))
    (warning,) = receipt.warnings
    assert warning.until == at(15, day=2)
    assert receipt.message is not None
    assert receipt.message.notes[0][0] == "end_before_start"


def test_refused_files_are_kept_within_bounds(hand_in: HandIn, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = hand_in(b"<alert>")
    assert broken.refusal is not None
    assert (broken.raw.outcome, broken.raw.refusal_code) == (Outcome.REFUSED, "alerts.xml_broken")
    assert selectors.raw_body(broken.raw.id) == b"<alert>"
    assert hand_in(b"<alert>").raw == broken.raw, "the same refused file is kept once"
    huge = hand_in(b"<" * 3_000_000).raw
    assert (huge.size, huge.kept, len(selectors.raw_body(huge.id))) == (3_000_000, OVERSIZED_KEPT, OVERSIZED_KEPT)
    monkeypatch.setattr("nuandong.alerts.keeping.REFUSED_PER_DAY", 2)
    assert (hand_in(b"<third>").raw.kept, hand_in(b"<third>").raw.size) == (0, 7)
    assert hand_in(b"<fourth>", now=NOW + timedelta(days=1)).raw.kept == 8
    assert [raw.size for raw in selectors.refused()][-1] == 7
    assert told() == []
    assert REFUSED_PER_DAY >= 100


def test_the_raw_message_is_sealed(hand_in: HandIn) -> None:
    raw = hand_in(sample("gbt_cold_wave_blue.xml")).raw
    raw.refresh_from_db()
    assert "某预报员".encode() not in bytes(raw.body_sealed)
    assert b"identifier" not in bytes(raw.body_sealed)


def test_a_message_from_the_future_is_refused_until_its_time(hand_in: HandIn) -> None:
    data = gbt("n1", sent=sent(23), expires="2026-12-03 18:00:00+08:00")
    early = hand_in(data)
    assert early.refusal is not None
    assert early.refusal.code == "alerts.sent_in_future"
    assert hand_in(data, now=at(23, 1)).refusal is None


def test_an_issuers_clock_may_run_ahead_a_little(hand_in: HandIn) -> None:
    (warning,) = hand_in(gbt("n1", sent=sent(20, 30))).warnings
    (event,) = journal.history(subject=warning.thread)
    assert event.acted_at == NOW
    assert selectors.holding(NOW, COUNTY) == []
    assert [held.warning for held in selectors.announced(NOW, COUNTY)] == [warning]
    assert len(selectors.holding(at(20, 30), COUNTY)) == 1


def test_who_may_hand_in(db: None, cast: SimpleNamespace, as_actor: Enter) -> None:
    with as_actor(cast.crew), pytest.raises(Forbidden):
        receive(by=cast.crew, now=NOW, data=gbt("n1"))
    with as_actor(cast.operator), pytest.raises(OutOfScope):
        receive(by=cast.operator, now=NOW, data=gbt("n1"), region=OTHER_COUNTY)
    with as_actor(SYSTEM):
        assert receive(by=SYSTEM, now=NOW, data=gbt("n1"), region=COUNTY).refusal is None
    with as_actor(cast.outsider):
        assert len(selectors.recent()) == 1, "weather is public"
        assert journal.history() == []
    assert not Message.objects.filter(received_at__gt=datetime(2027, 1, 1, tzinfo=UTC)).exists()
    assert WarningArea.objects.count() == 1
