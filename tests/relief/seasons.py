"""Rows of a relief season for tests that begin in the middle: made directly, so that each test acts on one step alone."""

from datetime import date
from typing import Any

from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.policy import editions
from nuandong.relief.models import (
    Application,
    Decision,
    EntitledPerson,
    Entitlement,
    Funds,
    Notice,
    NoticeLine,
    Pack,
    Season,
    Tranche,
)
from nuandong.relief.notices import rules_of
from nuandong.relief.procedures import procedure_named
from nuandong.relief.steps import ApplicationState, DecisionState, NoticeState, Origin, Source
from tests.cast import COUNTY, NOW, VILLAGE_A
from tests.people.builders import home, person

STANDARD = "relief-three-needs"
DAY = date(2026, 12, 1)


def season(
    by: Actor,
    *,
    procedure: str = "three-notices",
    year: int = 2026,
    region: int = COUNTY,
    title: str = "冬春救助",
) -> Season:
    return Season.objects.create(
        id=new_id(NOW),
        region=region,
        year=year,
        title=title,
        standard=STANDARD,
        standard_on=DAY,
        standard_version=editions.edition(STANDARD, DAY).version,
        procedure=procedure,
        rules=procedure_named(procedure).model_dump(mode="json"),
        opened_by=by.staff,
        opened_at=NOW,
    )


def application(
    by: Actor,
    of: Season,
    name: str = "王秀英",
    *,
    state: ApplicationState = ApplicationState.REPORTED,
    region: int = VILLAGE_A,
    amount_fen: int = 45_000,
    **more: Any,
) -> Application:
    """A household of one person who needs all three things; by is somebody who may register households."""
    household = home(by, person(by, name, region=region), region=region)
    values = {
        "id": new_id(NOW),
        "region": region,
        "season": of,
        "household": household,
        "origin": Origin.APPLIED,
        "state": state,
        "head_masked": name[0] + "*" * (len(name) - 1),
        "category": "general",
        "size": 1,
        "persons": 1,
        "facts": {"food_persons": 1, "clothing_persons": 1, "heating_persons": 1},
        "amount_fen": amount_fen,
        "reported_by": by.staff,
        "reported_on": DAY,
        "reported_at": NOW,
        "moved_at": NOW,
    }
    return Application.objects.create(**(values | more))


def pack(of: Season, *, region: int = VILLAGE_A, number: int = 1, **more: Any) -> Pack:
    return Pack.objects.create(id=new_id(NOW), region=region, season=of, number=number, **more)


def decision(by: Actor, of: Season, *, number: int = 1, **more: Any) -> Decision:
    values = {
        "id": new_id(NOW),
        "region": of.region,
        "season": of,
        "number": number,
        "state": DecisionState.DECIDED,
        "signatures": 1,
        "list_hash": "0" * 64,
        "drafted_by": by.staff,
        "drafted_at": NOW,
        "sent_at": NOW,
        "decided_at": NOW,
    }
    return Decision.objects.create(**(values | more))


def entitlement(
    by: Actor, of: Season, name: str = "王秀英", *, under: Decision | None = None, **more: Any
) -> Entitlement:
    """A decided application and what it grants."""
    under = under or of.decisions.first() or decision(by, of)
    made = application(by, of, name, state=ApplicationState.DECIDED, decision=under, **more)
    granted = Entitlement.objects.create(
        id=new_id(NOW),
        region=made.region,
        season=of,
        standard=of.standard,
        standard_version=of.standard_version,
        standard_on=of.standard_on,
        household=made.household,
        application=made,
        decision=under,
        amount_fen=made.amount_fen,
        trace={},
        granted_at=NOW,
    )
    for membership in made.household.memberships.filter(until=None):
        EntitledPerson.objects.create(
            id=new_id(NOW),
            region=made.region,
            entitlement=granted,
            season=of,
            standard=of.standard,
            person_id=membership.person_id,
        )
    return granted


def funds(by: Actor, of: Season, *, amount_fen: int = 10_000_000, number: str = "县财社〔2026〕1号") -> Funds:
    return Funds.objects.create(
        id=new_id(NOW),
        region=of.region,
        season=of,
        number=number,
        title="冬春救助资金",
        source=Source.CENTRAL,
        amount_fen=amount_fen,
        issued_on=DAY,
        received_on=DAY,
        recorded_by=by.staff,
        recorded_at=NOW,
    )


def tranche(by: Actor, of: Season, *, from_funds: Funds | None = None, number: int = 1) -> Tranche:
    return Tranche.objects.create(
        id=new_id(NOW),
        region=of.region,
        season=of,
        number=number,
        funds=from_funds or funds(by, of),
        reason="首批资金到位",
        opened_by=by.staff,
        opened_at=NOW,
    )


def noticed(by: Actor, *applications: Application, ends_on: date = date(2026, 11, 25)) -> list[Notice]:
    """The notices before the county, hung out for these households up to a day."""
    of = applications[0].season
    made = []
    for rule in rules_of(of, ("assess", "review")):
        notice = Notice.objects.create(
            id=new_id(NOW),
            region=applications[0].region,
            season=of,
            code=rule.code,
            title=rule.title,
            shows=list(rule.shows),
            days=rule.days,
            state=NoticeState.DOWN,
            token=new_id(NOW).hex,
            phone="0851-00000000",
            prepared_by=by.staff,
            prepared_at=NOW,
            posted_at=NOW,
            first_photo=new_id(NOW),
            ends_on=ends_on,
        )
        for place, one in enumerate(applications, 1):
            NoticeLine.objects.create(
                id=new_id(NOW),
                region=one.region,
                notice=notice,
                application=one,
                place=place,
                head_masked=one.head_masked,
                size=one.size,
                persons=one.persons,
                amount_fen=one.amount_fen,
                ends_on=ends_on,
            )
        made.append(notice)
    return made
