"""What a file of library/national may say."""

import hashlib
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from nuandong.kernel.reference import Entry
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.categories import categories
from nuandong.rescue.copying import VALUES
from nuandong.rescue.reference_station import asked_fields

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Longer = Annotated[str, StringConstraints(max_length=200)]

NOT_KEPT: Final = "none"
PERSON: Final = frozenset({"name", "sex", "birth", "ethnic", "phone", "address", "document", "document_kind"})
"""Of a person of ours; name, phone, address and number are masked until somebody opens them."""
HOUSEHOLD: Final = frozenset({"number", "size", "address", "township", "village", "categories", "since"})


class Asked(Entry):
    """One field in the order of the system. `from_` says where ours comes from, or that it is not kept here.

    `source: facts`: a public rule or list asks for it; `working`: assumed. `headings` are other words for it in an
    export.
    """

    code: Code
    title: Words
    from_: Annotated[str, Field(alias="from")]
    source: Literal["facts", "working"] = "working"
    headings: tuple[Words, ...] = ()
    note: Longer = ""

    @property
    def kept(self) -> bool:
        return self.from_ != NOT_KEPT


class System(Entry):
    """One national system: what a record of it is about, and its fields."""

    system: Code
    title: Words
    about: Longer = ""
    cases: Literal["stay", "household"]
    categories: tuple[str, ...] = ()
    """Households that hold one of them are its cases."""
    source: Literal["facts", "working"]
    serial: Words
    """What the system calls its own number of a case."""
    headings: Annotated[tuple[Words, ...], Field(min_length=1)]
    fields: Annotated[tuple[Asked, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        codes = [one.code for one in self.fields]
        if len(set(codes)) != len(codes):
            raise ValueError(_("编号重复：") + "、".join(sorted({one for one in codes if codes.count(one) > 1})))
        if not {"name", "document"} <= set(codes):
            raise ValueError(_("要有 name 和 document 两项，比对时用。"))
        if unknown := [one.from_ for one in self.fields if not self._known(one.from_)]:
            raise ValueError(_("没有这项数据：") + "、".join(unknown))
        if (self.cases == "household") != bool(self.categories) or not set(self.categories) <= categories().keys():
            raise ValueError(_("以家庭为单位的系统要写明 categories，其他的不写。"))
        return self

    def _known(self, name: str) -> bool:
        kind, _dot, rest = name.partition(".")
        if name == NOT_KEPT:
            return True
        if self.cases == "household":
            return (kind == "head" and rest in PERSON) or (kind == "household" and rest in HOUSEHOLD)
        answers = {f"form.{code}" for code in asked_fields()}
        return (kind == "person" and rest in PERSON) or (kind == "stay" and rest in VALUES | answers)

    @property
    def version(self) -> str:
        """SHA-256 of the fields, whatever their order: an order of columns is made for these."""
        return hashlib.sha256("\n".join(sorted(one.code for one in self.fields)).encode()).hexdigest()

    def field(self, code: str) -> Asked:
        return next(one for one in self.fields if one.code == code)
