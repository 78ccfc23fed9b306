"""The official tables of a season: every form on screen, on paper, as a workbook; sums to the fen; names only for cause."""

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.forms.library import forms
from nuandong.relief.models import Season
from nuandong.relief.papers.filling import papers
from nuandong.relief.steps import ApplicationState
from tests.cast import COUNTY, TOWNSHIP_A, VILLAGE_A, VILLAGE_B
from tests.relief import payouts, seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_notices.test_notices import page

pytestmark = pytest.mark.django_db
HEAD, CARD = "李建国", "6217000010000000001"


@pytest.fixture
def season() -> Season:
    """Two households decided in one village with cards and accounts, one reviewed in another township."""
    other, _account = seat("cadre_b")
    seat("officer")
    divisions()
    found = payouts.world(2).season
    with scope.enter(SYSTEM):
        seasons.application(
            other,
            found,
            "王秀英",
            state=ApplicationState.REVIEWED,
            region=VILLAGE_B,
            amount_fen=10_003,
            category="DIBAO",
        )
    return found


def ask(client: Client, season: Season, form: str, region: int, where: str = "", **more: Any) -> Any:
    return client.get(f"/relief/forms/{where}", {"season": season.id, "form": form, "region": region, **more})


def cells(answer: Any) -> list[list[str]]:
    body = b"".join(answer.streaming_content)
    return [[str(cell or "") for cell in row] for row in openpyxl.load_workbook(BytesIO(body)).active.values]


@pytest.mark.parametrize(
    ("form", "region", "total"),
    [
        ("village-payment-list", VILLAGE_A, "603.00"),
        ("payment-approval", COUNTY, "703.03"),
        ("township-notice", TOWNSHIP_A, "603.00"),
        ("payment-roster", COUNTY, "703.03"),
        ("county-approval", COUNTY, "703.03"),
        ("application-approval", VILLAGE_A, "603.00"),
        ("need-statistics", COUNTY, "703.03"),
        ("official-ledger", VILLAGE_A, "0.00"),
        ("person-ledger", VILLAGE_A, ""),
    ],
)
def test_every_form_is_filled_in_its_columns_and_adds_up(season, form, region, total):
    client = client_of("officer")
    shape = forms()[form]
    shown = page(ask(client, season, form, region))
    assert shape.title in shown
    assert total in shown
    paper = page(ask(client, season, form, region, "print/"))
    assert all(words in paper for words in shape.below)
    rows = cells(ask(client, season, form, region, "workbook/"))
    assert rows[0][0] == shape.title
    titles = [f"{one.title}（{one.unit}）" if one.unit else one.title for one in shape.written]
    assert rows[3][: len(titles)] == titles
    if total:
        [sums] = [row for row in rows if "合计" in row]
        assert total in sums
    assert HEAD not in shown + paper + str(rows)


def test_people_by_need_are_those_looked_into_and_the_rest_is_told_apart(season):
    """Two households need all three things; one of three persons needs something else, one was not asked yet."""
    other = client_of("officer")
    actor, _account = seat("cadre_b")
    none = {"food_persons": 0, "clothing_persons": 0, "heating_persons": 0}
    with scope.enter(SYSTEM):
        seasons.application(actor, season, "赵一", region=VILLAGE_B, facts=none, size=3, persons=3)
        seasons.application(actor, season, "赵二", region=VILLAGE_B, facts={}, size=2, persons=2, amount_fen=None)
    rows = cells(ask(other, season, "need-statistics", COUNTY, "workbook/"))
    [sums] = [row for row in rows if "合计" in row]
    assert sums[1:7] == ["5", "8", "3", "3", "3", "3"]
    with scope.enter(SYSTEM):
        Season.objects.filter(id=season.id).update(standard="relief-floor-and-tiers")
    rows = cells(ask(other, season, "need-statistics", COUNTY, "workbook/"))
    [sums] = [row for row in rows if "合计" in row]
    assert sums[3:7] == ["", "", "", ""]


def test_in_full_only_with_a_reason_and_never_for_the_wall(season):
    client, where = client_of("officer"), f"/relief/forms/plain/?season={season.id}&region={VILLAGE_A}&form="

    def press(form: str, reason: str, how: str = "paper") -> Any:
        return client.post(where + form, {"command_key": str(uuid4()), "reason": reason, "how": how})

    assert "没有写明" in page(press("village-payment-list", "好的"), 422)
    paper = page(press("village-payment-list", "报乡镇审核签字"))
    assert HEAD in paper
    assert CARD in paper
    assert "603.00" in paper
    assert HEAD in str(cells(press("payment-roster", "报县应急局审定", "workbook")))
    assert "没有完整号码" in page(press("township-notice", "报县应急局审定"), 422)
    with scope.enter(SYSTEM):
        taken = list(JournalEvent.objects.filter(kind="relief.form_taken").order_by("id"))
    assert [(one.payload["form"], one.payload["plain"]) for one in taken] == [
        ("village-payment-list", True),
        ("payment-roster", True),
    ]


def test_only_of_the_own_place(season):
    assert ask(client_of("clerk_b"), season, "payment-roster", VILLAGE_A, "print/").status_code == 302
    assert ask(client_of("cadre_a"), season, "payment-roster", COUNTY, "workbook/").status_code == 302
    assert client_of("operator").get("/relief/forms/").status_code == 403
    assert "还没有审定的资金分配" in page(ask(client_of("officer"), season, "fund-allocation", COUNTY))


def test_every_table_is_found_in_one_place_and_opens(season):
    client = client_of("officer")
    shown = page(client.get("/relief/forms/"))
    found = re.findall(r'class="row-link" href="\?([^"]+)">([^<]+)<', shown)
    assert [title for _where, title in found] == [one.title for one in papers().values()]
    assert len(found) >= 9
    for where, title in found:
        assert f">{title}<" in page(client.get(f"/relief/forms/?{where.replace('&amp;', '&')}"))
