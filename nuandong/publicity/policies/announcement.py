"""Whether an announcement can be entered so, and whether it can be taken back."""

from typing import TYPE_CHECKING, Final

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError, Forbidden, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.publicity.catalogue import Channel, channels
from nuandong.publicity.errors import required
from nuandong.publicity.models import Announcement
from nuandong.publicity.serving import Asked

if TYPE_CHECKING:
    from nuandong.publicity.actions.record_announcement import Said

MOST: Final = 10_000_000
_MOST_TIMES: Final = 1000


def check_numbers(channel: Channel, said: "Said") -> None:
    """Raise Invalid for numbers out of bounds, a whole that the channel does not have, or one smaller than its part."""
    if not 1 <= said.times <= _MOST_TIMES:
        raise Invalid(
            "publicity.times", _("次数要在 1 到 %(most)d 之间。"), _("请核对数字。"), field="times", most=_MOST_TIMES
        )
    for field, number in (("copies", said.copies), ("reached", said.reached), ("base", said.base)):
        if number is not None and not 0 <= number <= MOST:
            raise Invalid(
                "publicity.number", _("数量要在 0 到 %(most)d 之间。"), _("请核对数字。"), field=field, most=MOST
            )
    if said.base is None:
        return
    if not channel.counts_whole:
        raise Invalid(
            "publicity.no_whole",
            _("“%(channel)s”不填应覆盖数。"),
            _("请把应覆盖数留空。"),
            field="base",
            channel=channel.title,
        )
    if said.reached is None:
        raise required("reached", _("覆盖数"))
    if said.reached > said.base:
        raise Invalid(
            "publicity.more_than_whole",
            _("覆盖数 %(reached)d 大于应覆盖数 %(base)d。"),
            _("请核对两个数字：覆盖数是这一次新覆盖的，应覆盖数是全部。"),
            field="reached",
            reached=said.reached,
            base=said.base,
        )


def check_serves(asked: Asked, said: "Said") -> None:
    """Raise Invalid where the duty that was chosen names other channels than this one."""
    if asked.channels and said.channel not in asked.channels:
        raise Invalid(
            "publicity.other_channel",
            _("这项方案义务要求的渠道是%(channels)s。"),
            _("请改选渠道，或不选方案义务。"),
            field="duty",
            channels=tuple(one.title for code, one in channels().items() if code in asked.channels),
        )


def shown(said: "Said") -> set[str]:
    """What an entry shows, in the words of plans (`plans.schema.sections.NOTICE_FIELDS`)."""
    present = {"link": said.link, "photo": said.files, "copies": said.copies, "reached": said.reached}
    return {field for field, there in present.items() if there}


def check_voidable(row: Announcement, by: Actor) -> None:
    """Raise Forbidden for an entry of another unit, NotNow for one already taken back."""
    if by.unit != row.unit:
        raise Forbidden("publicity.not_your_entry", _("这条宣传登记不是您单位的。"), _("请由登记单位的同事办理。"))
    if row.voided_at is not None:
        raise NotNow("publicity.voided", _("这条登记已经作废。"), _("需要更正的，请重新登记一条。"))


def can_void(row: Announcement, by: Actor) -> bool:
    """Whether somebody may take it back now."""
    try:
        check_voidable(row, by)
    except DomainError:
        return False
    return True
