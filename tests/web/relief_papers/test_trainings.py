"""Surveyors are trained before they go: sessions, what was missed and made up, and who went without."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.org import scope
from nuandong.relief import hands
from nuandong.relief.models import Season, Trainee, Training
from nuandong.relief.scanning.codes import SheetKind, Target
from nuandong.relief.steps import Step
from tests.cast import COUNTY, TOWNSHIP_A
from tests.relief import seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_notices.test_notices import page
from tests.web.relief_papers.test_scans import sheet, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    """Two cadres who have reported a household each."""
    officer, _account = seat("officer")
    seat("clerk_a")
    divisions()
    with scope.enter(SYSTEM):
        found = seasons.season(officer)
        for member, name in (("cadre_a", "王秀英"), ("cadre_b", "李四")):
            actor, _account = seat(member)
            case = seasons.application(actor, found, name, region=actor.region)
            hands.note([case], Step.REPORT, by=actor, now=SystemClock().now() - timedelta(days=1))
    return found


def write(member: str, season: Season, **more: Any) -> Any:
    a, b = (str(seat(one)[0].staff) for one in ("cadre_a", "cadre_b"))
    sent = {
        "command_key": str(uuid4()), "region": COUNTY, "held_on": local_date(SystemClock().now()) - timedelta(days=5),
        "place": "镇政府", "content": "入户问什么", "trainer": "吴主管", "present": [a], "absent": [b],
    }  # fmt: skip
    return client_of(member).post(f"/relief/trainings/new/{season.id}/", sent | more)


def test_from_the_session_to_what_was_made_up(season):
    officer = client_of("officer")
    before = page(officer.get("/relief/trainings/"))
    assert before.count("没有参加") == 2
    where = write("officer", season)["Location"]
    assert page(officer.get("/relief/trainings/")).count("没有参加") == 1
    assert "缺席" in page(officer.get(where))
    paper = page(officer.get(f"{where}sheet/"))
    assert "冯村干" in paper
    assert "data:image/svg+xml" in paper
    with scope.enter(SYSTEM):
        missed = Trainee.objects.get(present=False)
        row = Training.objects.get()
    today = local_date(SystemClock().now())
    made = f"/relief/trainings/trainees/{missed.id}/"
    key = {"command_key": str(uuid4())}
    assert "补训日期不对" in page(officer.post(made, key | {"on": today + timedelta(days=2)}), 422)
    assert officer.post(made, {"command_key": str(uuid4()), "on": today}).status_code == 302
    assert "才参加" in page(officer.get("/relief/trainings/"))
    assert "1 页已归到记录" in page(upload(officer, ("签到.jpg", [sheet(Target(SheetKind.TRAINING, row.id))])))
    assert "/image/" in page(officer.get(where))
    with scope.enter(SYSTEM):
        kinds = JournalEvent.objects.filter(subject_type="relief.training").order_by("id")
        assert [one.kind for one in kinds] == ["relief.training_held", "relief.training_made_up"]


def test_who_may_and_what_is_refused(season):
    assert write("cadre_a", season).status_code == 403
    assert write("clerk_a", season).status_code == 422
    both = str(seat("cadre_a")[0].staff)
    assert "既到会又缺席" in page(write("officer", season, absent=[both]), 422)
    assert "不是这个地区的" in page(write("officer", season, region=TOWNSHIP_A), 422)
    assert "没有选择到会人员" not in page(write("officer", season, present=[]), 422)
    with scope.enter(SYSTEM):
        assert not Training.objects.exists()
