"""Whether lots can be drawn from these pools: asked before there is a seed, so that no outcome is ever refused."""

from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.supervision.drawing import Pools, able

MOST_PICKS: Final = 50
MOST_EACH: Final = 5
MOST_POOL: Final = 2000


def check_numbers(wanted: int, each: int) -> None:
    """Raise Invalid for a number that nobody can want."""
    if not 1 <= wanted <= MOST_PICKS:
        raise _between("wanted", _("抽取数量"), MOST_PICKS)
    if not 1 <= each <= MOST_EACH:
        raise _between("each", _("每处督查人数"), MOST_EACH)


def check_pools(pools: Pools) -> None:
    """Raise Invalid for pools that are too small, too large, or of which somebody might have to inspect himself."""
    if len(pools.targets) < pools.wanted:
        raise Invalid(
            "supervision.few_targets",
            _("范围内只有 %(found)d 个对象，不够抽取 %(wanted)d 个。"),
            _("请减少数量，或增加类型。"),
            field="wanted",
            found=len(pools.targets),
            wanted=pools.wanted,
        )
    if len(pools.targets) > MOST_POOL or len(pools.inspectors) > MOST_POOL:
        raise Invalid(
            "supervision.large_pool",
            _("名录超过 %(most)d 个。"),
            _("请缩小地区或减少类型。"),
            field="region",
            most=MOST_POOL,
        )
    short = next((one for one in pools.targets if len(able(pools, one)) < pools.each), None)
    if short is not None:
        raise Invalid(
            "supervision.few_inspectors",
            _("有的对象回避本单位、本乡镇（街道）人员后，督查人员不足 %(each)d 名。"),
            _("请增加督查人员所在的单位，或减少每处人数。"),
            field="inspectors",
            each=pools.each,
        )


def _between(field: str, what: str, most: int) -> Invalid:
    return Invalid(
        "supervision.number",
        _("%(what)s要在 1 到 %(most)d 之间。"),
        _("请重新填写。"),
        field=field,
        what=what,
        most=most,
    )
