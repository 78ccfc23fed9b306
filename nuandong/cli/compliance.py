"""Compliance of every obligation at a moment, in words or as JSON."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from nuandong.cli._acting import As, acting
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.kernel.errors import Invalid
from nuandong.org import permissions, scope
from nuandong.plans import compliance
from nuandong.plans.engine import Key, Record, Status, status
from nuandong.plans.engine.records import STATUS_TITLES, is_due_soon

HELP = "落实情况：每项义务在某一时刻的状态"


def command(
    username: As,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="时刻，如 2026-12-01T20:00；默认现在")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    now = SystemClock().now()
    moment = parsed(at) if at else now
    report = reported(by=acting(username, now), at=moment)
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else "\n".join(lines(report)))


def reported(*, by: Actor, at: datetime) -> dict[str, Any]:
    """Every instance that has begun by `at`, as it was known then: recomputed from the journal, tables left aside.

    Of the regions the actor sees. Raises Forbidden without plans.compliance.see.
    """
    permissions.check(by, "plans.compliance.see")
    # Whether a township's duty exists at all may hang on an event of the county around it.
    with scope.enter(SYSTEM):
        state = compliance.recompute(at, second_core=(os.cpu_count() or 1) > 1)
    seen = {key: record for key, record in state.visible(at).items() if by.sees(record.region)}
    counts = Counter(status(record, at) for record in seen.values())
    return {
        "at": at.astimezone(SHANGHAI).isoformat(),
        "basis": "recomputed from the journal: events recorded until this moment",
        "counts": {one.value: counts[one] for one in Status if counts[one]},
        "instances": [_instance(key, record, at) for key, record in sorted(seen.items(), key=itemgetter(0))],
    }


def lines(report: dict[str, Any]) -> list[str]:
    """The report in words: counts by region and obligation."""
    groups: dict[tuple[int, str], Counter[str]] = {}
    for one in report["instances"]:
        groups.setdefault((one["region"], one["obligation"]), Counter())[one["status"]] += 1
    head = _("%(at)s，按流水账重新计算（只计此刻之前录入的记录）") % {"at": report["at"]}
    return [head, *(f"{region} {duty}: {_counted(counts)}" for (region, duty), counts in sorted(groups.items()))]


def parsed(text: str) -> datetime:
    """A moment as typed; without a zone it is Shanghai time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "plans.time_unreadable",
            _("时刻写法不对：%(text)s。"),
            _("请写成 2026-12-01T20:00 这样。"),
            field="at",
            text=text[:40],
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _counted(counts: Counter[str]) -> str:
    titles = ((_(STATUS_TITLES[Status(name)]), count) for name, count in sorted(counts.items()))
    return "，".join(f"{title} {count}" for title, count in titles)


def _instance(key: Key, record: Record, at: datetime) -> dict[str, Any]:
    return {
        "id": str(key.instance),
        "activation": str(key.activation),
        "obligation": key.obligation,
        "scope": key.scope,
        "anchor": key.anchor,
        "region": record.region,
        "strength": record.strength.value,
        "source": record.source,
        "status": status(record, at).value,
        "due_soon": is_due_soon(record, at),
        "late_entry": record.late_entry,
        **_times(record, ("starts_at", "due_at", "satisfied_at", "done_late_at", "released_at", "held_since")),
        "done": record.done,
        "needed": record.needed,
        "waived_by": record.waived_by and str(record.waived_by),
        "explained_by": record.explained_by and str(record.explained_by),
        "evidence": [str(event) for event in record.evidence],
        "gaps": [[gap.start.isoformat(), gap.end and gap.end.isoformat(), gap.leader_only] for gap in record.gaps],
    }


def _times(record: Record, names: Iterable[str]) -> dict[str, str | None]:
    moments = ((name, getattr(record, name)) for name in names)
    return {name: moment.astimezone(SHANGHAI).isoformat() if moment else None for name, moment in moments}
