"""`nuandong relief destroy --dry-run`: what a season holds, kind by kind, and what is in the way of destroying it."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.relief.destroying.kinds import kinds
from nuandong.relief.destroying.ready import hindrances
from nuandong.relief.destroying.rows import family
from nuandong.relief.selectors_archive import season_at
from nuandong.relief.selectors_destruction import counts


def counted(*, by: Actor, year: int, region: int) -> dict[str, Any]:
    """Within the scope of the actor. Raises NotFound, Forbidden, OutOfScope."""
    season = season_at(year, region)
    found = [
        {"kind": code, "title": _(kinds()[code].title), "treatment": treatment, "records": number}
        for code, treatment, number in counts(season, by=by)
    ]
    return {
        "season": str(season.id),
        "year": season.year,
        "region": season.region,
        "kinds": found,
        "hindrances": [str(one) for one in hindrances(family(season))],
    }


def as_json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_lines(told: dict[str, Any]) -> Iterator[str]:
    words = {"destroy": _("销毁"), "keep": _("保存")}
    for one in told["kinds"]:
        yield f"{words[one['treatment']]}  {one['records']:>8}  {one['title']}"
    for why in told["hindrances"]:
        yield _("还不能销毁：%(why)s") % {"why": why}
