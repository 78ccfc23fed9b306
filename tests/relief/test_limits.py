"""The limit per person (facts §3.3): set by the county, explained by the village, confirmed by the township."""

from dataclasses import replace
from typing import Any

import pytest

from nuandong.journal.models import JournalEvent
from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.relief import limits
from nuandong.relief.actions.review_pack import review_pack
from nuandong.relief.actions.revise_application import revise_application
from nuandong.relief.actions.see_card import see_card
from nuandong.relief.actions.set_limit import set_limit
from nuandong.relief.actions.submit_pack import submit_pack
from nuandong.relief.integrity.looking import Look
from nuandong.relief.integrity.money import above_limit
from nuandong.relief.models import Application, Pack, Season
from tests.cast import COUNTY, NOW
from tests.relief import seasons
from tests.relief.test_applying import FACTS, PIXEL, SURVEY, held, other, over, reported

pytestmark = pytest.mark.django_db

WHY = replace(SURVEY, above="两人重病，衣被全部烧毁")
"""The household of the tests gets 350 yuan for its one person in need."""


def limited(by: Any, of: Season, fen: int | None = 30_000) -> Season:
    return set_limit(by=by, now=NOW, season=of.id, limit_fen=fen, source="" if fen is None else "县冬春救助方案第四条")


def test_the_village_explains_and_the_township_confirms(as_actor, cast):
    with as_actor(cast.officer):
        of = limited(cast.officer, seasons.season(cast.officer))
    assessor = other(cast.cadre_a)
    with as_actor(cast.cadre_a):
        with pytest.raises(Invalid) as refused:
            reported(cast, of)
        assert refused.value.code == "relief.above_limit"
        assert not Application.objects.exists()
        row = reported(cast, of, survey=WHY)
        given = {"persons": 1, "facts": FACTS, "application": row.id, "version": row.version}
        with pytest.raises(Invalid):
            revise_application(by=cast.cadre_a, now=NOW, survey=SURVEY, **given)
        assert limits.reason_of(Application.objects.get()) == WHY.above
    with as_actor(assessor):
        held(assessor, of, row, photos=[PIXEL], pages=[PIXEL])
        over(row)
        see_card(by=assessor, now=NOW, application=row.id, photo=PIXEL, account="6217 0000 1234 5678")
        pack = submit_pack(by=assessor, now=NOW, pack=Pack.objects.get().id)
    with as_actor(cast.clerk_a):
        with pytest.raises(Invalid) as refused:
            review_pack(by=cast.clerk_a, now=NOW, pack=pack.id, passed=[row.id])
        assert refused.value.code == "relief.above_unconfirmed"
        review_pack(by=cast.clerk_a, now=NOW, pack=pack.id, passed=[row.id], above=[row.id])
        assert JournalEvent.objects.get(kind="relief.pack_reviewed").payload["above"] == [str(row.id)]


def test_a_limit_set_later_asks_before_the_village_votes(as_actor, cast):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
    with as_actor(cast.cadre_a):
        row = reported(cast, of)
    with as_actor(cast.officer):
        of = limited(cast.officer, of)
        found = list(above_limit(Look(COUNTY, 2026, NOW)))
        assert [(one.subject, one.facts["each_fen"]) for one in found] == [(row.id, 35_000)]
    assessor = other(cast.cadre_a)
    with as_actor(assessor), pytest.raises(NotNow) as refused:
        held(assessor, of, row)
    assert refused.value.code == "relief.above_unexplained"
    with as_actor(cast.officer):
        of = limited(cast.officer, of, 35_000)
        assert not list(above_limit(Look(COUNTY, 2026, NOW)))
    with as_actor(assessor):
        held(assessor, of, row)


def test_above_is_the_same_in_python_and_in_the_database(as_actor, cast):
    with as_actor(cast.officer):
        of = limited(cast.officer, seasons.season(cast.officer), 10_001)
        rows = [
            seasons.application(cast.officer, of, name, amount_fen=fen)
            for name, fen in (("甲一", 10_001), ("乙二", 10_002))
        ]
        in_sql = set(Application.objects.filter(limits.above(of)).values_list("id", flat=True))
        assert in_sql == {rows[1].id} == {one.id for one in rows if limits.is_above(of, one)}
        Application.objects.update(persons=2, size=2)
        assert not Application.objects.filter(limits.above(of)).exists()


@pytest.mark.parametrize(
    ("fen", "source", "error"),
    [
        (0, "第四条", "relief.limit"),
        (-1, "第四条", "relief.limit"),
        (10**9 + 1, "x", "relief.limit"),
        (1, " ", "relief.limit_source"),
    ],
)
def test_a_limit_that_is_not_whole_is_refused(as_actor, cast, fen, source, error):
    with as_actor(cast.officer):
        of = seasons.season(cast.officer)
        with pytest.raises(Invalid) as refused:
            set_limit(by=cast.officer, now=NOW, season=of.id, limit_fen=fen, source=source)
        assert refused.value.code == error


def test_who_sets_a_limit_and_when(as_actor, cast):
    with as_actor(cast.officer):
        of = limited(cast.officer, seasons.season(cast.officer))
        assert limited(cast.officer, of, None).limit_source == ""
        assert [
            one.payload["limit_fen"]
            for one in JournalEvent.objects.filter(kind="relief.season_limit_set").order_by("id")
        ] == [30_000, None]
    with as_actor(cast.clerk_a), pytest.raises(Forbidden):
        limited(cast.clerk_a, of)
    with as_actor(cast.officer):
        Season.objects.filter(id=of.id).update(closed_at=NOW)
        with pytest.raises(NotNow):
            limited(cast.officer, of)
