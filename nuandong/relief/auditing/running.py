"""The auditor's queries run over a place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

from nuandong.geo.policies import check_division
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.auditing import arriving, deciding, paying
from nuandong.relief.auditing.catalogue import queries
from nuandong.relief.integrity.looking import Finder, Look, Suspect
from nuandong.relief.policies_findings import AUDIT

MOST: Final = 1000
"""Rows of one query that are named; how many there are beyond, is said as well."""

FINDERS: Final[Mapping[str, Finder]] = MappingProxyType(
    {
        "person_twice": deciding.person_twice,
        "two_steps": deciding.two_steps,
        "kin_acted": deciding.kin_acted,
        "quorum": deciding.quorum,
        "notice_incomplete": deciding.notice_incomplete,
        "notice_late_down": deciding.notice_late_down,
        "decided_objected": deciding.decided_objected,
        "signatures_missing": deciding.signatures_missing,
        "decision_tampered": deciding.decision_tampered,
        "entitlement_differs": deciding.entitlement_differs,
        "decided_frozen": deciding.decided_frozen,
        "tranche_unfunded": paying.tranche_unfunded,
        "beyond_funds": paying.beyond_funds,
        "funds_differ": paying.funds_differ,
        "outside_budget": paying.outside_budget,
        "overpaid": paying.overpaid,
        "claims_differ": paying.claims_differ,
        "line_differs": paying.line_differs,
        "paid_twice": paying.paid_twice,
        "return_unproved": paying.return_unproved,
        "write_off_unproved": paying.write_off_unproved,
        "undecided_paid": paying.undecided_paid,
        "paid_objected": paying.paid_objected,
        "released_frozen": paying.released_frozen,
        "same_hands": paying.same_hands,
        "snapshot_tampered": paying.snapshot_tampered,
        "list_tampered": paying.list_tampered,
        "remark_wrong": paying.remark_wrong,
        "event_missing": paying.event_missing,
        "paid_dead": arriving.paid_dead,
        "paid_unfit": arriving.paid_unfit,
        "due_unpaid": arriving.due_unpaid,
        "late": arriving.late,
        "file_differs": arriving.file_differs,
        "by_proxy": deciding.by_proxy,
    }
)


@dataclass(frozen=True, slots=True)
class Audited:
    """One query: the rows it named, and whether there are more."""

    code: str
    rows: list[Suspect]
    more: bool


def audit(look: Look, *, by: Actor) -> Iterator[Audited]:
    """Every query over a place and season, one after another, in the scope entered; nothing is written.

    Raises Forbidden, OutOfScope, Invalid for a region that is none: of nowhere nothing would be found.
    """
    permissions.check(by, AUDIT, region=look.region)
    check_division(look.region)
    for code in queries():
        rows = list(islice(FINDERS[code](look), MOST + 1))
        yield Audited(code, rows[:MOST], len(rows) > MOST)


def audit_places(looks: Sequence[Look], *, by: Actor) -> list[Audited]:
    """Every query once, with what it named in any of the places. Raises what `audit` raises."""
    found = [list(audit(look, by=by)) for look in looks]
    return [
        Audited(code, [row for one in parts for row in one.rows], any(one.more for one in parts))
        for code, *parts in zip(queries(), *found, strict=True)
    ]
