"""Publicity of the demo through several channels, and public opinion: answered and closed, waiting, and new."""

from datetime import datetime, timedelta
from typing import Final

from nuandong.demo.county import Town
from nuandong.demo.office import Office
from nuandong.org import scope
from nuandong.publicity.actions.answer_opinion import answer_opinion
from nuandong.publicity.actions.find_opinion import Item, find_opinion
from nuandong.publicity.actions.record_announcement import Said, record_announcement
from nuandong.publicity.actions.settle_opinion import settle_opinion
from nuandong.publicity.actions.verify_opinion import verify_opinion
from nuandong.publicity.kinds import Seriousness, Verdict

_HOUR: Final = timedelta(hours=1)
_SAID: Final = (
    ("leaflet", "取暖用电用气安全明白纸", 1, 180, 96, 412, 31),
    ("loudspeaker", "预防一氧化碳中毒广播", 3, None, 412, None, 52),
    ("face_to_face", "独居老人安全取暖上门宣讲", 1, None, 23, 412, 9),
    ("poster", "街面救助热线和求助方式", 1, 40, None, None, 75),
)
"""Channel, what, how often, copies, reached, of how many, hours ago."""
_OPINIONS: Final = (
    ("hotline_12345", "反映桥下有人露宿没人管", Seriousness.GENERAL, 70, "closed"),
    ("short_video", "视频称村里取暖补贴没有到账", Seriousness.SERIOUS, 20, "answered"),
    ("wechat", "业主群议论小区供暖温度不够", Seriousness.GENERAL, 6, "found"),
)
"""Where, what, how serious, hours ago, how far it is."""


def load_publicity(office: Office, county: list[Town], as_of: datetime) -> None:
    """What the township and the county made known, and what was said about them."""
    clerk, officer = office.actors["clerk"], office.actors["officer"]
    with scope.enter(clerk):
        for channel, title, times, copies, reached, base, hours in _SAID:
            said = Said(channel=channel, title=title, times=times, copies=copies, reached=reached, base=base)
            record_announcement(by=clerk, now=as_of - hours * _HOUR, region=county[0].code, said=said)
    with scope.enter(officer):
        article = Said(channel="wechat", title="寒冬送温暖专项行动启动", reached=2360)
        record_announcement(by=officer, now=as_of - 26 * _HOUR, region=officer.region, said=article)
    for source, what, seriousness, hours, standing in _OPINIONS:
        _opinion(office, county, as_of - hours * _HOUR, Item(
            source=source, what=what, seriousness=seriousness, unit=office.units["town"]
        ), standing)  # fmt: skip


def _opinion(office: Office, county: list[Town], then: datetime, item: Item, standing: str) -> None:
    officer, clerk, leader = (office.actors[key] for key in ("officer", "clerk", "leader"))
    with scope.enter(officer):
        row = find_opinion(by=officer, now=then, region=county[0].code, item=item)
    if standing == "found":
        return
    with scope.enter(clerk):
        verify_opinion(by=clerk, now=then + _HOUR, opinion=row.id, verdict=Verdict.PARTLY, note="已入户和现场核实")
        answer_opinion(by=clerk, now=then + 3 * _HOUR, opinion=row.id, answer="已联系本人并说明政策，后续每日回访。")
    if standing == "closed":
        with scope.enter(leader):
            settle_opinion(by=leader, now=then + 5 * _HOUR, opinion=row.id, good=True, note="回应及时")
