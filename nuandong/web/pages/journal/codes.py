"""Words for the codes that stand in payloads as plain text: the lists of the modules that wrote them."""

from collections.abc import Callable, Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.levels import Level
from nuandong.duty.kinds import Ability, Equipment, TeamKind
from nuandong.geo.kinds import PlaceKind
from nuandong.kernel.text import gettext_noop
from nuandong.org.catalogue import default_roles, permissions
from nuandong.org.kinds import Absence, UnitKind
from nuandong.people.categories import categories
from nuandong.people.kinds import DocumentKind, PairState, UnmaskField
from nuandong.plans.schema.fields import STRENGTH_TITLES
from nuandong.publicity import catalogue as publicity
from nuandong.publicity.kinds import Seriousness, Verdict
from nuandong.reports.library import all_definitions
from nuandong.rescue import reference, reference_station
from nuandong.supervision.checklist import points
from nuandong.supervision.kinds import Result, Severity
from nuandong.supplies.catalogue import default_items, default_kits
from nuandong.supplies.kinds import Category, Loss, Source, StoreKind
from nuandong.tasks.kinds_of_work import kinds as kinds_of_work
from nuandong.tasks.states import OriginKind

COLUMNS: Final = {
    "abilities": gettext_noop("能力"),
    "active": gettext_noop("在用"),
    "address": gettext_noop("地址"),
    "area": gettext_noop("区域类型"),
    "area_words": gettext_noop("负责范围"),
    "birth_on": gettext_noop("出生日期"),
    "birth_year": gettext_noop("出生年份"),
    "dead_on": gettext_noop("死亡日期"),
    "ethnic_code": gettext_noop("民族"),
    "hukou_region": gettext_noop("户籍地"),
    "kind": gettext_noop("类型"),
    "latitude": gettext_noop("坐标"),
    "longitude": gettext_noop("坐标"),
    "name": gettext_noop("名称或姓名"),
    "notes": gettext_noop("备注"),
    "parent": gettext_noop("上级"),
    "patrol_weight": gettext_noop("巡查权重"),
    "phone": gettext_noop("电话"),
    "region": gettext_noop("地区"),
    "reporter_kind": gettext_noop("报告人类型"),
    "sex": gettext_noop("性别"),
    "title": gettext_noop("职务"),
    "unit": gettext_noop("单位"),
    "unit_words": gettext_noop("工作单位"),
}
"""What a change may touch."""

_MEANS: Final = {"password": gettext_noop("密码"), "pin": gettext_noop("快捷码")}


def words_of(field: str, code: str) -> str:
    """The words of a code in a field; the code itself where no list knows it."""
    look_up = _LISTS.get(field)
    return (look_up(code) if look_up else None) or code


def _choices(kind: type[TextChoices]) -> Callable[[str], str | None]:
    def look_up(code: str) -> str | None:
        return str(kind(code).label) if code in kind.values else None

    return look_up


def _table(words: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda code: _(words[code]) if code in words else None


def _level(code: str) -> str | None:
    return _(Level(code).label) if code in set(Level) else None


def _event(code: str) -> str | None:
    return _(catalogue().title_of(code))


def _permission(code: str) -> str | None:
    found = permissions().get(code)
    return _(found.title) if found else None


def _role(code: str) -> str | None:
    found = default_roles().get(code)
    return _(found.title) if found else None


def _item(code: str) -> str | None:
    found = default_items().get(code)
    return _(found.name) if found else None


def _kit(code: str) -> str | None:
    found = default_kits().get(code)
    return _(found.name) if found else None


def _category(code: str) -> str | None:
    found = categories().get(code)
    return _(found.title) if found else None


def _why(code: str) -> str | None:
    """Why somebody is rung up: he leads the shift, or holds a role."""
    return _("带班在岗") if code == "on_duty" else _role(code)


def _channel(code: str) -> str | None:
    found = reference_station.channels().get(code)
    return _(found.title) if found else None


def _through(code: str) -> str | None:
    found = publicity.channels().get(code)
    return _(found.title) if found else None


def _platform(code: str) -> str | None:
    found = publicity.opinions().sources.get(code)
    return _(found.title) if found else None


def _exit(code: str) -> str | None:
    found = reference_station.exits().get(code)
    return _(found.title) if found else None


def _rescue_category(code: str) -> str | None:
    found = reference_station.categories().get(code)
    return _(found.title) if found else None


def _hint(code: str) -> str | None:
    found = reference.hints().get(code)
    return _(found.title) if found else None


def _work(code: str) -> str | None:
    found = kinds_of_work().get(code)
    return _(found.title) if found else None


def _point(code: str) -> str | None:
    found = points().get(code)
    return _(found.title) if found else None


def _report(code: str) -> str | None:
    found = all_definitions().get(code)
    return found.definition.title if found else None


def _reporter(code: str) -> str | None:
    found = reference.reporters().get(code)
    return _(found.title) if found else None


_LISTS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "pair_state": _choices(PairState),
    "abilities": _choices(Ability),
    "absence": _choices(Absence),
    "added": _permission,
    "came_from": _choices(OriginKind),
    "categories": _rescue_category,
    "cause": _choices(Loss),
    "channels": _channel,
    "code": _category,
    "document_kind": _choices(DocumentKind),
    "equipment": _choices(Equipment),
    "event": _event,
    "exit": _exit,
    "field": _choices(UnmaskField),
    "fields": _table(COLUMNS),
    "hints": _hint,
    "item": _item,
    "items": _item,
    "kit": _kit,
    "lacking": _choices(Category),
    "level": _level,
    "means": _table(_MEANS),
    "missing": _item,
    "permissions": _permission,
    "place_kind": _choices(PlaceKind),
    "platform": _platform,
    "removed": _permission,
    "report": _report,
    "reporter_kind": _reporter,
    "result": _choices(Result),
    "role": _role,
    "seriousness": _choices(Seriousness),
    "severity": _choices(Severity),
    "source": _choices(Source),
    "store_kind": _choices(StoreKind),
    "strength": _table({str(one): words for one, words in STRENGTH_TITLES.items()}),
    "team_kind": _choices(TeamKind),
    "through": _through,
    "unit_kind": _choices(UnitKind),
    "verdict": _choices(Verdict),
    "why": _why,
    "work": _work,
    "wrong": _point,
}
