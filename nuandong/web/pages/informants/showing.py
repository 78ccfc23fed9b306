"""Informants and rewards in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import read_yuan
from nuandong.org import selectors as org
from nuandong.rescue import reference
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.policies.reward import EFFECTIVE
from nuandong.rescue.selectors_informant import RewardLine
from nuandong.rescue.states.clue import RUNNING, ClueState
from nuandong.rescue.states.reward import RewardState
from nuandong.web import wording

if TYPE_CHECKING:
    from nuandong.rescue.models import Clue, Informant, InformantReward

TONES: Final = {
    RewardState.PROPOSED: wording.SOON_TONE,
    RewardState.APPROVED: wording.INFO,
    RewardState.REFUSED: wording.MUTE,
    RewardState.PAID: wording.OK,
}


def kind_words(code: str) -> str:
    found = reference.reporters().get(code)
    return wording.said(found.title) if found else code


def kind_choices() -> list[tuple[str, str]]:
    return [(code, wording.said(one.title)) for code, one in reference.reporters().items()]


def ceilings() -> dict[str, str]:
    """The most for one clue and for one month, in yuan."""
    most = reference.rewards()
    return {"once": read_yuan(most.once_fen), "month": read_yuan(most.month_fen)}


def choice_words(row: "Informant") -> str:
    """An informant in a list to choose from: 罗** 138****1111 环卫工人（中华路一带）."""
    return wording.noted(f"{row.name_masked} {row.phone_masked} {kind_words(row.reporter_kind)}", row.area_words)


def choices(rows: Sequence["Informant"], blank: str) -> list[tuple[str, str]]:
    return [("", blank), *((str(row.id), choice_words(row)) for row in rows)]


def lives(row: "Informant", at: datetime) -> bool:
    return row.valid_from <= at and (row.valid_until is None or row.valid_until > at)


def informant_lines(rows: Sequence["Informant"], at: datetime) -> list[dict[str, Any]]:
    paths = geo.name_paths({row.region for row in rows}, local_date(at), top=Level.COUNTY)
    return [
        {
            "row": row,
            "kind": kind_words(row.reporter_kind),
            "path": paths[row.region],
            "lives": lives(row, at),
        }
        for row in rows
    ]


def clue_lines(rows: Sequence["Clue"]) -> list[dict[str, Any]]:
    """The clues of an informant: what somebody has to do with them yet, or how they ended."""
    return [
        {
            "clue": row,
            "place": row.place_text or (row.place.name if row.place else _("地点不详")),
            "state": str(Closing(row.closing).label if row.closing else ClueState(row.state).label),
            "tone": wording.INFO if row.state in RUNNING else wording.OK if row.closing in EFFECTIVE else wording.MUTE,
        }
        for row in rows
    ]


def reward_lines(lines: Sequence[RewardLine]) -> list[dict[str, Any]]:
    """Rewards with the names of who took each step; one query for any number."""
    names = org.names_of([one for line in lines for one in _people(line.reward)])
    return [reward_line(line, names) for line in lines]


def reward_line(line: RewardLine, names: Mapping[UUID, str]) -> dict[str, Any]:
    row, state = line.reward, RewardState(line.reward.state)
    return {
        "row": row,
        "number": line.number,
        "who": line.informant.name_masked if line.informant else _("本管辖区外的信息员"),
        "kind": kind_words(line.informant.reporter_kind) if line.informant else "",
        "informant": line.informant,
        "ground": str(Ground(row.ground).label),
        "state": str(state.label),
        "tone": TONES[state],
        "proposer": names.get(row.proposed_by, ""),
        "decider": names.get(row.decided_by, "") if row.decided_by else "",
        "payer": names.get(row.paid_by, "") if row.paid_by else "",
    }


def steps(line: Mapping[str, Any]) -> list[dict[str, str]]:
    """From the proposal to the money."""
    row, state = line["row"], RewardState(line["row"].state)
    refused = state is RewardState.REFUSED
    decided = state is not RewardState.PROPOSED
    return [
        {"title": _("提出"), "state": "done", "note": _note(line["proposer"], local_date(row.proposed_at))},
        {
            "title": _("未通过") if refused else _("审批"),
            "state": "late" if refused else "done" if decided else "now",
            "note": _note(line["decider"], local_date(row.decided_at)) if row.decided_at else "",
        },
        {
            "title": _("发放"),
            "state": "done" if state is RewardState.PAID else "now" if state is RewardState.APPROVED else "next",
            "note": _note(line["payer"], row.paid_on) if row.paid_on else "",
        },
    ]


def url_of(informant: UUID) -> str:
    return reverse("informant", args=[informant])


def _note(who: str, day: date) -> str:
    return f"{who} {wording.short_day(day)}".strip()


def _people(row: "InformantReward") -> list[UUID]:
    return [one for one in (row.proposed_by, row.decided_by, row.paid_by) if one]
