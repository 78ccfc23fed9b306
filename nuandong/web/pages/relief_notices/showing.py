"""Notices, their households and objections in words."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import segno
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import read_yuan
from nuandong.kernel.text import gettext_noop
from nuandong.relief import policies_notices as policies
from nuandong.relief.forms.library import choices
from nuandong.relief.steps import NoticeState, ObjectionState
from nuandong.web import wording

if TYPE_CHECKING:
    from nuandong.relief.models import Notice, NoticeLine, Objection

TONES: Final = {
    NoticeState.PREPARED: wording.ACCENT,
    NoticeState.POSTED: wording.INFO,
    NoticeState.ENDED: wording.SOON_TONE,
    NoticeState.DOWN: wording.OK,
    NoticeState.DROPPED: wording.MUTE,
}
OBJECTION_TONES: Final = {
    ObjectionState.OPEN: wording.SOON_TONE,
    ObjectionState.UPHELD: wording.ACCENT,
    ObjectionState.REJECTED: wording.OK,
    ObjectionState.WITHDRAWN: wording.MUTE,
}
_RESULTS: Final = {"paid": gettext_lazy("已到账"), "failed": gettext_lazy("发放失败，正在更正")}
_HEADS: Final = {
    "head": gettext_lazy("户主"),
    "size": gettext_lazy("家庭人口"),
    "persons": gettext_lazy("救助人数"),
    "category": gettext_lazy("户类型"),
    "amount": gettext_lazy("救助金额（元）"),
    "result": gettext_lazy("发放结果"),
}
_CELLS: Final[dict[str, Callable[["NoticeLine"], Any]]] = {
    "head": lambda one: one.head_masked,
    "size": lambda one: one.size,
    "persons": lambda one: one.persons,
    "category": lambda one: _category(one.category),
    "amount": lambda one: "—" if one.amount_fen is None else read_yuan(one.amount_fen),
    "result": lambda one: str(_RESULTS.get(one.result, "")),
}
_UP: Final = frozenset({NoticeState.POSTED, NoticeState.ENDED})
NUMBERS: Final = frozenset({"size", "persons", "amount"})


def _category(code: str) -> str:
    known = choices("household_types").get(code.upper())
    return wording.said(known.title) if known else ""


def heads(notice: "Notice") -> list[tuple[str, bool]]:
    """Headings of what a notice shows, and whether it is a column of numbers."""
    return [(str(_HEADS[name]), name in NUMBERS) for name in notice.shows]


def table(notice: "Notice", rows: Sequence["NoticeLine"]) -> list[dict[str, Any]]:
    """The households as the poster and the public page show them: nothing that was not to be shown."""
    named = heads(notice)
    return [
        {
            "row": one,
            "cells": [
                (value, title, number)
                for (title, number), value in zip(named, (_CELLS[name](one) for name in notice.shows), strict=True)
            ],
            "held": one.days_left is not None,
        }
        for one in rows
    ]


def lines(rows: Sequence["Notice"], now: datetime) -> list[dict[str, Any]]:
    """Notices for the board; one query for the names of places."""
    places = names(rows, local_date(now))
    return [line(row, places, local_date(now)) for row in rows]


def names(rows: Sequence["Notice"], on: date) -> dict[int, str]:
    codes = {row.region for row in rows} | {policies.hangs_at(row) for row in rows}
    return geo.name_paths(codes, on, top=Level.TOWNSHIP)


def line(row: "Notice", places: dict[int, str], today: date) -> dict[str, Any]:
    state = NoticeState(row.state)
    at = policies.hangs_at(row)
    return {
        "row": row,
        "title": wording.said(row.title),
        "village": places.get(row.region, str(row.region)),
        "place": places.get(at, str(at)),
        "state": str(state.label),
        "tone": TONES[state],
        "days": days_words(row),
        "left": left_words(row, today),
        "late": row.state in {NoticeState.POSTED, NoticeState.ENDED}
        and row.ends_on is not None
        and row.ends_on < today,
    }


def days_words(row: "Notice") -> str:
    pattern = _("%(n)d 个工作日") if row.working_days else _("%(n)d 天")
    return pattern % {"n": row.days}


def left_words(row: "Notice", today: date) -> str:
    """What is left of a notice's days, or by how many it is over."""
    if row.state not in _UP or row.ends_on is None:
        return ""
    left = (row.ends_on - today).days
    if left > 0:
        return _("还有 %(n)d 天") % {"n": left}
    if left == 0:
        return _("今天是最后一天")
    return _("已满期 %(n)d 天，应撤下") % {"n": -left}


def line_words(one: "NoticeLine", notice: "Notice", today: date) -> tuple[str, str]:
    """Where a household stands on a notice: words and tone."""
    if one.removed_at is not None or one.application.state in policies.OFF:
        return _("不再公示"), wording.MUTE
    if notice.posted_at is None:
        return _("待张贴"), wording.INFO
    if one.days_left is not None:
        return _("异议待答复，还剩 %(n)d 天") % {"n": one.days_left}, wording.SOON_TONE
    if one.ends_on is not None and one.ends_on < today:
        return _("已满期"), wording.OK
    return _("公示到 %(day)s") % {"day": wording.short_day(one.ends_on or today)}, wording.INFO


def qr(address: str) -> str:
    """A picture of an address, black on white, as a data URI."""
    return segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff")


def objection_lines(rows: Sequence["Objection"], now: datetime) -> list[dict[str, Any]]:
    """Objections for the queue: never who objected; one query for the names of places."""
    places = geo.name_paths({row.region for row in rows}, local_date(now), top=Level.TOWNSHIP)
    return [
        {
            "row": row,
            "place": places.get(row.region, str(row.region)),
            "notice": wording.said(row.notice.title),
            "head": row.line.head_masked,
            "state": str(ObjectionState(row.state).label),
            "tone": OBJECTION_TONES[ObjectionState(row.state)],
        }
        for row in rows
    ]


NOTICE_COLUMNS: Final = (
    gettext_noop("公示"), gettext_noop("村（社区）"), gettext_noop("张贴处"), gettext_noop("户数"),
    gettext_noop("异议暂停户数"), gettext_noop("状态"), gettext_noop("张贴时间"), gettext_noop("满期日"),
    gettext_noop("编号"),
)  # fmt: skip
OBJECTION_COLUMNS: Final = (
    gettext_noop("户主"), gettext_noop("村（社区）"), gettext_noop("公示"), gettext_noop("收到"),
    gettext_noop("状态"), gettext_noop("答复时间"), gettext_noop("编号"),
)  # fmt: skip


def notice_cells(rows: Sequence["Notice"], now: datetime) -> Iterator[list[str]]:
    for one in lines(rows, now):
        row = one["row"]
        yield [
            one["title"],
            one["village"],
            one["place"],
            str(row.homes),
            str(row.held),
            one["state"],
            wording.full_moment(row.posted_at) if row.posted_at else "",
            row.ends_on.isoformat() if row.ends_on else "",
            str(row.id),
        ]


def objection_cells(rows: Sequence["Objection"], now: datetime) -> Iterator[list[str]]:
    for one in objection_lines(rows, now):
        row = one["row"]
        yield [
            one["head"],
            one["place"],
            one["notice"],
            wording.full_moment(row.filed_at),
            one["state"],
            wording.full_moment(row.answered_at) if row.answered_at else "",
            str(row.id),
        ]
