"""Somebody new from a form: compared with everybody registered first, written down only when those were seen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop
from nuandong.people import selectors
from nuandong.people.actions.register_person import register_person
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.people.selectors.duplicates import Duplicate
from nuandong.web.http import SignedRequest
from nuandong.web.pages.people import pair_lines
from nuandong.web.pages.people.forms import papers_of


def check_seen(alike: Sequence[Duplicate], seen: str) -> None:
    """Raise Conflict unless whoever types was shown each of them already; `seen` are their ids."""
    if {str(one.card.id) for one in alike} - set(seen.split()):
        raise Conflict(
            "people.probably_known",
            gettext_noop("这个人可能已经登记过。"),
            gettext_noop("请核对下面列出的人；不是同一个人，再按一次“仍然登记”。"),
        )


def alike(request: SignedRequest, data: dict[str, Any]) -> list[Duplicate]:
    return selectors.probable_duplicates(
        details_of(data), papers_of(data), by=request.actor, today=local_date(request.now), region=data["region"]
    )


def reason(one: Duplicate) -> str:
    """Why somebody registered may be the person, in a few words."""
    if one.same_number:
        return _("证件号码相同")
    if one.found is None:
        return _("姓名和出生相近")
    return " · ".join(filter(None, (pair_lines.percent(one.found.probability), pair_lines.why(one.found.outcomes))))


def details_of(data: dict[str, Any]) -> Details:
    return Details(
        name="" if data["unnamed"] else data["name"],
        sex=data["sex"],
        birth_on=data["birth_on"],
        birth_year=data["birth_year"],
        ethnic_code=data["ethnic_code"],
        phone=data["phone"],
        address=data["address"],
    )


def register(request: SignedRequest, data: dict[str, Any]) -> UUID:
    by, now, region = request.actor, request.now, data["region"]
    if data["unnamed"]:
        return register_unknown_person(by=by, now=now, region=region, details=details_of(data)).id
    return register_person(by=by, now=now, region=region, details=details_of(data), papers=papers_of(data)).id
