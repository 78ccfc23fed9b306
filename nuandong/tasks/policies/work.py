"""Whether work can be recorded so, and whether a record can be taken back."""

from typing import Final

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError, Forbidden, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.tasks.kinds_of_work import kind_of
from nuandong.tasks.models import WorkRecord

MOST: Final = 10_000_000
"""No record counts more: a slip of the finger, not a winter's work."""


def check_numbers(work: str, done: int, base: int | None) -> None:
    """Raise Invalid for an unknown kind, numbers out of bounds, or more done than there is to do."""
    kind = kind_of(work)
    for field, number in (("done", done), ("base", base)):
        if number is not None and not 0 <= number <= MOST:
            raise Invalid(
                "tasks.number",
                _("数量要在 0 到 %(most)d 之间。"),
                _("请核对数字。"),
                field=field,
                most=MOST,
            )
    if base is not None and not kind.base:
        raise Invalid(
            "tasks.no_whole", _("“%(work)s”不填总数。"), _("请把总数一栏留空。"), field="base", work=kind.title
        )
    if base is not None and done > base:
        raise Invalid(
            "tasks.more_than_whole",
            _("完成数 %(done)d 大于%(what)s %(base)d。"),
            _("请核对两个数字：完成数是这一次新完成的，总数是目前应完成的全部。"),
            field="done",
            done=done,
            base=base,
            what=kind.base,
        )


def check_voidable(record: WorkRecord, by: Actor) -> None:
    """Raise Forbidden for a record of another unit that somebody else made, NotNow for one already taken back."""
    if by.staff != record.recorded_by and by.unit != record.unit:
        raise Forbidden(
            "tasks.not_your_record",
            _("这条登记不是您或您单位的。"),
            _("请由登记人或登记单位的同事办理。"),
        )
    if record.voided_at is not None:
        raise NotNow("tasks.voided", _("这条登记已经作废。"), _("需要更正的，请重新登记一条。"))


def can_void(record: WorkRecord, by: Actor) -> bool:
    """Whether somebody may take a record back now."""
    try:
        check_voidable(record, by)
    except DomainError:
        return False
    return True
