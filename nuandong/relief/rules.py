"""Who may do what with ledgers, and whether now."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from nuandong.geo.codes import Level, level_of
from nuandong.geo.policies import check_division
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.forms.shape import Form
from nuandong.relief.models import LedgerFile, LedgerRow, Need
from nuandong.relief.states import LEDGER, LedgerState, Outcome

SEE: Final = "relief.ledger.see"
IMPORT: Final = "relief.ledger.import"
CONFIRM: Final = "relief.ledger.confirm"
UNMASK: Final = "people.person.unmask"
FIRST_SEASON, LAST_SEASON = 2000, 2100


def check_place(region: int, season: int) -> None:
    """Raise Invalid for a region unknown or wider than a county, or a year that cannot be."""
    check_division(region)
    if level_of(region) < Level.COUNTY:
        raise Invalid(
            "relief.region_wide", _("一份台账最多一个县。"), _("请选择县、乡镇或村，分别导入。"), field="region"
        )
    if not FIRST_SEASON <= season <= LAST_SEASON:
        raise Invalid("relief.season", _("年度不对。"), _("请填写冬季开始的年份，如 2026。"), field="season")


def check_act(ledger: LedgerFile, act: str) -> LedgerState:
    """The state an act leads to. Raises NotNow."""
    found = LEDGER[LedgerState(ledger.state)].get(act)
    if found is None:
        raise NotNow(
            "relief.ledger_not_now",
            _("台账现在的状态是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看。"),
            state=str(LedgerState(ledger.state).label),
        )
    return found


def check_copy(ledger: LedgerFile, by: Actor) -> None:
    """Raise Forbidden or OutOfScope: the sheet holds numbers in full, for whoever sent it or may see them anyway."""
    permissions.check(by, IMPORT, region=ledger.region)
    if ledger.uploaded_by != by.staff:
        permissions.check(by, UNMASK, region=ledger.region)


def can_copy(ledger: LedgerFile, by: Actor) -> bool:
    return permissions.allows(by, IMPORT, region=ledger.region) and (
        ledger.uploaded_by == by.staff or permissions.allows(by, UNMASK, region=ledger.region)
    )


def check_whole(ledger: LedgerFile, *, partial: bool) -> None:
    """Raise Invalid when there is nothing to take over, or rejected rows were not spoken of."""
    if not ledger.accepted:
        raise Invalid("relief.ledger_nothing", _("没有一行合格，没有可以导入的。"), _("请改正后重新上传。"))
    if ledger.rejected and not partial:
        raise Invalid(
            "relief.ledger_rejected",
            _("还有 %(rejected)d 行有错误。"),
            _("请改正后重新上传；也可以选择只导入合格的行，其余改正后再传。"),
            field="partial",
            rejected=ledger.rejected,
        )


def check_columns(form: Form, fields: Collection[str]) -> None:
    """Raise Invalid when a required field of the form is not among the fields that have a column."""
    if missing := [one.title for one in form.columns if one.required and one.field not in fields]:
        raise Invalid(
            "relief.columns_missing",
            _("还没有说明哪一列是：%(titles)s。"),
            _("请选好；表里没有这一列的，补上后重新上传。"),
            titles="、".join(missing),
        )


def check_last(ledger: LedgerFile) -> None:
    """Raise NotNow when something followed: a later ledger has changed a need of this one."""
    own = Need.objects.filter(ledger=ledger)
    same = LedgerRow.objects.filter(
        household__in=own.filter(ended_at=None).values("household"),
        outcome=Outcome.SAME,
        ledger__season=ledger.season,
        ledger__state=LedgerState.CONFIRMED,
        ledger__written_at__gt=ledger.written_at,
    )
    followed = own.filter(ended_at__isnull=False).count() + same.values("household").distinct().count()
    if followed:
        raise NotNow(
            "relief.ledger_followed",
            _("其中 %(count)d 户后来又导入过新的台账，不能整批撤回。"),
            _("请先撤回后来的台账。"),
            count=followed,
        )


def ledger_of(identity: UUID, *, by: Actor, permission: str, lock: bool = False) -> LedgerFile:
    """One ledger. Raises NotFound outside the scope, Forbidden, OutOfScope."""
    rows = LedgerFile.objects.select_for_update() if lock else LedgerFile.objects
    found = rows.filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_ledger", _("没有找到这份台账。"), _("请从台账列表中打开。"))
    permissions.check(by, permission, region=found.region)
    return found
