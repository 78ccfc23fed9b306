"""What is told about a person, and the checks it must pass whoever tells it."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nuandong.geo.codes import validate
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line, halfwidth
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.errors import unreal_date
from nuandong.people.kinds import Sex
from nuandong.people.names import fold, is_plain, tidy

NAME_LIMIT: Final = 50
ADDRESS_LIMIT: Final = 200
EARLIEST_BIRTH: Final = 1890
_PHONE: Final = re.compile(r"\+?[0-9]{3,20}")
_SEXES: Final = frozenset(Sex.values)
_ETHNIC: Final = frozenset({f"{number:02d}" for number in range(1, 59)} | {"97", "98"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """One person in plain words. `birth_year` is an estimate, given instead of `birth_on`; "" and None are unknown."""

    name: str = ""
    sex: str = Sex.UNKNOWN
    birth_on: date | None = None
    birth_year: int | None = None
    ethnic_code: str = ""
    phone: str = ""
    address: str = ""
    hukou_region: int | None = None
    dead_on: date | None = None


def checked(details: Details, *, today: date) -> Details:
    """The details cleaned; raises `Invalid` naming the field for whatever cannot be. `today` is a Shanghai day."""
    name, phone = _name(details.name), _phone(details.phone)
    address = clean_line(details.address, ADDRESS_LIMIT, field="address")
    cleaned = details
    if (name, phone, address) != (details.name, details.phone, details.address):
        cleaned = replace(details, name=name, phone=phone, address=address)
    if cleaned.sex not in _SEXES:
        raise Invalid("people.sex_unknown_code", _("性别选项不对。"), _("请选择男、女或不详。"), field="sex")
    if cleaned.ethnic_code and cleaned.ethnic_code not in _ETHNIC:
        raise Invalid("people.ethnic_code", _("民族代码不对。"), _("请从列表中选择民族。"), field="ethnic_code")
    if cleaned.hukou_region is not None:
        validate(cleaned.hukou_region, field="hukou_region")
    check_dates(cleaned, today)
    return cleaned


def _name(text: str) -> str:
    if len(text) <= NAME_LIMIT and is_plain(text):
        return text
    name = tidy(clean_line(text, NAME_LIMIT, field="name"))
    if name and not fold(name):
        raise Invalid(
            "people.name_unreadable",
            _("姓名里没有汉字或字母。"),
            _("请填写姓名；不知道姓名的，请按“无名人员”登记。"),
            field="name",
        )
    return name


def _phone(text: str) -> str:
    if _PHONE.fullmatch(text):
        return text
    compact = re.sub(r"[\s()-]", "", halfwidth(clean_line(text, 40, field="phone")))
    if compact and _PHONE.fullmatch(compact) is None:
        raise Invalid("people.phone_shape", _("电话号码写法不对。"), _("请只填一个号码，数字即可。"), field="phone")
    return compact


def check_dates(details: Details, today: date) -> None:
    """Raise Invalid for a birth or death that cannot be by `today`."""
    birth, year, dead = details.birth_on, details.birth_year, details.dead_on
    if birth is not None and year is not None:
        raise Invalid(
            "people.birth_twice", _("出生日期和估计年份只能填一个。"), _("请删去其中一个。"), field="birth_year"
        )
    if birth is not None and not (birth.year >= EARLIEST_BIRTH and birth <= today):
        raise unreal_date("birth_on")
    if year is not None and not EARLIEST_BIRTH <= year <= today.year:
        raise unreal_date("birth_year")
    if dead is not None and (dead > today or (birth is not None and dead < birth)):
        raise unreal_date("dead_on")
