"""A plan with two phases, put in force for the county from the second of December on."""

from datetime import date

from nuandong.org import scope
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load
from nuandong.plans.models import Activation
from nuandong.plans.vocabulary import vocabulary
from tests.cast import COUNTY, NOW

TEXT = """
plan: heating/look-back
title: 取暖回头看
family: heating
level: county
sources: ["003#4"]
season: {from: 11-07, to: 12-31, source: "003#4 ¶1"}
organisation: {lead: 农业农村局}
obligations:
  - {id: table, title: 报摸底表, kind: by_deadline, by: 12-08 12:00, event: tasks.work_recorded,
     where: {work: heating_screened}, scope: each unit, strength: must, source: "003#4 ¶4"}
phases:
  - id: screening
    title: 摸底排查
    from: 12-02
    to: 12-08
    source: "003#4 ¶4"
    tasks:
      - {id: survey, title: 入户摸底, units: [各乡镇（街道）, 农业农村局], by: 12-08 12:00, deliverable: 摸底表, source: "003#4 ¶4"}
      - {id: weekly, title: 周报, units: [各乡镇], by: every Monday 12:00, strength: in_principle, source: "003#4 ¶5"}
      - {id: start, title: 部署会, units: [各乡镇], by: 11-08, source: "003#4 ¶4"}
  - id: rectify
    title: 整改
    from: 12-09
    to: 12-20
    source: "003#4 ¶4"
    tasks:
      - {id: repair, title: 问题整改, units: [各乡镇], source: "003#4 ¶4"}
"""


WHENEVER = (
    TEXT[: TEXT.index("phases:")]
    + """
phases:
  - id: work
    title: 整改
    source: "003#4 ¶4"
    tasks:
      - {id: repair, title: 问题整改, units: [各乡镇, 农业农村局], deliverable: 整改表, source: "003#4 ¶4"}
"""
)
"""Without days of its own: everything is due when the plan ends."""


def activate(by, *, now=NOW, text=TEXT, days=(date(2026, 12, 2), date(2026, 12, 31))) -> Activation:
    loaded = load(text.encode(), "look-back.yaml", vocabulary())
    with scope.enter(by):
        # The table is due at noon of the last day of its phase, the meeting before it: seen, and put in force all the same.
        return activate_plan(
            by=by,
            now=now,
            loaded=loaded,
            region=COUNTY,
            starts_on=days[0],
            ends_on=days[1],
            reason="县会议决定",
            contradictions_seen=True,
        )
