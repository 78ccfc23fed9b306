"""People as they are typed, a line or a crew each, and back; copied from a list it works as well."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuandong.duty.season.plan import Absence, Crew
from nuandong.kernel.text import halfwidth
from nuandong.web import wording

_BETWEEN = re.compile(r"[、,，;；/\s]+(?![^（(]*[）)])")
_UNIT = re.compile(r"^(?P<name>[^（(]+)[（(](?P<unit>[^）)]+)[）)]$")
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?")


class People:
    """Who can be named: (id, name, unit). Namesakes are told apart by their unit: 张三（救助站）."""

    def __init__(self, rows: Sequence[tuple[UUID, str, str]]) -> None:
        self._rows = {identity: (name, unit) for identity, name, unit in rows}
        self._by_name: dict[str, list[UUID]] = {}
        for identity, name, _unit in rows:
            self._by_name.setdefault(name, []).append(identity)

    def crews(self, text: str) -> tuple[Crew, ...]:
        """A crew from each line. Raises ValidationError with every name that is nobody's, or several people's."""
        faults: list[str] = []
        crews = []
        for line in text.splitlines():
            words = [word for word in _BETWEEN.split(line.strip()) if word]
            crew = tuple(dict.fromkeys(one for word in words if (one := self._one(word, faults)) is not None))
            if crew:
                crews.append(crew)
        if faults:
            raise ValidationError(faults)
        return tuple(crews)

    def absences(self, text: str) -> tuple[Absence, ...]:
        """A name and one or two days from each line. Raises ValidationError with every line that is not understood."""
        faults: list[str] = []
        found = []
        for line in filter(None, map(str.strip, text.splitlines())):
            days = _days(halfwidth(line))
            staff = self._one(re.split(r"[\s，,：:]", line, maxsplit=1)[0], faults)
            if days is None:
                faults.append(_("看不懂这一行的日期：%(line)s") % {"line": line[:40]})
            elif staff is not None:
                found.append(Absence(staff=staff, first=days[0], last=days[1]))
        if faults:
            raise ValidationError(faults)
        return tuple(found)

    def crews_text(self, crews: Iterable[Crew]) -> str:
        """What was typed for these crews."""
        return "\n".join(wording.listing(map(self.written, crew)) for crew in crews)

    def absences_text(self, absences: Iterable[Absence]) -> str:
        """What was typed for these absences."""
        return "\n".join(f"{self.written(one.staff)} {one.first} {one.last}" for one in absences)

    def written(self, staff: UUID) -> str:
        """A name that finds this person again; of somebody who left, a mark that finds nobody."""
        name, unit = self._rows.get(staff, ("", ""))
        if not name:
            return _("已离岗人员")
        return name if len(self._by_name[name]) == 1 else f"{name}（{unit}）"

    def _one(self, word: str, faults: list[str]) -> UUID | None:
        match = _UNIT.match(word)
        name, unit = (match["name"], match["unit"]) if match else (word, "")
        known = [one for one in self._by_name.get(name, []) if not unit or self._rows[one][1] == unit]
        if len(known) == 1:
            return known[0]
        if known:
            units = wording.listing(self._rows[one][1] for one in known)
            faults.append(
                _("有几个人叫“%(name)s”，请写成“%(name)s（单位）”：%(units)s") % {"name": name, "units": units}
            )
        else:
            faults.append(_("没有找到“%(name)s”，请核对姓名。") % {"name": word[:20]})
        return None


def _days(line: str) -> tuple[date, date] | None:
    try:
        days = [date(int(year), int(month), int(day)) for year, month, day in _DAY.findall(line)]
    except ValueError:
        return None
    if len(days) not in (1, 2) or days[0] > days[-1]:
        return None
    return days[0], days[-1]
