"""Days of a household on a notice: when they end, what is left when an objection stops them, how they go on."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.vocabulary import calendar
from nuandong.relief.models import Application, Notice, NoticeLine, Objection
from nuandong.relief.policies_notices import rule_of
from nuandong.relief.steps import NoticeState, ObjectionState
from nuandong.vault import api as vault

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH: Final = 10
_DAY: Final = timedelta(days=1)
BATCH: Final = 1_000


def notice_of(identity: UUID, *, lock: bool = False) -> Notice:
    """Raises NotFound outside the scope."""
    rows = Notice.objects.select_for_update(of=("self",)) if lock else Notice.objects
    found = rows.select_related("season", "pack").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_notice", _("没有找到这份公示。"), _("请从公示列表中打开。"))
    return found


def line_of(identity: UUID) -> NoticeLine:
    """Raises NotFound outside the scope."""
    found = NoticeLine.objects.select_related("notice", "notice__season", "application").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_line", _("公示里没有这一户。"), _("请从公示页面选择。"), field="line")
    return found


def objection_of(identity: UUID, *, lock: bool = False) -> Objection:
    """Raises NotFound outside the scope."""
    rows = Objection.objects.select_for_update(of=("self",)) if lock else Objection.objects
    found = (
        rows.select_related("line", "application", "notice", "notice__season", "application__decision")
        .filter(id=identity)
        .first()
    )
    if found is None:
        raise NotFound("relief.no_objection", _("没有找到这条异议。"), _("请从异议列表中打开。"))
    return found


def lock(application: UUID) -> None:
    """One objection at a time comes in for a household or is answered: all of them together hold its days."""
    Application.objects.select_for_update(of=("self",)).get(id=application)


def last_day(notice: Notice, begun: date, days: int) -> date:
    """The last of so many days of a notice that begin after a day; none left: the day itself."""
    return rule_of(notice).last_day(begun, days, calendar()) if days else begun


def left(notice: Notice, ends_on: date, on: date) -> int:
    """How many of a notice's days come after a day: what an objection of that day leaves."""
    if not notice.working_days:
        return max(0, (ends_on - on).days)
    days = (on + _DAY * (one + 1) for one in range(max(0, (ends_on - on).days)))
    return sum(map(calendar().is_workday, days))


def hold(application: UUID, on: date) -> None:
    """Stop the days of one household on every notice on which they run."""
    rows = NoticeLine.objects.filter(application=application, removed_at=None, ends_on__gte=on)
    for line in rows.select_related("notice", "notice__season"):
        assert line.ends_on is not None
        NoticeLine.objects.filter(id=line.id, ends_on=line.ends_on).update(
            ends_on=None, days_left=left(line.notice, line.ends_on, on)
        )


def go_on(application: UUID, on: date) -> None:
    """Let the days of one household run on from a day, unless another objection still holds it."""
    if Objection.objects.filter(application=application, state=ObjectionState.OPEN).exists():
        return
    rows = NoticeLine.objects.filter(application=application, removed_at=None, days_left__isnull=False)
    for line in rows.select_related("notice", "notice__season"):
        NoticeLine.objects.filter(id=line.id, days_left=line.days_left).update(
            ends_on=last_day(line.notice, on, line.days_left or 0), days_left=None
        )


def not_over(applications: Collection[UUID], codes: Collection[str], season: UUID, on: date) -> set[UUID]:
    """Households for which one of the notices of these codes is not over on a day; one query."""
    if not codes:
        return set()
    rows = NoticeLine.objects.filter(
        application__in=applications,
        notice__season=season,
        notice__code__in=codes,
        removed_at=None,
        ends_on__lt=on,
    ).exclude(notice__state=NoticeState.DROPPED)
    over: dict[UUID, set[str]] = {}
    for application, code in rows.values_list("application", "notice__code"):
        over.setdefault(application, set()).add(code)
    return {one for one in applications if over.get(one, set()) != set(codes)}


def objected(applications: Iterable[UUID]) -> set[UUID]:
    """Households with an objection that is not answered; one query."""
    rows = Objection.objects.filter(application__in=list(applications), state=ObjectionState.OPEN)
    return set(rows.values_list("application", flat=True))


def code_for(key: UUID) -> str:
    """The tracking code of the objection that a form with this key files.

    It follows from the key by our secret, so that a double press gives the same one; only its hash is kept.
    """
    number = int.from_bytes(vault.blind("relief.objection.code", str(key)))
    signs = []
    for _place in range(_LENGTH):
        number, sign = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[sign])
    return "".join(signs)


def hash_of(code: str) -> bytes:
    """What is stored of a tracking code, however it was typed."""
    return vault.blind("relief.objection", code.replace(" ", "").replace("-", "").upper()[:_LENGTH])
