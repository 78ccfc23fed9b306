from uuid import UUID

import pytest

from nuandong.kernel.actors import REGION_END, SYSTEM, Actor, Span

ONE = UUID(int=1)
TOWNSHIP = Span(520102001000, 520102002000)


def clerk(*spans: Span) -> Actor:
    return Actor(
        staff=ONE, typist=ONE, unit=ONE, region=TOWNSHIP.lo, spans=spans, permissions=frozenset({"rescue.clue.see"})
    )


@pytest.mark.parametrize(
    ("region", "seen"),
    [
        (520102001000, True),  # the township itself
        (520102001999, True),  # its last village
        (520102002000, False),  # the neighbour
        (520102000000, False),  # the county above
    ],
)
def test_a_clerk_sees_his_township_only(region: int, seen: bool) -> None:
    assert clerk(TOWNSHIP).sees(region) is seen


def test_permissions_are_those_given() -> None:
    assert clerk(TOWNSHIP).may("rescue.clue.see")
    assert not clerk(TOWNSHIP).may("rescue.clue.receive")


def test_the_system_sees_and_may_everything() -> None:
    assert SYSTEM.may("anything.at.all")
    assert SYSTEM.sees(0)
    assert SYSTEM.sees(REGION_END - 1)


@pytest.mark.parametrize("count", [0, 5])
def test_spans_are_one_to_four(count: int) -> None:
    with pytest.raises(ValueError, match="one to 4"):
        clerk(*(Span(n, n + 1) for n in range(count)))


@pytest.mark.parametrize(("lo", "hi"), [(5, 5), (6, 5), (-1, 5), (0, REGION_END + 1)])
def test_a_span_is_not_empty(lo: int, hi: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(lo, hi)
