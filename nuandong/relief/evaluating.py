"""The figures of a season's evaluation (DIS-037), each counted from the records that its page shows."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from nuandong.geo.areas import in_region
from nuandong.kernel.money import read_yuan
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import (
    Application,
    Entitlement,
    Finding,
    HandOut,
    Meeting,
    MoneyReturn,
    Notice,
    Objection,
    PayoutLine,
    Season,
)
from nuandong.relief.steps import FindingState, HandOutState, LineState, NoticeState, ObjectionState

Unit = Literal["homes", "persons", "fen", "share", "times", "cases", "pieces"]


UNITS: Final[Mapping[Unit, str]] = {
    "homes": _("户"),
    "persons": _("人"),
    "fen": _("元"),
    "share": "%",
    "times": _("次"),
    "cases": _("件"),
    "pieces": _("件"),
}


class Figure(NamedTuple):
    """What is counted: its words, its unit (`share`: hundredths of a percent), the records that it opens to."""

    title: str
    unit: Unit
    opens: str


FIGURES: Final[Mapping[str, Figure]] = {
    "applied_homes": Figure(_("申请户数"), "homes", "applications"),
    "applied_persons": Figure(_("申请人数"), "persons", "applications"),
    "granted_homes": Figure(_("审定户数"), "homes", "decided"),
    "granted_persons": Figure(_("审定人数"), "persons", "decided"),
    "granted_fen": Figure(_("审定金额"), "fen", "decided"),
    "helped_homes": Figure(_("实际救助户数"), "homes", "payouts"),
    "helped_persons": Figure(_("实际救助人数"), "persons", "payouts"),
    "share": Figure(_("实际救助人数占受灾人数"), "share", "payouts"),
    "paid_fen": Figure(_("实际到账金额"), "fen", "payouts"),
    "per_person_fen": Figure(_("实际人均标准"), "fen", "payouts"),
    "per_home_fen": Figure(_("实际户均标准"), "fen", "payouts"),
    "least_fen": Figure(_("最低人均标准"), "fen", "decided"),
    "most_fen": Figure(_("最高人均标准"), "fen", "decided"),
    "goods": Figure(_("发放实物"), "pieces", "goods"),
    "meetings": Figure(_("民主评议会"), "times", "applications"),
    "notices": Figure(_("张贴公示"), "times", "notices"),
    "objections": Figure(_("收到异议"), "cases", "objections"),
    "objections_upheld": Figure(_("异议成立"), "cases", "objections"),
    "objections_open": Figure(_("异议未答复"), "cases", "objections"),
    "findings": Figure(_("系统疑点"), "cases", "findings"),
    "findings_confirmed": Figure(_("疑点属实"), "cases", "findings"),
    "findings_open": Figure(_("疑点未核实"), "cases", "findings"),
    "unpaid_fen": Figure(_("审定未到账金额"), "fen", "payouts"),
    "returned_fen": Figure(_("到账后退回金额"), "fen", "payouts"),
    "written_off_fen": Figure(_("核销金额"), "fen", "payouts"),
}
"""In the order in which they are shown."""


def shown(unit: Unit, number: int) -> str:
    """A number as it is read: money in yuan, a share in percent."""
    if unit == "fen":
        return read_yuan(number)
    if unit == "share":
        return f"{number // 100}.{number % 100:02d}"
    return f"{number:,}"


def figures(season: Season, affected_persons: int) -> dict[str, int]:
    """Code → number, money in fen; within the scope of the reader, who sees the whole county. A dozen queries."""
    found: dict[str, int] = {}
    for part in (_homes(season), _helped(season, affected_persons), _steps(season), _findings(season)):
        found |= dict(part)
    return {code: found[code] for code in FIGURES}


def _homes(season: Season) -> Iterator[tuple[str, int]]:
    applied = Application.objects.filter(season=season).aggregate(homes=Count("id"), persons=Sum("persons"))
    yield "applied_homes", applied["homes"]
    yield "applied_persons", applied["persons"] or 0
    granted = Entitlement.objects.filter(season=season, ended_at=None).aggregate(
        homes=Count("id"),
        persons=Sum("application__persons"),
        fen=Sum("amount_fen"),
        off=Sum("written_off_fen"),
        # Whole fen a head, rounded down: the database divides whole numbers so.
        least=Min(F("amount_fen") / F("application__persons")),
        most=Max(F("amount_fen") / F("application__persons")),
    )
    yield "granted_homes", granted["homes"]
    for code, name in (
        ("granted_persons", "persons"),
        ("granted_fen", "fen"),
        ("written_off_fen", "off"),
        ("least_fen", "least"),
        ("most_fen", "most"),
    ):
        yield code, granted[name] or 0


def _helped(season: Season, affected_persons: int) -> Iterator[tuple[str, int]]:
    """Helped is who got money that stayed, or goods."""
    lines = PayoutLine.objects.filter(payout__season=season, state=LineState.PAID)
    paid = lines.filter(instalment__entitlement=OuterRef("id"))
    given = HandOut.objects.filter(entitlement=OuterRef("id"), state=HandOutState.GIVEN)
    granted = Entitlement.objects.filter(season=season)
    got = granted.filter(Exists(paid) | Exists(given)).aggregate(n=Count("id"), persons=Sum("application__persons"))
    money = granted.filter(Exists(paid)).aggregate(n=Count("id"), persons=Sum("application__persons"))
    fen = lines.aggregate(fen=Coalesce(Sum("amount_fen"), 0))["fen"]
    owed = granted.filter(ended_at=None).aggregate(fen=Coalesce(Sum(F("amount_fen") - F("written_off_fen")), 0))["fen"]
    goods = HandOut.objects.filter(entitlement__season=season, state=HandOutState.GIVEN)
    persons = got["persons"] or 0
    yield "helped_homes", got["n"]
    yield "helped_persons", persons
    yield "share", persons * 10_000 // affected_persons
    yield "paid_fen", fen
    yield "per_person_fen", fen // money["persons"] if money["persons"] else 0
    yield "per_home_fen", fen // money["n"] if money["n"] else 0
    yield "unpaid_fen", max(0, owed - fen)
    yield "goods", goods.aggregate(n=Coalesce(Sum("quantity"), 0))["n"]


def _steps(season: Season) -> Iterator[tuple[str, int]]:
    yield "meetings", Meeting.objects.filter(season=season).count()
    posted = (NoticeState.POSTED, NoticeState.ENDED, NoticeState.DOWN)
    yield "notices", Notice.objects.filter(season=season, state__in=posted).count()
    objections = Objection.objects.filter(application__season=season).aggregate(
        n=Count("id"),
        upheld=Count("id", filter=Q(state=ObjectionState.UPHELD)),
        open=Count("id", filter=Q(state=ObjectionState.OPEN)),
    )
    yield "objections", objections["n"]
    yield "objections_upheld", objections["upheld"]
    yield "objections_open", objections["open"]
    back = MoneyReturn.objects.filter(line__payout__season=season, confirmed_at__isnull=False)
    yield "returned_fen", back.aggregate(fen=Coalesce(Sum("amount_fen"), 0))["fen"]


def _findings(season: Season) -> Iterator[tuple[str, int]]:
    """Of the year and the county: a check compares seasons, and temporary relief with the ordinary one."""
    rows = Finding.objects.filter(in_region(season.region), season=season.year)
    found = rows.aggregate(
        n=Count("id"),
        confirmed=Count("id", filter=Q(state=FindingState.CONFIRMED)),
        open=Count("id", filter=Q(state=FindingState.OPEN, gone_at=None)),
    )
    yield "findings", found["n"]
    yield "findings_confirmed", found["confirmed"]
    yield "findings_open", found["open"]
