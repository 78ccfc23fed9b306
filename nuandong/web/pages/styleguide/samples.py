"""What the component page shows: invented people and places, moments counted from `now`."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from nuandong.kernel.actors import EVERYTHING, Actor, Span
from nuandong.web import navigation

_STAFF = UUID(int=7)
SOMEBODY = Actor(
    staff=_STAFF,
    typist=_STAFF,
    unit=UUID(int=8),
    region=520102000000,
    spans=(Span(520102000000, 520103000000),),
    permissions=frozenset({EVERYTHING}),
)


def frame(path: str) -> dict[str, Any]:
    """Somebody at work, so that the frame of the page is complete."""
    return {
        "who": {"pk": str(_STAFF), "name": "周敏", "unit": {"name": "南明区救助管理站"}},
        "sections": _menu(path),
        "phone_links": [link for section in _menu(path) for link in section.links][:4],
        "crumbs": [("首页", "/"), ("管理", "/styleguide/")],
    }


def _menu(path: str) -> list[navigation.Section]:
    return [
        navigation.Section(
            str(title), [navigation.Link(str(entry.title), entry.icon, "#", entry.name == "home") for entry in entries]
        )
        for title, entries in navigation.MENU
    ]


def todo(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "tone": "late",
            "title": "线索 1201-014 到场超时",
            "note": "中华南路地下通道，报警人称有一名男孩独自过夜；二组已出发",
            "url": "#",
            "due": now - timedelta(minutes=3, seconds=12),
            "action": "催办",
        },
        {
            "tone": "soon",
            "title": "为「无名男 1201-03」发布寻亲公告",
            "note": "入站满 24 小时前发布；照片和体貌特征已齐",
            "url": "#",
            "due": now + timedelta(minutes=48),
            "soon": 60,
            "action": "发布",
        },
        {
            "tone": "info",
            "title": "今晚巡查：甲秀楼片区 6 个点位",
            "note": "寒潮橙色预警期间每日巡查",
            "url": "#",
            "due": now + timedelta(hours=3, minutes=20),
            "action": "打卡",
            "icon": "route-2",
        },
        {
            "tone": "ok",
            "title": "17:00 交接班",
            "note": "吴建国 → 周敏",
            "url": "#",
            "due": now - timedelta(hours=2),
            "done": now - timedelta(hours=2, minutes=4),
        },
    ]


def clues(now: datetime) -> list[dict[str, Any]]:
    rows = [
        ("1201-014", "中华南路地下通道", "已派出", "info", "二组 · 程亮", now - timedelta(minutes=3), None),
        ("1201-013", "贵阳站北广场售票厅外", "到场", "accent", "一组 · 罗艳", now + timedelta(minutes=7), None),
        ("1201-012", "河滨公园长廊", "待派", "soon", "", now + timedelta(minutes=21), None),
        (
            "1201-011",
            "花果园湿地公园桥下",
            "已办结",
            "ok",
            "一组 · 罗艳",
            now - timedelta(hours=2),
            now - timedelta(hours=2, minutes=9),
        ),
        (
            "1201-010",
            "新华路银行自助服务区",
            "已移交",
            "mute",
            "云岩区",
            now - timedelta(hours=3),
            now - timedelta(hours=2, minutes=55),
        ),
    ]
    keys = ("code", "place", "state", "tone", "crew", "due", "done")
    return [{**dict(zip(keys, row, strict=True)), "row": "late" if row[5] < now and not row[6] else ""} for row in rows]


def timeline(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "at": now - timedelta(minutes=33),
            "tone": "info",
            "icon": "phone-incoming",
            "title": "受理线索",
            "note": "市民来电：地下通道有个十来岁的男孩，穿得很薄。",
            "who": "周敏 · 值班员",
        },
        {
            "at": now - timedelta(minutes=31),
            "tone": "info",
            "icon": "send",
            "title": "派出二组",
            "note": "最近的可用队伍，预计 11 分钟到场；一组更近但正在现场。",
            "who": "周敏 · 值班员",
        },
        {
            "at": now - timedelta(minutes=29),
            "tone": "info",
            "icon": "truck",
            "title": "二组出发",
            "who": "程亮（周敏代录）",
            "relayed": True,
        },
        {
            "at": now - timedelta(minutes=3),
            "tone": "late",
            "icon": "alert-triangle",
            "title": "超过 30 分钟未到场",
            "note": "已提醒带班领导 吴建国",
        },
        {
            "at": now - timedelta(minutes=1),
            "tone": "ok",
            "icon": "map-pin-check",
            "title": "二组到场",
            "who": "程亮 · 巡查队员",
            "belated": True,
        },
    ]


def clocks(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "title": "发布寻亲公告",
            "note": "入站后 24 小时内",
            "due": now + timedelta(minutes=48),
            "soon": 60,
        },
        {"title": "申请 DNA 比对", "note": "7 个工作日内", "due": now + timedelta(days=6, hours=4)},
        {"title": "健康检查", "note": "入站当日", "due": now, "done": now - timedelta(hours=1)},
        {
            "title": "通知监护人",
            "note": "疑似拐卖，等待公安意见",
            "due": now,
            "waived": "暂缓",
        },
    ]


def steps() -> list[dict[str, str]]:
    return [
        {"title": "安检", "state": "done", "note": "20:41"},
        {"title": "临时编号和照片", "state": "done", "note": "20:46"},
        {"title": "床位", "state": "done", "note": "B-204"},
        {"title": "入站登记", "state": "now", "note": "缺随身物品清单"},
        {"title": "甄别", "state": "next"},
        {"title": "离站", "state": "next"},
    ]


def markers() -> list[dict[str, Any]]:
    return [
        {
            "id": 1,
            "lng": 106.7135,
            "lat": 26.5783,
            "tone": "late",
            "icon": "alert-triangle",
            "title": "线索 1201-014",
            "note": "中华南路地下通道，已超 3 分",
            "url": "#",
            "pulse": True,
        },
        {
            "id": 2,
            "lng": 106.7012,
            "lat": 26.5569,
            "tone": "soon",
            "icon": "headset",
            "title": "线索 1201-013",
            "note": "贵阳站北广场",
            "url": "#",
        },
        {
            "id": 3,
            "lng": 106.7241,
            "lat": 26.5702,
            "tone": "info",
            "icon": "truck",
            "title": "二组",
            "note": "程亮，2 人",
            "shape": "square",
        },
        {
            "id": 4,
            "lng": 106.7302,
            "lat": 26.5641,
            "tone": "ok",
            "icon": "home-heart",
            "title": "救助管理站",
            "note": "空床 14 张",
            "shape": "square",
        },
        {"id": 5, "lng": 106.7188, "lat": 26.5815, "tone": "mute", "title": "甲秀楼长廊", "small": True},
        {"id": 6, "lng": 106.7078, "lat": 26.5871, "tone": "mute", "title": "河滨公园", "small": True},
    ]


def chart() -> dict[str, Any]:
    days = [f"11-{day}" for day in range(24, 31)]
    return {
        "x": days,
        "unit": "人次",
        "series": [
            {"name": "站内救助", "values": [3, 5, 4, 9, 12, 11, 8]},
            {"name": "街面救助", "values": [6, 7, 5, 14, 18, 15, 12]},
            {"name": "最低气温 ℃", "values": [6, 4, 3, -1, -3, -2, 0], "line": True},
        ],
    }


def beds() -> list[dict[str, str]]:
    return [
        {"name": "B-201", "tone": "ok", "note": "空"},
        {"name": "B-202", "tone": "info", "note": "陈*"},
        {"name": "B-203", "tone": "info", "note": "无名男 1201-03"},
        {"name": "B-204", "tone": "soon", "note": "19:00 前离站"},
        {"name": "B-205", "tone": "mute", "note": "维修"},
        {"name": "B-206", "tone": "ok", "note": "空"},
    ]
