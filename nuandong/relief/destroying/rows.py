"""The records of a season that hold each kind of personal data; within the entered scope, what is gone left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuandong.files.storing import kept
from nuandong.geo.areas import in_region
from nuandong.people.masking import GONE
from nuandong.people.selectors.registration import homes_registered
from nuandong.people.selectors.unneeded import unneeded
from nuandong.relief.models import (
    AccountChange,
    Application,
    Archive,
    CardSeen,
    Decision,
    Entitlement,
    Evaluation,
    Finding,
    HandOut,
    Kinship,
    LedgerCopy,
    LedgerFile,
    LedgerRow,
    Meeting,
    MoneyReturn,
    Need,
    Notice,
    NoticeLine,
    Objection,
    OutsideEntry,
    PayoutLine,
    Scan,
    Season,
    Vote,
    WriteOff,
)

Rows = QuerySet[Any]
_SPARED: Final = ("relief.Application", "relief.Need", "relief.CardSeen", "relief.OutsideEntry")


@dataclass(frozen=True, slots=True)
class Family:
    """An ordinary season with the temporary relief that followed it: they share ledgers, lists and findings."""

    season: Season
    all: tuple[Season, ...] = field(default=())

    @property
    def here(self) -> Q:
        return in_region(self.season.region)

    @property
    def year(self) -> int:
        return self.season.year


def family(of: Season) -> Family:
    return Family(of, (of, *of.followed_by.order_by("opened_at", "id")))


def rows_of(kind: str, of: Family) -> list[Rows]:
    """Records of one kind that are there to be destroyed, or to be kept."""
    return list(_MAKERS[kind](of))


def counted(of: Family) -> dict[str, int]:
    """Kind → how many records; about forty queries."""
    return {kind: sum(rows.count() for rows in rows_of(kind, of)) for kind in _MAKERS}


def _granted(of: Family) -> Rows:
    return Entitlement.objects.filter(of.here, season__year=of.year)


def _ledgers(of: Family) -> Iterator[Rows]:
    files = LedgerFile.objects.filter(of.here, season=of.year)
    yield files.exclude(name=GONE)
    yield kept(files.values_list("file", flat=True))
    yield LedgerCopy.objects.filter(ledger__in=files.values("id"))


def _ledger_rows(of: Family) -> Iterator[Rows]:
    files = LedgerFile.objects.filter(of.here, season=of.year)
    yield LedgerRow.objects.filter(ledger__in=files.values("id")).exclude(label=GONE)


def _needs(of: Family) -> Iterator[Rows]:
    granted = Exists(_granted(of).filter(household=OuterRef("household")))
    bare = Q(household_type="", loss_type="", difficulty="", period="", holder_masked="", bank="", account_sealed=None)
    yield Need.objects.filter(of.here, ~granted, season=of.year).exclude(bare)


def _applications(of: Family) -> Iterator[Rows]:
    rows = Application.objects.filter(season__in=of.all, entitlement=None)
    yield rows.exclude(head_masked=GONE)


def _cards(of: Family) -> Iterator[Rows]:
    seen = CardSeen.objects.filter(application__season__in=of.all)
    yield kept(seen.values_list("photo", flat=True))
    yield seen


def _outside(of: Family) -> Iterator[Rows]:
    yield OutsideEntry.objects.filter(of.here, outside__season=of.year)


def _objectors(of: Family) -> Iterator[Rows]:
    yield Objection.objects.filter(application__season__in=of.all, contact_sealed__isnull=False)


def _findings(of: Family) -> Iterator[Rows]:
    yield Finding.objects.filter(of.here, season=of.year).exclude(facts={})


def _scans(of: Family) -> Iterator[Rows]:
    """A page that nobody filed says no season: those that came while this one was open."""
    rows = Scan.objects.filter(of.here, uploaded_at__gte=of.season.opened_at)
    rows = rows.filter(uploaded_at__lte=of.season.closed_at) if of.season.closed_at else rows
    yield kept(rows.filter(Q(kind="") | Q(dropped_at__isnull=False)).values_list("file", flat=True))


def _registry(of: Family) -> Iterator[Rows]:
    """Households that came in through this season alone and were granted nothing."""
    first = LedgerFile.objects.filter(of.here, season=of.year).order_by("uploaded_at").first()
    since = min(of.season.opened_at, first.uploaded_at) if first else of.season.opened_at
    homes = homes_registered(of.season.region, since=since, until=of.season.closed_at)
    mine = Application.objects.filter(household=OuterRef("id"))
    noted = Need.objects.filter(household=OuterRef("id"))
    homes = homes.filter(Exists(mine.filter(season__in=of.all)) | Exists(noted.filter(season=of.year)))
    homes = homes.exclude(Exists(mine.exclude(season__in=of.all))).exclude(Exists(noted.exclude(season=of.year)))
    others = OutsideEntry.objects.exclude(outside__season=of.year).values_list("person", flat=True)
    found = unneeded(homes.exclude(id__in=_granted(of).values("household")), spared=_SPARED, people=others)
    yield from found.tables
    yield kept(found.photos)


def _granted_rows(of: Family) -> Iterator[Rows]:
    yield Application.objects.filter(season__in=of.all, entitlement__isnull=False)
    yield Need.objects.filter(of.here, season=of.year, household__in=_granted(of).values("household"))
    yield Decision.objects.filter(season__in=of.all)


def _payments(of: Family) -> Iterator[Rows]:
    yield PayoutLine.objects.filter(payout__season__in=of.all)
    for model in (MoneyReturn, WriteOff, AccountChange):
        yield model.objects.filter(line__payout__season__in=of.all)


def _minutes(of: Family) -> Iterator[Rows]:
    yield Meeting.objects.filter(season__in=of.all)
    yield Vote.objects.filter(meeting__season__in=of.all)


def _notices(of: Family) -> Iterator[Rows]:
    yield Notice.objects.filter(season__in=of.all)
    yield NoticeLine.objects.filter(notice__season__in=of.all)
    yield Objection.objects.filter(application__season__in=of.all)


def _receipts(of: Family) -> Iterator[Rows]:
    yield HandOut.objects.filter(entitlement__season__in=of.all)


def _archives(of: Family) -> Iterator[Rows]:
    yield Archive.objects.filter(season__in=of.all, made_at__isnull=False)
    yield Evaluation.objects.filter(season__in=of.all)
    yield Scan.objects.filter(season__in=of.all, dropped_at=None)


def _kinship(of: Family) -> Iterator[Rows]:
    yield Kinship.objects.filter(of.here)


_Maker = Callable[[Family], Iterator[Rows]]
_MAKERS: Final[Mapping[str, _Maker]] = {
    "ledgers": _ledgers,
    "ledger_rows": _ledger_rows,
    "needs": _needs,
    "applications": _applications,
    "cards": _cards,
    "outside": _outside,
    "objectors": _objectors,
    "findings": _findings,
    "scans": _scans,
    "registry": _registry,
    "granted": _granted_rows,
    "payments": _payments,
    "minutes": _minutes,
    "notices": _notices,
    "receipts": _receipts,
    "archives": _archives,
    "kinship": _kinship,
}
