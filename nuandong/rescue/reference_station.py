"""The reference files in library/rescue that encounters and the station use: read once, checked whole."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.periods import Period
from nuandong.kernel.text import gettext_noop as _

FOLDER: Final = Path(__file__).resolve().parents[2] / "library" / "rescue"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Span = Annotated[Period, BeforeValidator(lambda text: Period.parse(text) if isinstance(text, str) else text)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Category(_Entry):
    """What a person met outdoors may be; the switches are explained in the file."""

    title: Title
    protective: bool = False
    may_refuse: bool = False
    medical: bool = False
    police: bool = False
    disability: bool = False
    source: str


class EncounterTimes(_Entry):
    late_after: Span
    countersign_within: Span
    follow_up_after: Span
    follow_up_again: Span
    review_within: Span
    source: str


class Department(_Entry):
    title: Title
    on_refusal: bool


class Payer(_Entry):
    title: Title
    source: str


class Ground(_Entry):
    """A legal ground for taking somebody along against his word, and for which categories it can hold."""

    title: Title
    categories: frozenset[Code]


class Leaving(_Entry):
    """`adult_at` in years, `cash_limit_fen` in fen."""

    adult_at: Annotated[int, Field(ge=14, le=18)]
    cash_limit_fen: Annotated[int, Field(ge=0, le=10_000)]
    source: str


class BedRules(_Entry):
    """`minor_under` in years."""

    minor_under: Annotated[int, Field(ge=14, le=18)]
    source: str


class Station(_Entry):
    """Contents of station.yaml."""

    encounter: EncounterTimes
    departments: Mapping[Code, Department]
    payers: Mapping[Code, Payer]
    grounds: Mapping[Code, Ground]
    leaving: Leaving
    bed: BedRules


class Exit(_Entry):
    """A way in which a stay ends; the switches are explained in the file."""

    title: Title
    alone: bool = False
    receiver: bool = False
    decision: bool = False
    reason: bool = False
    absent: bool = False
    door: bool = False
    search: bool = False
    form: Code


class FormField(_Entry):
    """One field of a paper; `asked` ones are typed at registration, the others come from the records."""

    title: Title
    asked: bool = False
    limit: Annotated[int, Field(ge=1, le=2000)] = 200


class Form(_Entry):
    """An official paper: its title and its fields in the order of print."""

    title: Title
    fields: Mapping[Code, FormField]


class Channel(_Entry):
    title: Title
    national: bool = False


class Clock(_Entry):
    """A deadline of a stay counted from its entry."""

    title: Title
    period: Span
    applies: Annotated[Literal["all", "unknown", "adult"], Field(alias="for")]
    done_by: Code
    source: str


class _Categories(_Entry):
    categories: Mapping[Code, Category]


class _Exits(_Entry):
    exits: Mapping[Code, Exit]
    reasons: Mapping[Code, Title]
    refusals: Mapping[Code, Title]


class _Forms(_Entry):
    forms: Mapping[Code, Form]


class _Channels(_Entry):
    channels: Mapping[Code, Channel]


class _Clocks(_Entry):
    clocks: Mapping[Code, Clock]


@cache
def categories() -> Mapping[str, Category]:
    """What a person may be, by code (RES-014, 004#8)."""
    return _read("categories.yaml", _Categories).categories


@cache
def station() -> Station:
    """Times, departments, payers, legal grounds, limits."""
    found = _read("station.yaml", Station)
    for code, ground in found.grounds.items():
        if unknown := sorted(ground.categories - set(categories())):
            raise _broken("station.yaml", f"grounds.{code}: {unknown[0]}")
    return found


@cache
def exits() -> Mapping[str, Exit]:
    """Ways in which a stay ends, by code."""
    return _read("exits.yaml", _Exits).exits


@cache
def reasons_for(exit_code: str) -> Mapping[str, str]:
    """Reasons by code that a way of leaving takes: of refusing help at the door, or of ending it (facts 2.4)."""
    found, how = _read("exits.yaml", _Exits), exits()[exit_code]
    if not how.reason:
        return {}
    return found.refusals if how.door else found.reasons


@cache
def forms() -> Mapping[str, Form]:
    """The official papers of the station, by code (facts 2.5)."""
    return _read("forms.yaml", _Forms).forms


@cache
def asked_fields() -> Mapping[str, FormField]:
    """What is typed at registration: the asked fields of the 求助登记表."""
    return {code: field for code, field in forms()["assistance_request"].fields.items() if field.asked}


@cache
def channels() -> Mapping[str, Channel]:
    """Where a kin notice is published, by code (RES-040)."""
    return _read("channels.yaml", _Channels).channels


@cache
def clocks() -> Mapping[str, Clock]:
    """Deadlines of a stay, by code."""
    return _read("clocks.yaml", _Clocks).clocks


_Shape = TypeVar("_Shape", bound=BaseModel)


def _read(name: str, shape: type[_Shape]) -> _Shape:
    try:
        content: Any = YAML(typ="safe", pure=True).load((FOLDER / name).read_text(encoding="utf-8"))
        return shape.model_validate(content)
    except (OSError, YAMLError, UnicodeDecodeError) as error:
        raise _broken(name, type(error).__name__) from error
    except ValidationError as error:
        raise _broken(name, ".".join(str(part) for part in error.errors()[0]["loc"])) from error


def _broken(name: str, where: str) -> Invalid:
    return Invalid(
        "rescue.bad_reference",
        _("资料文件 %(path)s 有误：%(where)s。"),
        _("请对照原文件改正后重新启动。"),
        path=f"rescue/{name}",
        where=where,
    )
