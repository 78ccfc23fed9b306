"""What is said about a clue, cleaned and checked once for the form, the API and the public page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from nuandong.geo.coordinates import Point
from nuandong.geo.kinds import Area
from nuandong.geo.places import place_by_id
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line, clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue import reference
from nuandong.rescue.callers import clean_caller, seal_text, sealed_caller

if TYPE_CHECKING:
    from nuandong.geo.models import Place

WORDS: Final = 2000
PLACE: Final = 200
MOST_PEOPLE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueDetails:
    """Everything is optional: what is not said stays empty. `at` is WGS-84; `place` a key location; `remote` None lets
    the class of the place decide."""

    words: str = ""
    caller: str = ""
    reporter_kind: str = ""
    recording: UUID | None = None
    place_text: str = ""
    place: UUID | None = None
    at: Point | None = None
    remote: bool | None = None
    people_count: int | None = None
    hints: Collection[str] = ()

    def chosen_place(self) -> "Place | None":
        """The key location named; NotFound outside the scope."""
        return None if self.place is None else place_by_id(self.place)

    def columns(self, clue: UUID, place: "Place | None") -> dict[str, Any]:
        """The values as the table keeps them. Raises Invalid naming the field at fault."""
        point = self.at or (place.point if place else None)
        remote = self.remote if self.remote is not None else bool(place and place.area == Area.REMOTE)
        return {
            "words_sealed": seal_text("words_sealed", clue, clean_text(self.words, WORDS, field="words")),
            "reporter_kind": _reporter(self.reporter_kind),
            "recording_id": self.recording,
            "place_text": clean_line(self.place_text, PLACE, field="place_text"),
            "place": place,
            "lat": None if point is None else round(point.lat, 7),
            "lon": None if point is None else round(point.lon, 7),
            "remote": remote,
            "people_count": _count(self.people_count),
            "hints": _hints(self.hints),
            **sealed_caller(clue, clean_caller(self.caller)),
        }


def check_says_something(columns: dict[str, Any]) -> None:
    """A number, a recording, a place or words: one of them is enough, none is not."""
    said = ("words_sealed", "caller_sealed", "recording_id", "place_text", "place", "lat")
    if not any(columns[name] for name in said):
        raise Invalid(
            "rescue.clue_empty",
            _("线索是空的。"),
            _("请至少填写来电号码、地点、情况说明或录音中的一项。"),
            field="words",
        )


def _reporter(code: str) -> str:
    if code and code not in reference.reporters():
        raise Invalid(
            "rescue.reporter_unknown", _("没有这种报告人类型。"), _("请从列表中选择，或留空。"), field="reporter_kind"
        )
    return code


def _count(count: int | None) -> int | None:
    if count is not None and not 1 <= count <= MOST_PEOPLE:
        raise Invalid(
            "rescue.people_count",
            _("人数应为 1 到 %(most)d。"),
            _("不清楚人数时请留空。"),
            field="people_count",
            most=MOST_PEOPLE,
        )
    return count


def _hints(codes: Collection[str]) -> list[str]:
    known = reference.hints()
    if unknown := sorted(set(codes) - set(known)):
        raise Invalid(
            "rescue.hint_unknown",
            _("没有这些人员情况：%(codes)s。"),
            _("请从列表中勾选。"),
            field="hints",
            codes=", ".join(unknown),
        )
    return [code for code in known if code in codes]
