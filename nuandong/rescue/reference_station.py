"""The reference files in library/rescue that encounters and the station use: read once, checked whole."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from nuandong.kernel import reference
from nuandong.kernel.periods import Period
from nuandong.kernel.reference import Title

FOLDER: Final = reference.LIBRARY / "rescue"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$")]
Span = Annotated[Period, BeforeValidator(lambda text: Period.parse(text) if isinstance(text, str) else text)]


class Category(reference.Entry):
    """What a person met outdoors may be; the switches are explained in the file."""

    title: Title
    protective: bool = False
    may_refuse: bool = False
    medical: bool = False
    police: bool = False
    disability: bool = False
    lodging: bool = False
    advice: Annotated[str, StringConstraints(max_length=200)] = ""
    source: str


class EncounterTimes(reference.Entry):
    late_after: Span
    countersign_within: Span
    follow_up_after: Span
    follow_up_again: Span
    search_after: Span
    tell_within: Span
    review_within: Span
    source: str


class Department(reference.Entry):
    title: Title
    on_refusal: bool


class Payer(reference.Entry):
    """`budget`: the rescue budget pays, wholly or a part."""

    title: Title
    budget: bool = False
    source: str


class Ground(reference.Entry):
    """A legal ground for taking somebody along against his word, and for which categories it can hold."""

    title: Title
    categories: frozenset[Code]


class Leaving(reference.Entry):
    """`adult_at` in years, the limits of cash and of one voucher in fen."""

    adult_at: Annotated[int, Field(ge=14, le=18)]
    cash_limit_fen: Annotated[int, Field(ge=0, le=10_000)]
    voucher_limit_fen: Annotated[int, Field(ge=0, le=1_000_000)]
    source: str


class Handover(reference.Entry):
    """Who is handed over in writing, by age in years."""

    minor_under: Annotated[int, Field(ge=14, le=18)]
    elder_from: Annotated[int, Field(ge=55, le=80)]
    source: str


class BedRules(reference.Entry):
    """Ages in years."""

    minor_under: Annotated[int, Field(ge=14, le=18)]
    small_child_under: Annotated[int, Field(ge=0, le=14)]
    care_from: Annotated[int, Field(ge=55, le=80)]
    source: str


class Station(reference.Entry):
    """Contents of station.yaml."""

    encounter: EncounterTimes
    departments: Mapping[Code, Department]
    payers: Mapping[Code, Payer]
    grounds: Mapping[Code, Ground]
    leaving: Leaving
    handover: Handover
    bed: BedRules


class Exit(reference.Entry):
    """A way in which a stay ends; the switches are explained in the file."""

    title: Title
    alone: bool = False
    statement: bool = False
    receiver: bool = False
    decision: bool = False
    reason: bool = False
    absent: bool = False
    door: bool = False
    search: bool = False
    form: Code


class FormField(reference.Entry):
    """One field of a paper; `asked` ones are typed at registration, the others come from the records."""

    title: Title
    asked: bool = False
    limit: Annotated[int, Field(ge=1, le=2000)] = 200


class Form(reference.Entry):
    """An official paper: its title and its fields in the order of print."""

    title: Title
    fields: Mapping[Code, FormField]


class Channel(reference.Entry):
    title: Title
    national: bool = False


class Clock(reference.Entry):
    """A deadline of a stay counted from its entry."""

    title: Title
    period: Span
    applies: Annotated[Literal["all", "unknown", "adult"], Field(alias="for")]
    done_by: Code
    source: str


class _Categories(reference.Entry):
    categories: Mapping[Code, Category]


class _Exits(reference.Entry):
    exits: Mapping[Code, Exit]
    reasons: Mapping[Code, Title]
    refusals: Mapping[Code, Title]


class _Forms(reference.Entry):
    forms: Mapping[Code, Form]


class _Channels(reference.Entry):
    channels: Mapping[Code, Channel]


class _Clocks(reference.Entry):
    clocks: Mapping[Code, Clock]


@cache
def categories() -> Mapping[str, Category]:
    """What a person may be, by code (RES-014, 004#8)."""
    return reference.read(FOLDER / "categories.yaml", _Categories).categories


@cache
def station() -> Station:
    """Times, departments, payers, legal grounds, limits."""
    found = reference.read(FOLDER / "station.yaml", Station)
    for code, ground in found.grounds.items():
        if unknown := sorted(ground.categories - set(categories())):
            raise reference.broken(FOLDER / "station.yaml", f"grounds.{code}: {unknown[0]}")
    return found


@cache
def exits() -> Mapping[str, Exit]:
    """Ways in which a stay ends, by code."""
    return reference.read(FOLDER / "exits.yaml", _Exits).exits


@cache
def reasons_for(exit_code: str) -> Mapping[str, str]:
    """Reasons by code that a way of leaving takes: of refusing help at the door, or of ending it (facts 2.4)."""
    found, how = reference.read(FOLDER / "exits.yaml", _Exits), exits()[exit_code]
    if not how.reason:
        return {}
    return found.refusals if how.door else found.reasons


@cache
def forms() -> Mapping[str, Form]:
    """The official papers of the station, by code (facts 2.5)."""
    return reference.read(FOLDER / "forms.yaml", _Forms).forms


@cache
def asked_fields() -> Mapping[str, FormField]:
    """What is typed at registration: the asked fields of the 求助登记表."""
    return {code: field for code, field in forms()["assistance_request"].fields.items() if field.asked}


@cache
def channels() -> Mapping[str, Channel]:
    """Where a kin notice is published, by code (RES-040)."""
    return reference.read(FOLDER / "channels.yaml", _Channels).channels


@cache
def clocks() -> Mapping[str, Clock]:
    """Deadlines of a stay, by code."""
    return reference.read(FOLDER / "clocks.yaml", _Clocks).clocks
