"""Findings, declared kin and rows of the audit in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.people.selectors.written import heads_of
from nuandong.relief.integrity.catalogue import checks
from nuandong.relief.integrity.looking import Suspect
from nuandong.relief.integrity.telling import in_yuan, word_of
from nuandong.relief.policies_findings import SEE
from nuandong.relief.selectors_findings import GONE, households_of, newest_run, open_findings
from nuandong.relief.steps import FindingState, Step
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.pages.journal.presenting import entries

if TYPE_CHECKING:
    from nuandong.relief.models import Finding, Kinship

TONES: Final[Mapping[str, str]] = {
    FindingState.OPEN: wording.SOON_TONE,
    FindingState.EXPLAINED: wording.OK,
    FindingState.CONFIRMED: wording.LATE,
    FindingState.CLEARED: "mute",
}
HOUSEHOLD: Final = "people.household.see"
_SHOWN: Final = 60


def lines(rows: Sequence["Finding"], by: Actor, now: datetime) -> list[dict[str, Any]]:
    """Findings with their subject and place; five queries for any number."""
    homes = households_of(rows)
    paths = paths_of((row.region for row in rows), now)
    names = heads(set(homes.values()), by)
    return [
        {
            "row": row,
            "title": wording.said(checks()[row.check_code].title) if row.check_code in checks() else row.check_code,
            "words": sentence(row),
            "home": homes.get(row.id),
            "head": names.get(homes[row.id], "") if row.id in homes else "",
            "path": paths.get(row.region, ""),
            "state": str(FindingState(row.state).label),
            "tone": TONES[row.state],
        }
        for row in rows
    ]


def standing(households: Iterable[UUID], by: Actor, now: datetime) -> dict[str, Any]:
    """What stands against households, for `relief_findings/_open.html` on their cases and before a release."""
    found = [row for rows in open_findings(list(households)).values() for row in rows]
    return {
        "open_findings": lines(found[:_SHOWN], by, now),
        "open_findings_count": len(found),
        "may_findings": permissions.allows(by, SEE),
    }


def sentence(row: "Finding") -> str:
    """What was found, in one sentence."""
    check = checks().get(row.check_code)
    if check and check.facts and not row.facts:
        return _("比对内容已销毁：%(title)s") % {"title": wording.said(check.title)}
    return wording.said(check.finds) % in_yuan(row.facts) if check else ""


def facts(row: "Finding", by: Actor) -> list[dict[str, Any]]:
    """What was compared: label, words, and the households it names with links where one sees them; nothing of what the
    check found none of."""
    check = checks().get(row.check_code)
    labels = check.facts if check else {}
    homes = [UUID(one) for one in row.facts.get("homes", ()) if isinstance(row.facts.get("homes"), list)]
    names = heads(homes, by)
    shown = in_yuan(row.facts)
    found = []
    for name, label in labels.items():
        value = row.facts.get(name)
        if value in (None, "", []):
            continue
        if isinstance(value, list):
            seen = [{"name": names[one], "url": reverse("household", args=[one])} for one in homes if one in names]
            found.append({"label": wording.said(label), "homes": seen, "unseen": len(value) - len(seen)})
            continue
        words = str(Step(value).label) if name == "step" and value else wording.said(word_of(name, value) or "")
        yuan = f"{shown[name]} {_('元')}" if name.endswith("_fen") and name in shown else ""
        found.append({"label": wording.said(label), "words": words or yuan or shown.get(name, "")})
    return found


def timeline(row: "Finding") -> list[dict[str, Any]]:
    """Decisions and their reasons, newest first."""
    events = journal.history(subject=row.id, limit=_SHOWN)
    said = journal.texts([event.id for event in events])
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "note": wording.listing(
                (_decision(one.event.payload), said.get(one.event.id, {}).get("reason", "")), wording.SEMICOLON
            ),
            "who": " · ".join(filter(None, (one.who, one.unit))),
            "tone": one.tone,
            "belated": one.belated,
        }
        for one in entries(events)
    ]


def _decision(payload: Mapping[str, Any]) -> str:
    return str(FindingState(payload["decision"]).label) if "decision" in payload else ""


def check_lines(
    counts: Mapping[str, Mapping[str, int]],
    lacking: Mapping[str, str],
    beside: Mapping[str, str],
    passed: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Every check: what it compares, its values, how many it passed over, what it found by state, or what it lacks."""
    return [
        {
            "code": code,
            "title": wording.said(one.title),
            "compares": wording.said(one.compares),
            "values": wording.said(one.note) % one.values,
            "beside": wording.said(beside.get(code, "")),
            "passed": passed.get(code, 0),
            "lacks": wording.said(lacking.get(code, "")),
            "counts": [(state, counts.get(code, {}).get(state, 0)) for state in (*FindingState.values, GONE)],
        }
        for code, one in checks().items()
    ]


def kin_lines(rows: Sequence["Kinship"], by: Actor, now: datetime) -> list[dict[str, Any]]:
    people = org.names_of([row.staff for row in rows])
    paths = paths_of((row.region for row in rows), now)
    names = heads([row.household_id for row in rows], by)
    return [
        {
            "row": row,
            "who": people.get(row.staff, ""),
            "head": names.get(row.household_id, ""),
            "path": paths.get(row.region, ""),
            "own": row.staff == by.staff,
        }
        for row in rows
    ]


def audit_rows(rows: Sequence[Suspect], says: str, paths: Mapping[int, str]) -> list[dict[str, Any]]:
    """Rows that a query named, in words, with their place and id."""
    return [
        {
            "words": wording.said(says) % in_yuan(row.facts),
            "path": paths.get(row.region, str(row.region)),
            "kind": row.kind,
            "subject": row.subject,
        }
        for row in rows
    ]


def heads(households: Iterable[UUID], by: Actor) -> dict[UUID, str]:
    """Masked names of the heads of households one sees; none without the right to see households."""
    wanted = set(households)
    if not wanted or not permissions.allows(by, HOUSEHOLD):
        return {}
    return {home: head.name for home, head in heads_of(wanted, by=by, plain=False).items()}


def paths_of(regions: Iterable[int], now: datetime) -> dict[int, str]:
    wanted = set(regions)
    return geo.name_paths(wanted, local_date(now), top=Level.COUNTY) if wanted else {}


def run(request: SignedRequest) -> dict[str, Any]:
    """The newest run somebody asked for, where and by whom; nothing where nobody ever did."""
    row = newest_run()
    if row is None:
        return {"run": None}
    place = geo.name_path(row.region, local_date(request.now), top=Level.COUNTY)
    return {
        "run": row,
        "run_on": row.done_at is None and not row.trouble,
        "run_place": place,
        "run_who": org.names_of([row.asked_by]).get(row.asked_by, ""),
    }
