"""Every check run over a place: new findings raised, known ones seen again, those whose reason is gone marked."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from django.db import transaction

from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.library import standard_named
from nuandong.relief.integrity import accounts, elsewhere, households, money, officers, sharing
from nuandong.relief.integrity.catalogue import checks
from nuandong.relief.integrity.looking import Finder, Look, Suspect
from nuandong.relief.models import Finding, Need, OutsideEntry, OutsideList, Training
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import FindingState, OutsideKind

_BATCH: Final = 1000

FINDERS: Final[Mapping[str, Finder]] = MappingProxyType(
    {
        "account_shared": accounts.account_shared,
        "account_foreign": accounts.account_foreign,
        "person_twice": households.person_twice,
        "size_inflated": households.size_inflated,
        "dead_counted": households.dead_counted,
        "absent_counted": elsewhere.absent_counted,
        "number_differs": households.number_differs,
        "kin_not_declared": officers.kin_not_declared,
        "kin_acted": officers.kin_acted,
        "surveyor_untrained": officers.surveyor_untrained,
        "equal_sharing": sharing.equal_sharing,
        "other_programme": money.other_programme,
        "late_money": money.late_money,
        "amount_differs": money.amount_differs,
        "above_limit": money.above_limit,
        "townspeople": money.townspeople,
    }
)
"""Check of library/integrity → what finds its suspects. A check without one says what it lacks."""

PASSED_OVER: Final[Mapping[str, Callable[[Look], int]]] = MappingProxyType({"size_inflated": households.heads_alone})
"""Check → how many it had nothing to compare with."""


@dataclass(slots=True)
class Settled:
    """What one check changed, and how many it `passed` over."""

    raised: int = 0
    again: int = 0
    gone: int = 0
    standing: int = 0
    passed: int = 0

    def add(self, other: "Settled") -> None:
        self.raised += other.raised
        self.again += other.again
        self.gone += other.gone
        self.standing += other.standing
        self.passed += other.passed


def missing(look: Look) -> dict[str, str]:
    """Check → what it has not got, here and this season; such a check does not say that nothing was found."""
    found = {code: check.lacks for code, check in checks().items() if check.lacks}
    if not _lists(look, OutsideKind.ABSENCE):
        found["absent_counted"] = _("长期外出人员名册（在“外部名单”导入）")
    here = money.seasons(look)
    if not any(procedure_of(season).pays_in_time for season in here):
        found["late_money"] = _("审定后几个工作日内发放的规定")
    if not any(standard_named(season.standard).rural_only for season in here):
        found["townspeople"] = _("只限农村的标准")
    if not any(season.limit_fen for season in here):
        found["above_limit"] = _("人均限额（在救助年度页面设定）")
    if not Training.objects.filter(season__in=here).exists():
        found["surveyor_untrained"] = _("培训签到记录（在“摸排培训”登记）")
    if not here:
        found |= dict.fromkeys(("amount_differs", "late_money", "townspeople"), _("已开启的救助年度"))
    return found


def beside(look: Look) -> dict[str, str]:
    """Check → what it does not compare here although it runs; a ledger that names holders of accounts is compared."""
    found = {code: check.beside for code, check in checks().items() if check.beside}
    if Need.objects.filter(look.here, season=look.season, ended_at=None, holder_other__isnull=False).exists():
        found.pop("account_foreign", None)
    if _lists(look, OutsideKind.AID):
        found.pop("other_programme", None)
    return found


def _lists(look: Look, kind: OutsideKind) -> bool:
    """Whether a list of a kind is in force that says something of the place."""
    return (
        OutsideEntry.objects.filter(
            look.here, outside__kind=kind, outside__season=look.season, outside__ended_at=None
        ).exists()
        or OutsideList.objects.filter(look.here, kind=kind, season=look.season, ended_at=None).exists()
    )


def settle(look: Look) -> dict[str, Settled]:
    """Run every check that has what it needs over a place; check → what changed. Writes, in the scope entered."""
    return {code: settle_one(code, look) for code in wanted(look)}


def wanted(look: Look) -> list[str]:
    """The checks that have what they need, in their order."""
    lacking = missing(look)
    return [code for code in FINDERS if code not in lacking]


@transaction.atomic
def settle_one(code: str, look: Look) -> Settled:
    """Run one check over a place; what changed."""
    done = _settle(code, look, FINDERS[code](replace(look, values=checks()[code].values)))
    if code in PASSED_OVER:
        done.passed = PASSED_OVER[code](look)
    return done


def digest(suspect: Suspect) -> str:
    text = json.dumps(suspect.facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _settle(code: str, look: Look, suspects: Iterable[Suspect]) -> Settled:
    """One row for each subject and kind while nobody decided; a decided one comes again only when its facts change."""
    found = {(one.kind, str(one.subject)): one for one in suspects}
    known: dict[tuple[str, str], list[Finding]] = {}
    for row in Finding.objects.filter(look.here, season=look.season, check_code=code).order_by("id"):
        known.setdefault((row.subject_type, row.subject), []).append(row)
    done = Settled(standing=len(found))
    new, seen, gone = [], [], []
    for key, suspect in found.items():
        told = digest(suspect)
        rows = known.pop(key, [])
        known_row = next((one for one in rows if one.digest == told), None) or _open(rows)
        row = known_row or _made(code, look, suspect, told)
        if known_row is None:
            new.append(row)
        elif row.gone_at is not None:
            done.again += 1
        row.facts, row.digest, row.region = dict(suspect.facts), told, suspect.region
        row.seen_at, row.gone_at = look.now, None
        seen.append(row)
        gone += [one for one in rows if one.id != row.id and one.gone_at is None]
    gone += [row for rows in known.values() for row in rows if row.gone_at is None]
    for row in gone:
        row.gone_at = look.now
    done.raised, done.gone = len(new), len(gone)
    Finding.objects.bulk_create(new, batch_size=_BATCH)
    fresh = {row.id for row in new}
    changed = [row for row in seen if row.id not in fresh] + gone
    Finding.objects.bulk_update(changed, ["facts", "digest", "region", "seen_at", "gone_at"], batch_size=_BATCH)
    return done


def _open(rows: list[Finding]) -> Finding | None:
    return next((one for one in rows if one.state == FindingState.OPEN), None)


def _made(code: str, look: Look, suspect: Suspect, told: str) -> Finding:
    return Finding(
        id=new_id(look.now),
        region=suspect.region,
        season=look.season,
        check_code=code,
        subject_type=suspect.kind,
        subject=str(suspect.subject),
        digest=told,
        found_at=look.now,
        seen_at=look.now,
    )
