"""The limit per person of a season: who is above it, and has the village written why (facts §3.3)."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F, Q

from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.money import format_yuan
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief import surveys
from nuandong.relief.models import Application, Scan, Season
from nuandong.relief.scanning.codes import SheetKind


def is_above(season: Season, row: Application) -> bool:
    """Whether what a household gets is more than the limit for each person in need; False where no limit is set."""
    return season.limit_fen is not None and (row.amount_fen or 0) > season.limit_fen * row.persons


def above(season: Season) -> Q:
    """The same as a condition on applications of the season; matches nobody where no limit is set."""
    if season.limit_fen is None:
        return Q(pk__in=[])
    return Q(season=season, amount_fen__gt=F("persons") * season.limit_fen)


def each_fen(row: Application) -> int:
    """What each person in need gets, rounded up: a household above the limit is never shown at it."""
    return -(-(row.amount_fen or 0) // row.persons)


def reason_of(row: Application) -> str:
    """Why a household is above the limit, in the words of its village."""
    return surveys.opened(row.id, row.reason_sealed).above


def check_survey(season: Season, row: Application, survey: surveys.Survey) -> None:
    """Raise Invalid for a household above the limit without a reason in its survey."""
    if is_above(season, row) and not survey.above.strip():
        raise Invalid(
            "relief.above_limit",
            _("这户人均 %(each)s 元，超过限额 %(limit)s 元，没有写明理由。"),
            _("请核对各项；确需超过的，写明理由，随材料报乡镇盖章、报县级。"),
            field="above",
            each=format_yuan(each_fen(row)),
            limit=format_yuan(season.limit_fen or 0),
        )


def check_reasoned(season: Season, rows: Iterable[Application]) -> None:
    """Raise NotNow that names a household above the limit for which the village has written no reason."""
    for one in rows:
        if is_above(season, one) and not reason_of(one):
            raise NotNow(
                "relief.above_unexplained",
                _("%(head)s 户人均超过限额，村里没有写明理由。"),
                _("请先补正申请，写明理由，再评议。"),
                head=one.head_masked,
            )


def check_confirmed(season: Season, rows: Iterable[Application], named: Collection[UUID]) -> list[UUID]:
    """The ids of those above the limit. Raises Invalid for one that is neither named nor on a sealed paper."""
    found = [one for one in rows if is_above(season, one)]
    papers = Scan.objects.filter(kind=SheetKind.APPLICATION, subject__in=[one.id for one in found], dropped_at=None)
    sealed = set(papers.values_list("subject", flat=True)) if found else set()
    for one in found:
        if one.id not in named and one.id not in sealed:
            raise Invalid(
                "relief.above_unconfirmed",
                _("%(head)s 户人均超过限额，乡镇还没有确认。"),
                _("请勾选确认，或先上传盖章的申请审批表；不同意的退回补正。"),
                field="above",
                head=one.head_masked,
            )
    return [one.id for one in found]
