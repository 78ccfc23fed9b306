"""`python -m bench.compliance`: the state of every duty of all plans, from scratch and for one event more.

All plans of the library are put in force for one province of invented divisions; events of the kinds they look at are
strewn over its townships and the season. Beside the engine stands a bare loop that only sorts the same events by kind.
"""

import argparse
import random
import statistics
import time
from datetime import timedelta
from uuid import UUID

from bench import setting

setting.set_up("bench-compliance")

from nuandong.kernel.clock import day_start  # noqa: E402
from nuandong.kernel.ids import new_id  # noqa: E402
from nuandong.plans.engine import Fact, State  # noqa: E402
from nuandong.plans.engine.facts import ACTIVATED, SHIFT_ENDED, SHIFT_STARTED  # noqa: E402
from nuandong.plans.engine.state import kinds_of  # noqa: E402
from nuandong.plans.loader import parse_stored  # noqa: E402
from nuandong.plans.schema import Plan, Within  # noqa: E402
from nuandong.plans.vocabulary import LIBRARY, calendar  # noqa: E402
from tests.cast import NOW  # noqa: E402

PROVINCE = 520000000000
FIRST, LAST = "2026-11-01", "2027-03-15"
START = day_start(NOW.date().replace(month=11, day=1))
SEASON = timedelta(days=135)


def divisions(townships: int) -> list[int]:
    """Counties of thirty townships each, with their townships."""
    counties = [PROVINCE + 10**8 + (n + 1) * 10**6 for n in range(-(-townships // 30))]
    return counties + [counties[n // 30] + (n % 30 + 1) * 10**3 for n in range(townships)]


def payloads(plans: list[Plan]) -> dict[str, list[dict[str, object]]]:
    """For every kind the contents that some duty asks for, and an empty one."""
    found: dict[str, list[dict[str, object]]] = {}
    for plan in plans:
        for kind in sorted(kinds_of(plan)):
            found.setdefault(kind, [{}])
        for duty in plan.duties:
            for name in ("event", "trigger"):
                kind, where = getattr(duty, name, None), getattr(duty, "where", None) or {}
                if kind:
                    plain = {key: value[0] if isinstance(value, list) else value for key, value in where.items()}
                    found.setdefault(kind, [{}]).append({"done": 3, "base": 4, **plain})
    posts = {duty.post for plan in plans for duty in plan.duties if getattr(duty, "post", None)}
    found[SHIFT_STARTED] = [{"post": post, "leader": True} for post in sorted(posts)]
    return found


def facts(plans: dict[str, Plan], townships: int, events: int) -> list[Fact]:
    pick = random.Random(20261115)
    regions = divisions(townships)
    about = payloads(list(plans.values()))
    # What triggers and what answers it, a shift and its end, share a subject; everything else is about something new.
    pairs = {SHIFT_STARTED: SHIFT_ENDED}
    pairs |= {duty.trigger: duty.event for plan in plans.values() for duty in plan.duties if isinstance(duty, Within)}
    kinds = sorted(about.keys() - {SHIFT_ENDED, *pairs.values()})
    found = [
        Fact(START, (n,), UUID(int=n + 1), ACTIVATED, PROVINCE, UUID(int=n + 1), START,
             {"plan_hash": key, "region": PROVINCE, "regions": regions, "starts_on": FIRST, "ends_on": LAST})
        for n, key in enumerate(plans)
    ]  # fmt: skip
    while len(found) < events:
        kind, region = pick.choice(kinds), pick.choice(regions)
        at = START + SEASON * pick.random()
        subject = new_id(at)
        found.append(Fact(at, (len(found),), new_id(at), kind, region, subject, at, pick.choice(about[kind])))
        if (answer := pairs.get(kind)) is not None:
            later = at + timedelta(minutes=pick.choice([20, 50, 480, 1500]))
            more = pick.choice(about.get(answer, [{}]))
            found.append(Fact(later, (len(found),), new_id(later), answer, region, subject, later, more))
    return found


def bare(known: list[Fact]) -> float:
    began = time.perf_counter()
    by_kind: dict[str, list[Fact]] = {}
    for fact in known:
        by_kind.setdefault(fact.kind, []).append(fact)
    for one in by_kind.values():
        one.sort()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--townships", type=int, default=3000)
    given = parser.parse_args()
    paths = sorted(LIBRARY.rglob("*.yaml"))
    plans = {str(path.stem): parse_stored(path.read_text(encoding="utf-8")) for path in paths}
    known = facts(plans, given.townships, given.events)
    least = bare(known)
    print(f"{len(plans)} plans, {given.townships} townships, {len(known)} events; sorted by kind in {least:.2f} s")
    state = State(plans, calendar())
    began = time.perf_counter()
    state.apply(known)
    shown = state.visible(START + SEASON)
    scratch = time.perf_counter() - began
    print(f"from scratch   {scratch:8.2f} s  {len(shown)} instances  {scratch / least:.0f} times the bare loop")
    took = []
    for fact in facts(plans, given.townships, 300)[-200:]:
        began = time.perf_counter()
        state.apply([fact])
        took.append((time.perf_counter() - began) * 1000)
    print(f"one event more {statistics.median(took):8.2f} ms median, {max(took):.2f} ms at most")


if __name__ == "__main__":
    main()
