"""Temporary relief after a new disaster (DIS-036): opened at once, a short path, double help told with amounts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuandong.journal.models import JournalEvent
from nuandong.kernel.errors import DomainError
from nuandong.relief import besides
from nuandong.relief.actions.close_season import close_season
from nuandong.relief.actions.from_ledger import from_ledger
from nuandong.relief.actions.record_disaster import record_disaster
from nuandong.relief.actions.record_funds import open_tranche
from nuandong.relief.actions.report_application import report_application
from nuandong.relief.auditing.paying import tranche_unfunded
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.money import other_programme
from nuandong.relief.models import Notice, Season
from nuandong.relief.steps import ApplicationState
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, VILLAGE_B
from tests.people.builders import home, person
from tests.relief import seasons
from tests.relief.test_applying import FACTS, SURVEY, held, other

pytestmark = pytest.mark.django_db

GIVEN = {"title": "12月1日雪灾", "hazard": "SNOW", "struck_on": NOW.date(), "procedure": "new-disaster-at-once"}


def struck(by: Any, of: Season, **more: Any) -> Season:
    return record_disaster(by=by, now=NOW, follows=of.id, **(GIVEN | {"places": [TOWNSHIP_A]} | more))


def test_a_township_opens_it_and_a_household_already_helped_is_reported(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        granted = seasons.entitlement(cast.officer, of)
        money = seasons.funds(cast.officer, of)
    with as_actor(cast.clerk_a):
        quick = struck(cast.clerk_a, of)
        assert (quick.follows_id, quick.standard, quick.standard_on) == (of.id, of.standard, NOW.date())
        assert JournalEvent.objects.get(kind="relief.disaster_recorded").payload["places"] == [TOWNSHIP_A]
    with as_actor(cast.cadre_a):
        given = {
            "persons": 1,
            "facts": FACTS,
            "survey": replace(SURVEY, lost_on=NOW.date().isoformat()),
            "household": granted.household_id,
        }
        row = report_application(by=cast.cadre_a, now=NOW, season=quick.id, **given)
    with as_actor(other(cast.cadre_a)):
        held(other(cast.cadre_a), quick, row)
        # Nothing hangs before the county decides: the result is shown afterwards.
        assert not Notice.objects.filter(season=quick).exists()
    with as_actor(cast.officer):
        helped = besides.of_households(quick, [granted.household_id])
        assert (helped.homes, helped.count, helped.fen) == (1, 1, granted.amount_fen)
        assert (helped.shown[0].season, helped.shown[0].elsewhere) == (of, False)
        tranche = open_tranche(by=cast.officer, now=NOW, funds=money.id, reason="新发生灾害", season=quick.id)
        assert tranche.season_id == quick.id
        assert not [*tranche_unfunded(Look(COUNTY, of.year, NOW))]
        with pytest.raises(DomainError) as refused:
            close_season(by=cast.officer, now=NOW, season=of.id)
        assert refused.value.code == "relief.season_followed"


def test_once_for_each_disaster_and_no_suspicion_for_the_same_household(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        granted = seasons.entitlement(cast.officer, of)
        quick = struck(cast.officer, of, places=[])
        again = seasons.entitlement(cast.officer, quick, household=granted.household)
        with pytest.raises(IntegrityError), transaction.atomic():
            seasons.entitlement(cast.officer, quick, household=granted.household)
        assert besides.of_decision(again.decision).fen == granted.amount_fen
        assert besides.of_decision(granted.decision).fen == again.amount_fen
        assert not [*other_programme(Look(COUNTY, of.year, NOW))]


def test_each_refusal_says_why(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        elsewhere = seasons.season(cast.officer, title="另一个", region=OTHER_COUNTY)
        quick = struck(cast.officer, of, title="先前的")
    cases = (
        (cast.clerk_a, {"places": [TOWNSHIP_B]}, "out_of_scope"),
        (cast.clerk_a, {"places": []}, "out_of_scope"),
        (cast.clerk_a, {"standard": "relief-by-loss"}, "forbidden"),
        (cast.cadre_a, {"places": [VILLAGE_A]}, "forbidden"),
        (cast.officer, {"title": " "}, "relief.disaster_title"),
        (cast.officer, {"title": "先前的"}, "relief.disaster_there"),
        (cast.officer, {"hazard": "PLAGUE"}, "relief.hazard"),
        (cast.officer, {"struck_on": NOW.date() + timedelta(days=1)}, "relief.struck_on"),
        (cast.officer, {"struck_on": date(2025, 12, 31)}, "relief.struck_on"),
        (cast.officer, {"procedure": "three-notices"}, "relief.not_quick"),
        (cast.officer, {"standard": "visits-union"}, "relief.standard_of_visits"),
        (cast.officer, {"under": quick}, "relief.disaster_of_disaster"),
        (cast.officer, {"under": elsewhere}, "relief.struck_place"),
    )
    for by, changed, code in cases:
        with as_actor(by), pytest.raises(DomainError) as refused:
            struck(by, changed.pop("under", of), **changed)
        assert refused.value.code.endswith(code), (changed, refused.value.code)
    with as_actor(cast.cadre_b):
        far = home(cast.cadre_b, person(cast.cadre_b, "李四", region=VILLAGE_B), region=VILLAGE_B)
        given = {
            "persons": 1,
            "facts": FACTS,
            "survey": replace(SURVEY, lost_on=NOW.date().isoformat()),
            "household": far.id,
        }
        with pytest.raises(DomainError) as refused:
            report_application(by=cast.cadre_b, now=NOW, season=quick.id, **given)
        assert refused.value.code == "relief.not_struck"
    with as_actor(cast.cadre_a), pytest.raises(DomainError) as refused:
        from_ledger(by=cast.cadre_a, now=NOW, season=quick.id, region=VILLAGE_A)
    assert refused.value.code == "relief.no_ledger_of_disaster"
    assert ApplicationState.REPORTED not in quick.applications.values_list("state", flat=True)
