"""A plan in force that demands goods of hand-outs and fields of notices."""

from datetime import date

from nuandong.org import scope
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load
from nuandong.plans.vocabulary import vocabulary
from tests.cast import COUNTY, NOW

_PLAN = """
plan: rescue/demanding
title: 街面救助方案
family: rescue
level: county
sources: ["000#1"]
season: {{from: 11-01, to: +1/03-15, source: "000#1 ¶1"}}
organisation: {{lead: 民政局}}
obligations:
  - {{id: patrol, title: 巡查, kind: never, event: rescue.clue_received, scope: each unit, strength: must, source: "000#1 ¶2"}}
{sections}
"""
GOODS = """
items:
  - {id: goods, title: 物资, rule: give, items: [棉衣, 棉被], goods: [coat, quilt], occasion: refused, source: "000#1 ¶4"}
  - {id: food, title: 食品, rule: give, items: [食品], goods: [food], source: "000#1 ¶4"}
  - {id: more, title: 可以发, rule: give, items: [药品], goods: [medicine], strength: may, source: "000#1 ¶4"}
"""


def notice(kind: str, *fields: str, strength: str = "must") -> str:
    return (
        f"notice_fields:\n  - {{id: shown, title: 内容, notice: {kind}, fields: [{', '.join(fields)}], "
        f'strength: {strength}, source: "000#1 ¶5"}}\n'
    )


def in_force(by, sections: str, *, region: int = COUNTY, starts_on: date = date(2026, 11, 1), now=NOW):
    """Put the plan in force; the scope of `by` is entered and left."""
    loaded = load(_PLAN.format(sections=sections).encode(), "demanding.yaml", vocabulary())
    with scope.enter(by):
        return activate_plan(by=by, now=now, loaded=loaded, region=region, starts_on=starts_on)
