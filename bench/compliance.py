"""`python -m bench.compliance`: the state of every duty of all plans, from scratch and for one event more.

All plans of the library are put in force for one province of invented divisions; a file that stands for several places
is put in force once for each, with a season of its own. Events of the kinds the plans look at are strewn over the
townships and the season, with warnings, late entries, voids and waivers among them. Beside the engine stands a bare
loop that only sorts the same events by kind and time.
"""

import argparse
import gc
import os
import random
import statistics
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Final
from uuid import UUID

from bench import setting

setting.set_up("bench-compliance")

from nuandong.kernel.clock import day_start  # noqa: E402
from nuandong.kernel.ids import new_id  # noqa: E402
from nuandong.plans.engine import Fact, Key, State  # noqa: E402
from nuandong.plans.engine.facts import ACTIVATED, ALWAYS, SHIFT_ENDED, SHIFT_STARTED, WAIVED, in_order  # noqa: E402
from nuandong.plans.engine.state import kinds_of  # noqa: E402
from nuandong.plans.loader import parse_stored  # noqa: E402
from nuandong.plans.schema import Never, Plan, Within  # noqa: E402
from nuandong.plans.vocabulary import LIBRARY, calendar  # noqa: E402

PROVINCE: Final = 520000000000
FIRST, LAST = date(2026, 11, 1), date(2027, 3, 15)
START: Final = day_start(FIRST)
SEASON: Final = day_start(LAST) - START
WORK: Final = "tasks.work_recorded"
VOIDED: Final = "journal.voided"
GENERIC: Final = 0.2
"""The share of records of work that has no events of its own."""
RELATED: Final = 0.2
"""The share of events about somebody or something that an event before was about."""
MORE: Final = 800
"""Events that are timed one by one."""


def divisions(townships: int) -> list[int]:
    """Counties of thirty townships each, with their townships."""
    counties = [PROVINCE + 10**8 + (n + 1) * 10**6 for n in range(-(-townships // 30))]
    return counties + [counties[n // 30] + (n % 30 + 1) * 10**3 for n in range(townships)]


def library() -> tuple[dict[str, Plan], list[str]]:
    """Every plan by name, and the names of what is put in force: a file once for every place that has issued it."""
    plans = {path.stem: parse_stored(path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.rglob("*.yaml"))}
    return plans, [name for name, plan in plans.items() for _place in plan.sources]


class Stream:
    """Events in reading order, made from a seed."""

    def __init__(self, plans: dict[str, Plan], names: list[str], townships: int) -> None:
        self._pick = random.Random(20261115)
        self._plans, self._names = plans, names
        self._regions = divisions(townships)
        self._counties = [code for code in self._regions if code % 10**6 == 0]
        self._contents = contents(list(plans.values()))
        within = (duty for plan in plans.values() for duty in plan.duties if isinstance(duty, Within))
        self._answers = {SHIFT_STARTED: [SHIFT_ENDED]}
        for duty in within:
            self._answers.setdefault(duty.trigger, []).append(duty.event)
        self._kinds = sorted(self._contents.keys() - {SHIFT_ENDED, WORK})
        self._recent: list[tuple[UUID, int]] = []
        self.facts: list[Fact] = []

    def activations(self) -> None:
        """The seasons of places with the same plan begin a day apart: alike duties of theirs are not the same."""
        for n, name in enumerate(self._names):
            begins = FIRST + timedelta(days=self._names[:n].count(name))
            about = {"plan_hash": name, "region": PROVINCE, "regions": self._regions,
                     "starts_on": begins.isoformat(), "ends_on": LAST.isoformat()}  # fmt: skip
            self._add(ACTIVATED, START - timedelta(days=1), PROVINCE, UUID(int=n + 1), about)

    def season(self, count: int) -> None:
        """So many events, at least, in the order they were entered, as a journal is read."""
        pick = self._pick
        while len(self.facts) < count:
            at, region = START + SEASON * pick.random(), pick.choice(self._regions)
            lot = pick.random()
            if lot < 0.0004:
                self._warn(at)
            elif lot < 0.0009:
                self._waive(at)
            elif lot < 0.005 and len(self.facts) > len(self._names):
                gone = self.facts[pick.randrange(len(self._names), len(self.facts))]
                self._add(VOIDED, max(at, gone.recorded_at), region, new_id(at), {}, voids=gone.id)
            else:
                self._act(WORK if pick.random() < GENERIC else pick.choice(self._kinds), at, region)
        self.facts.sort(key=attrgetter("recorded_at"))
        self.facts = [replace(fact, order=(number,)) for number, fact in enumerate(self.facts)]

    def _act(self, kind: str, at: datetime, region: int) -> None:
        pick, subject = self._pick, new_id(at)
        if self._recent and pick.random() < RELATED and kind != SHIFT_STARTED:
            subject, region = pick.choice(self._recent)
        elif len(self._recent) < 5000:
            self._recent.append((subject, region))
        else:
            self._recent[pick.randrange(5000)] = subject, region
        self._add(kind, at, region, subject, pick.choice(self._contents[kind]))
        for answer in self._answers.get(kind, ()):
            if pick.random() < 0.8:
                later = at + timedelta(minutes=pick.choice([20, 50, 480, 1500]))
                self._add(answer, later, region, subject, pick.choice(self._contents.get(answer, [{}])))

    def _warn(self, at: datetime) -> None:
        about = {"event": self._pick.choice(["cold_wave", "snowstorm", "freeze", "road_icing"]),
                 "level": self._pick.choice(["blue", "yellow", "orange"]),
                 "regions": [self._pick.choice(self._counties)],
                 "from": at.isoformat(), "until": (at + timedelta(hours=36)).isoformat()}  # fmt: skip
        self._add("alerts.warning_received", at, PROVINCE, new_id(at), about)

    def _waive(self, at: datetime) -> None:
        n = self._pick.randrange(len(self._names))
        duties = [duty for duty in self._plans[self._names[n]].duties if isinstance(duty, Never)]
        if duties:
            key = Key(
                UUID(int=n + 1), self._pick.choice(duties).id, f"{self._pick.choice(self._counties):012}", "season"
            )
            about = {**key._asdict(), "activation": str(key.activation)}
            self._add(WAIVED, at, int(key.scope), key.instance, about)

    def _add(self, kind: str, at: datetime, region: int, subject: UUID, about: dict[str, object], **more: UUID) -> None:
        late = timedelta(hours=self._pick.choice([1, 30])) if self._pick.random() < 0.05 else timedelta(0)
        self.facts.append(Fact(at, (0,), new_id(at), kind, region, subject, at + late, about, **more))


def contents(plans: list[Plan]) -> dict[str, list[dict[str, object]]]:
    """For every kind the payloads that some duty asks for, and an empty one."""
    found: dict[str, list[dict[str, object]]] = {}
    for plan in plans:
        for kind in sorted(kinds_of(plan) - ALWAYS):
            found.setdefault(kind, [{}])
        for duty in plan.duties:
            asked = [
                (getattr(duty, "event", None), getattr(duty, "where", None)),
                (getattr(duty, "trigger", None), getattr(duty, "when", None)),
            ]
            parts = [getattr(duty, name, None) for name in ("base", "for_each")]
            asked += [(part.event, part.where) for part in parts if part is not None]
            for kind, where in asked:
                if kind is not None:
                    plain = {
                        key: value[0] if isinstance(value, list) else value for key, value in (where or {}).items()
                    }
                    found[kind].append({"done": 3, "base": 4, **plain})
    duties = [duty for plan in plans for duty in plan.duties]
    posts = {("post", duty.post) for duty in duties if getattr(duty, "post", None)}
    posts |= {("team_kind", duty.team) for duty in duties if getattr(duty, "team", None)}
    found[SHIFT_STARTED] = [{name: post, "leader": True} for name, post in sorted(posts)]
    return found


def bare(known: list[Fact]) -> float:
    began = time.perf_counter()
    by_kind: dict[str, list[Fact]] = {}
    for fact in known:
        by_kind.setdefault(fact.kind, []).append(fact)
    for one in by_kind.values():
        one.sort(key=in_order)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--townships", type=int, default=3000)
    parser.add_argument("--one-core", action="store_true")
    given = parser.parse_args()
    plans, names = library()
    stream = Stream(plans, names, given.townships)
    stream.activations()
    stream.season(given.events + MORE)
    known, following = stream.facts[:-MORE], stream.facts[-MORE:]
    gc.collect()
    least = bare(known)
    print(f"{len(names)} plans in force, {given.townships} townships, {len(known)} events; bare loop {least:.2f} s")
    began, worked = time.perf_counter(), cpu()
    state = State.from_scratch(plans, calendar(), known, START + SEASON, second_core=not given.one_core)
    shown = len(state.visible(START + SEASON))
    scratch, worked = time.perf_counter() - began, cpu() - worked
    print(f"from scratch   {scratch:8.2f} s  {shown} instances  {scratch / least:.1f} times the bare loop")
    print(f"               {worked:8.2f} s of processors in all, {os.getloadavg()[0]:.1f} at work on the machine")
    gc.collect()
    gc.freeze()
    took = [timed(state, fact) for fact in following]
    # Some indexes were made in the other process only: what is asked for first is indexed then.
    for title, some in (("the first events more", took[: MORE // 2]), ("one event more      ", took[MORE // 2 :])):
        some.sort()
        median, p95 = statistics.median(some), some[-len(some) // 20]
        print(f"{title} {median:8.2f} ms median, {p95:.2f} ms p95, {some[-1]:.2f} ms at most")


def cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def timed(state: State, fact: Fact) -> float:
    """Milliseconds of the processor: on a machine that does nothing else, what the clock shows too."""
    began = time.process_time()
    state.apply([fact])
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
