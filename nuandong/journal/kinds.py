"""Kinds of events: each module declares its own as payload classes in its `events.py`."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType, UnionType
from typing import Any, ClassVar, TypeVar, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel, ConfigDict

_ALLOWED = (bool, int, str, UUID, date, datetime, Enum, type(None))
_LISTS = (list, tuple, set, frozenset)


class Payload(BaseModel):
    """Base of all event payloads: ids, codes, counts and amounts. No floats, no free text, no personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=True)

    kind: ClassVar[str]
    title: ClassVar[str]
    """Chinese msgid shown on timelines."""
    subject_type: ClassVar[str]
    """`module.noun` of the thing the event is about."""
    version: ClassVar[int] = 1


P = TypeVar("P", bound="Payload")
_registry: dict[str, type[Payload]] = {}


def register(payload: type[P]) -> type[P]:
    """Class decorator: make a kind known. Raises TypeError for fields that may not be in a payload."""
    for name, info in payload.model_fields.items():
        if not _fits(info.annotation):
            raise TypeError(f"{payload.__name__}.{name}: {info.annotation} may not stand in a journal payload")
    known = _registry.get(payload.kind)
    if known is not None and known.__qualname__ != payload.__qualname__:
        raise TypeError(f"journal kind {payload.kind} is declared twice: {known.__qualname__}, {payload.__qualname__}")
    _registry[payload.kind] = payload
    return payload


def _fits(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if isinstance(origin, type) and not issubclass(origin, (*_LISTS, UnionType)):
        return False
    if arguments := get_args(annotation):
        values = [a for a in arguments if a is not Ellipsis]
        return all(isinstance(a, str | int) or _fits(a) for a in values)
    return isinstance(annotation, type) and issubclass(annotation, _ALLOWED)


def kind_of(name: str) -> type[Payload]:
    """The payload class of a kind; LookupError for a kind nobody registered."""
    try:
        return _registry[name]
    except KeyError:
        raise LookupError(f"no module registered the journal kind {name!r}") from None


def registered() -> Mapping[str, type[Payload]]:
    return MappingProxyType(_registry)
