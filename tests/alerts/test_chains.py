"""What updates and cancels do to earlier warnings."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.alerts.chains import Leaf, Sent, resolve
from nuandong.alerts.formats.parsed import MessageType

START = datetime(2026, 12, 1, tzinfo=UTC)
TYPES = {"A": MessageType.ALERT, "U": MessageType.UPDATE, "C": MessageType.CANCEL}
COUNTY, TOWN_A, TOWN_B, ELSEWHERE = 520102000000, 520102001000, 520102002000, 520103000000


def key(name: str) -> UUID:
    return UUID(int=int.from_bytes(name.encode()))


def sent(
    name: str,
    kind: str,
    hour: int,
    refers: str = "",
    events: str = "cold",
    *,
    sender: str = "met",
    codes: tuple[int, ...] = (COUNTY,),
    closed: bool = False,
) -> Sent:
    leaves = () if kind == "C" else tuple(Leaf(key(f"{name}{e}"), e, codes, closed) for e in events.split())
    return Sent(sender, name, START + timedelta(hours=hour), TYPES[kind], tuple(refers.split()), leaves)


def fate(messages: list[Sent]) -> dict[str, str]:
    """For each warning "open", or "closed by <message> [-> successor's event]"."""
    names = {leaf.key: f"{m.identifier}{leaf.event}" for m in messages for leaf in m.warnings}
    found = {}
    for warning, outcome in resolve(messages).items():
        if outcome.closing is None:
            found[names[warning]] = "open"
        else:
            after = f" -> {names[outcome.closing.successor]}" if outcome.closing.successor else ""
            found[names[warning]] = outcome.closing.by + after
    return found


CASES: list[tuple[str, list[Sent], dict[str, str]]] = [
    ("one warning", [sent("1", "A", 0)], {"1cold": "open"}),
    ("update", [sent("1", "A", 0), sent("2", "U", 1, "1")], {"1cold": "2 -> 2cold", "2cold": "open"}),
    ("cancel", [sent("1", "A", 0), sent("2", "C", 1, "1")], {"1cold": "2"}),
    (
        "update, then cancel of the update",
        [sent("1", "A", 0), sent("2", "U", 1, "1"), sent("3", "C", 2, "2")],
        {"1cold": "2 -> 2cold", "2cold": "3"},
    ),
    (
        "cancel of the first means what it has become",
        [sent("1", "A", 0), sent("2", "U", 1, "1"), sent("3", "C", 2, "1")],
        {"1cold": "2 -> 2cold", "2cold": "3"},
    ),
    (
        "two updates of the same message: the later one holds",
        [sent("1", "A", 0), sent("2", "U", 1, "1"), sent("3", "U", 2, "1")],
        {"1cold": "2 -> 2cold", "2cold": "3 -> 3cold", "3cold": "open"},
    ),
    (
        "cancel of a message that never arrived closes its update",
        [sent("2", "U", 1, "1"), sent("3", "C", 2, "1")],
        {"2cold": "3"},
    ),
    ("cancel of something unknown", [sent("1", "A", 0), sent("3", "C", 2, "9")], {"1cold": "open"}),
    (
        "an update replaces the whole message",
        [sent("1", "A", 0, events="cold snow"), sent("2", "U", 1, "1", events="cold")],
        {"1cold": "2 -> 2cold", "1snow": "2", "2cold": "open"},
    ),
    (
        "an update adds an event",
        [sent("1", "A", 0), sent("2", "U", 1, "1", events="cold ice")],
        {"1cold": "2 -> 2cold", "2cold": "open", "2ice": "open"},
    ),
    (
        "an update joins two messages",
        [sent("1", "A", 0), sent("2", "A", 1), sent("3", "U", 2, "1 2")],
        {"1cold": "3 -> 3cold", "2cold": "3", "3cold": "open"},
    ),
    (
        "joining, the area tells which one goes on",
        [sent("1", "A", 0, codes=(ELSEWHERE,)), sent("2", "A", 1), sent("3", "U", 2, "1 2", codes=(TOWN_A,))],
        {"1cold": "3", "2cold": "3 -> 3cold", "3cold": "open"},
    ),
    (
        "somebody else's message changes nothing",
        [sent("1", "A", 0), sent("2", "C", 1, "1", sender="other"), sent("3", "U", 1, "1", sender="third")],
        {"1cold": "open", "3cold": "open"},
    ),
    (
        "overlapping warnings without references stay side by side",
        [sent("1", "A", 0), sent("2", "A", 1), sent("3", "C", 2, "2")],
        {"1cold": "open", "2cold": "3"},
    ),
    (
        "a cancel sent before its update loses to nothing: the update came after",
        [sent("1", "A", 0), sent("2", "C", 1, "1"), sent("3", "U", 2, "1")],
        {"1cold": "2", "3cold": "open"},
    ),
    (
        "what expired or was ended stays so",
        [sent("1", "A", 0, closed=True), sent("2", "U", 1, "1")],
        {"1cold": "open", "2cold": "open"},
    ),
    (
        "references in a circle",
        [sent("1", "U", 0, "2"), sent("2", "U", 1, "1")],
        {"1cold": "2 -> 2cold", "2cold": "open"},
    ),
    ("a message naming itself", [sent("1", "C", 0, "1"), sent("2", "A", 1)], {"2cold": "open"}),
]


@pytest.mark.parametrize(("messages", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_fate(messages: list[Sent], expected: dict[str, str]) -> None:
    for order in permutations(messages):
        assert fate(list(order)) == expected


def test_a_continued_warning_names_what_it_replaces_even_if_that_had_expired() -> None:
    outcome = resolve([sent("1", "A", 0, closed=True), sent("2", "U", 1, "1")])
    assert outcome[key("2cold")].replaces == key("1cold")


message_sets = st.lists(
    st.tuples(
        st.sampled_from("AUC"),
        st.integers(0, 5),
        st.lists(st.integers(0, 7), max_size=3),
        st.sampled_from(["cold", "cold snow", "snow"]),
        st.sampled_from([(COUNTY,), (TOWN_A,), (TOWN_B,), (ELSEWHERE,)]),
    ),
    max_size=7,
)


@given(message_sets, st.randoms())
def test_arrival_order_is_nothing(rows: list[tuple[str, int, list[int], str, tuple[int, ...]]], random: object) -> None:
    messages = [
        sent(str(n), kind, hour, " ".join(map(str, refers)), events, codes=codes)
        for n, (kind, hour, refers, events, codes) in enumerate(rows)
    ]
    shuffled = list(messages)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    outcomes = resolve(messages)
    assert resolve(shuffled) == outcomes
    by_key = {leaf.key: leaf for m in messages for leaf in m.warnings}
    times = {m.identifier: m.at for m in messages}
    for warning, outcome in outcomes.items():
        if outcome.replaces is not None:
            assert by_key[outcome.replaces].event == by_key[warning].event
        if outcome.closing is not None:
            assert outcome.closing.at == times[outcome.closing.by]
            if outcome.closing.successor is not None:
                assert outcomes[outcome.closing.successor].replaces == warning
