"""Households of a season as the rows of official tables."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from nuandong.geo import selectors as divisions
from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.people.masking import mask_number
from nuandong.people.selectors.written import Head, heads_of
from nuandong.people.selectors.written_members import written_members
from nuandong.policy.library import standard_named
from nuandong.policy.schema import Input
from nuandong.relief import surveys
from nuandong.relief.forms.library import choices
from nuandong.relief.models import Application, Notice, Season, Vote
from nuandong.relief.papers.table import Values
from nuandong.relief.paying.accounts import Account, accounts_of
from nuandong.relief.selectors import needs_of
from nuandong.relief.steps import ENDED, ApplicationState, Origin

_A = ApplicationState
REVIEWED: Final = (_A.REVIEWED, _A.WITH_COUNTY, _A.DECIDED)
ASSESSED: Final = (_A.ASSESSED, _A.WITH_TOWNSHIP, *REVIEWED)
LIVING: Final = tuple(one for one in _A if one not in ENDED)
STATES: Final = {"applied": LIVING, "assessed": ASSESSED, "reviewed": REVIEWED}
"""What a form is written from → how far a household must have come."""
_CARD_LENGTH: Final = 18


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads on which day, and whether names and numbers are wanted in full."""

    by: Actor
    today: date
    plain: bool


def cases(season: Season, region: int, states: Collection[str]) -> QuerySet[Application]:
    """Households of a season and region that have come so far, village by village."""
    rows = Application.objects.filter(in_region(region), season=season, state__in=states)
    return rows.order_by("region", "id")


def case_rows(rows: Sequence[Application], season: Season, reader: Reader, *, told: bool) -> Iterator[Values]:
    """Each with its head, account and place; `told` adds why it asks and how the village voted."""
    homes = [one.household_id for one in rows]
    heads = heads_of(homes, by=reader.by, plain=reader.plain)
    accounts = accounts_of(homes, season.year)
    villages = divisions.names({one.region for one in rows}, reader.today)
    votes = _votes(rows) if told else {}
    if told:
        prefetch_related_objects(rows, "need")
    asked = [one for one in standard_named(season.standard).inputs if one.kind == "persons"]
    for one in rows:
        yield _case(one, heads.get(one.household_id, Head()), accounts.get(one.household_id, Account()), reader) | {
            "village": villages.get(one.region, str(one.region)),
            **(_told(one, votes.get(one.id, ""), asked) if told else {}),
        }


def _case(one: Application, head: Head, account: Account, reader: Reader) -> dict[str, Any]:
    return {
        "application": str(one.id),
        "head_name": head.name or one.head_masked,
        "head_id_no": head.number,
        "head_sex": _sex(head.number),
        "head_phone": head.phone,
        "address": head.address,
        "household_type": _title("household_types", one.category),
        "household_size": one.size,
        "persons_in_need": one.persons,
        "amount": one.amount_fen or 0,
        "bank": account.bank,
        "account": account.number if reader.plain or not account.number else mask_number(account.number),
    }


def _told(one: Application, vote: str, asked: Sequence[Input]) -> dict[str, Any]:
    survey = surveys.found(one)
    return {
        "loss_type": _title("loss_types", survey.loss_type),
        "origin": str(Origin(one.origin).label),
        "needs": _needs(asked, one.facts),
        "reason": survey.why,
        "opinion_village": vote,
        "opinion_township": "审核通过" if one.state in REVIEWED else "",
        "opinion_county": "审定同意" if one.state == _A.DECIDED else "",
    }


def _needs(asked: Sequence[Input], facts: Mapping[str, Any]) -> str:
    """What is needed by how many, in the words of the standard; empty where it does not tell that apart."""
    return "、".join(f"{one.title} {facts[one.name]}" for one in asked if facts.get(one.name))


def _votes(rows: Iterable[Application]) -> dict[UUID, str]:
    """Application → how the village voted last; one query."""
    found: dict[UUID, str] = {}
    for vote in Vote.objects.filter(application__in=[one.id for one in rows]).order_by("id"):
        words = "民主评议通过，同意 %(yes)d，不同意 %(no)d，弃权 %(abstained)d"
        if not vote.supported:
            words = "民主评议未通过，同意 %(yes)d，不同意 %(no)d，弃权 %(abstained)d"
        found[vote.application_id] = words % {"yes": vote.yes, "no": vote.no, "abstained": vote.abstained}
    return found


def person_rows(season: Season, region: int, most: int, reader: Reader) -> Iterator[Values]:
    """Every member of every household of the ledger (001#9), one row each."""
    needs = list(needs_of(region, season.year).order_by("region", "id")[:most])
    homes = [one.household_id for one in needs]
    heads = heads_of(homes, by=reader.by, plain=reader.plain)
    members = written_members(homes, by=reader.by, on=reader.today, plain=reader.plain)
    for need in needs:
        head = heads.get(need.household_id, Head())
        for member in members.get(need.household_id, ()):
            yield {
                "head_name": head.name,
                "head_id_no": head.number,
                "head_phone": head.phone,
                "address": head.address,
                "member_name": member.name,
                "member_id_no": member.number,
                "relation": member.relation,
                "household_type": _title("household_types", need.household_type),
                "household_size": need.size,
                "persons_in_need": need.persons,
            }


def ledger_rows(season: Season, region: int, most: int, reader: Reader) -> Iterator[Values]:
    """Every household of the ledger, as the official ledger has it."""
    needs = list(needs_of(region, season.year).order_by("region", "id")[:most])
    heads = heads_of([one.household_id for one in needs], by=reader.by, plain=reader.plain)
    for need in needs:
        head = heads.get(need.household_id, Head())
        yield {
            "head_name": head.name,
            "head_id_no": head.number,
            "head_phone": head.phone,
            "address": head.address,
            "household_type": _title("household_types", need.household_type),
            "household_size": need.size,
            "persons_in_need": need.persons,
            "cash_paid": need.cash_fen,
            "goods_value": need.goods_fen,
            "payment_form": _title("payment_forms", need.payment_form),
        }


def phone_of(season: Season, region: int) -> str:
    """The phone for reports that the last poster of a place said."""
    rows = Notice.objects.filter(in_region(region), season=season).exclude(phone="")
    return rows.order_by("-prepared_at").values_list("phone", flat=True).first() or ""


def _title(name: str, code: str) -> str:
    found = choices(name).get(code)
    return found.title if found else ""


def _sex(number: str) -> str:
    """Of a card number in full (GB 11643: the last but one is odd for men); nothing of a masked one."""
    if len(number) != _CARD_LENGTH or not number[:-1].isdigit():
        return ""
    return "男" if int(number[-2]) % 2 else "女"
