"""From a difference where theirs is right to the form that corrects our record, with what the system says filled in.

The address of such a form says `?difference=<id>`: nothing of a person stands in it. After the form was carried out the
difference is looked at again, and closed when our record agrees.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import TextChoices
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Forbidden, OutOfScope
from nuandong.org import permissions
from nuandong.people.ethnic import TITLES
from nuandong.people.kinds import DocumentKind, Sex
from nuandong.reports.actions.open_difference import open_difference
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.actions.settle_differences import settle_differences
from nuandong.reports.kinds import Decision, Kind
from nuandong.reports.national import exports
from nuandong.reports.national.cases import Case, cases_by_id
from nuandong.reports.national.comparing import hidden_fields
from nuandong.reports.national.library import system_of
from nuandong.reports.national.shape import System
from nuandong.reports.national.table import SERIAL, titles_of
from nuandong.rescue.kinds_stay import Cause, Flag, Identity
from nuandong.web import wording
from nuandong.web.http import SignedRequest

if TYPE_CHECKING:
    from nuandong.reports.models import NationalDifference

_DAY: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_PERSON: Final = frozenset({"name", "sex", "birth", "ethnic", "phone", "address"})
_CHANGE: Final = frozenset({"sex", "age", "flags", "identity"})
_FIRST: Final = frozenset({"cause", "on_dibao"})


@dataclass(frozen=True, slots=True)
class Way:
    """A form of ours that corrects some fields of a difference."""

    title: str
    fields: str
    url: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a form begins with: `said` by where our values come from (`person.sex`, `stay.age`), only what differs and
    what no page masks; `hidden` are the codes of the masked ones and where their values come from.

    Without a difference in the address there is nothing, and all of it is harmless.
    """

    difference: "NationalDifference | None" = None
    system: System | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)

    @property
    def back(self) -> str:
        """The list of differences; empty without one."""
        return reverse("national-export", args=[self.difference.source_id]) if self.difference else ""

    def person(self, request: SignedRequest) -> dict[str, Any]:
        """For the form that corrects somebody, registers or names him. Names and numbers are read in full, which is
        logged; whoever may not is told what is left empty."""
        said = {**self.said, **self._opened(request)}

        def of(name: str) -> str:
            return said.get(f"person.{name}", "") or said.get(f"head.{name}", "")

        made: dict[str, Any] = {name: of(name) for name in ("name", "phone", "address")}
        made["number"] = of("document")
        made |= {
            "sex": _value(Sex, of("sex").removesuffix("性")),
            "kind": _value(DocumentKind, of("document_kind")) or (made["number"] and DocumentKind.ID_CARD.value),
            "ethnic_code": _ethnic(of("ethnic")),
            "birth_on": _day(of("birth")),
        }
        return self._begin(made)

    def stay(self) -> dict[str, Any]:
        """For the form that changes what must be remembered about a stay."""
        flags = [_value(Flag, word) for word in re.split(r"[、，,；;\s]+", self.said.get("stay.flags", "")) if word]
        age = re.sub(r"\D", "", self.said.get("stay.age", ""))
        made: dict[str, Any] = {
            "sex": _value(Sex, self.said.get("stay.sex", "").removesuffix("性")),
            "age": age,
            "identity": _value(Identity, self.said.get("stay.identity", "")),
            "flags": [flag for flag in flags if flag],
        }
        return self._begin(made)

    def form(self) -> dict[str, Any]:
        """For the registration form of a stay."""
        dibao = {"是": "yes", "否": "no"}.get(self.said.get("stay.on_dibao", ""), "")
        made: dict[str, Any] = {"cause": _value(Cause, self.said.get("stay.cause", "")), "on_dibao": dibao}
        made |= {
            f"answer_{name.removeprefix('stay.form.')}": words
            for name, words in self.said.items()
            if name.startswith("stay.form.")
        }
        return self._begin(made)

    def serial(self) -> dict[str, Any]:
        """For the form of the system's own number."""
        return {"serial": self.said[SERIAL]} if SERIAL in self.said else {}

    def settle(self, request: SignedRequest) -> str:
        """After the form was carried out: look again, say what came of it; the address to go on to, or none."""
        if self.difference is None or self.system is None:
            return ""
        source = self.difference.source_id
        left = settle_differences(by=request.actor, now=request.now, export=source, difference=self.difference.id)
        fields = left.get(self.difference.id, ())
        if fields and self.difference.kind == Kind.THERE:
            # Whoever is registered has no case yet: the way goes on from his page.
            messages.info(request, _("人员已登记，系统里的这一条还没有对应的登记；办完后请重新核对。"))
            return ""
        if not fields:
            messages.success(request, _("已与系统一致，这条差异已办结。"))
        else:
            words = wording.listing(titles_of(self.system).get(code, code) for code in fields)
            messages.warning(request, _("还与系统不同：%(fields)s。") % {"fields": words})
        return self.back

    def _opened(self, request: SignedRequest) -> dict[str, str]:
        # A form that was sent says what was typed.
        if self.difference is None or self.system is None or not self.hidden or request.method != "GET":
            return {}
        try:
            found = open_difference(
                by=request.actor, now=request.now, difference=self.difference.id, fields=self.hidden
            )
        except (Forbidden, OutOfScope) as error:
            fields = wording.listing(titles_of(self.system)[code] for code in self.hidden)
            said = {"fields": fields, "why": wording.refusal(error)}
            messages.warning(request, _("没有填入系统里的%(fields)s：%(why)s") % said)
            return {}
        return {from_: found.get(code, "") for code, from_ in self.hidden.items()}

    def _begin(self, made: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in made.items() if value}
        if found and self.system is not None:
            found["reason"] = _("对照%(system)s更正") % {"system": self.system.title}
        return found


def taken(request: SignedRequest, *, about: UUID | None = None) -> Taken:
    """What the address of a form asks to take over; 404 for a difference that is not about this record (a person, stay
    or household), was not decided for theirs, or is not this person's to work on."""
    try:
        asked = UUID(request.GET.get("difference", ""))
    except ValueError:
        return Taken()
    row = exports.difference_of(asked)
    if row.decision != Decision.THEIRS or not permissions.allows(request.actor, RECORD, region=row.region):
        raise Http404
    system = system_of(row.source.system)
    if about is None and (row.kind != Kind.THERE or row.agreed_at is not None):
        raise Http404  # only who is missing here is registered from it, once
    if about is not None:
        found = cases_by_id(system, [row.case] if row.case else [], by=request.actor, on=local_date(request.now))
        if not any(about in {one.id, one.person} for one in found.values()):
            raise Http404
    theirs = exports.theirs_of(row)
    codes = set(row.fields) if row.kind == Kind.DIFFERS else set(theirs)
    names = {SERIAL: SERIAL} | {one.code: one.from_ for one in system.fields}
    masked = {code for code in hidden_fields(system) if theirs.get(code)}
    said = {names[code]: theirs.get(code, "") for code in codes - masked if code in names}
    return Taken(row, system, said, {code: names[code] for code in sorted(codes & masked)})


def ways(system: System, row: "NationalDifference", case: Case | None) -> list[Way]:
    """The forms that correct our record where theirs is right; none where nothing is left to do."""
    if row.decision != Decision.THEIRS or row.agreed_at is not None:
        return []
    tail = f"?difference={row.id}"
    if row.kind == Kind.THERE:
        if system.cases == "stay":
            return [Way(_("接收入站"), "", reverse("stay-new"))]
        return [Way(_("登记人员"), "", reverse("person-register") + tail)]
    if row.kind != Kind.DIFFERS or case is None:
        return []
    groups: dict[str, list[str]] = {}
    for code in row.fields:
        groups.setdefault(_form_of(system, code, case), []).append(code)
    made = []
    for name, codes in groups.items():
        if name:
            titles = wording.listing(titles_of(system).get(code, code) for code in codes)
            made.append(Way(_WORDS[name](), titles, _address(name, system, case) + ("" if name in _PLAIN else tail)))
    return made


_WORDS: Final[Mapping[str, Callable[[], str]]] = {
    "person-correct": lambda: _("更正信息"),
    "person-identify": lambda: _("补上姓名"),
    "person-document": lambda: _("登记证件"),
    "stay-change": lambda: _("变更在站情况"),
    "stay-register": lambda: _("求助登记表"),
    "stay": lambda: _("看登记"),
    "household": lambda: _("看登记"),
    "national-serial": lambda: _("改正编号"),
}
_PLAIN: Final = frozenset({"stay", "household"})
"""Pages with several forms: nothing is filled in there."""


def _form_of(system: System, code: str, case: Case) -> str:
    """The name of the page that corrects a field."""
    if code == SERIAL:
        return "national-serial"
    kind, _dot, name = system.field(code).from_.partition(".")
    if kind in {"person", "head"}:
        if case.person is None:
            return ""
        if name in {"document", "document_kind"}:
            return "person-document"
        return "person-identify" if name == "name" and not case.values.get(code) else "person-correct"
    if kind == "household":
        return "household"
    if name in _CHANGE and not case.values.get("left_at"):
        return "stay-change"
    # The registration form is filled in once: before that it says no cause.
    first = (name in _FIRST or name.startswith("form.")) and not case.values.get("cause")
    return "stay-register" if first else "stay"


def _address(name: str, system: System, case: Case) -> str:
    if name == "national-serial":
        return reverse(name, args=[system.system, case.id])
    return reverse(name, args=[case.person if name.startswith("person-") else case.id])


def _value(kind: type[TextChoices], words: str) -> str:
    """The code of what an export calls it; empty for what is called nothing here. An export is in Chinese."""
    with translation.override("zh-hans"):
        return next((str(one.value) for one in kind if words and str(one.label) == words), "")


def _ethnic(words: str) -> str:
    names = {title: code for code, title in TITLES.items()}
    return names.get(words) or names.get(f"{words}族", "") or names.get(words.removesuffix("族"), "")


def _day(words: str) -> date | None:
    found = _DAY.search(words)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
