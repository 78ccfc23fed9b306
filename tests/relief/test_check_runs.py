"""Checks on demand: asked once for a place, done check by check in the background, the same findings only once."""

import pytest

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.relief.actions.ask_check import ask_check
from nuandong.relief.integrity import asked
from nuandong.relief.models import CheckRun, Finding
from tests.cast import COUNTY, NOW, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B, cast
from tests.relief import seasons

pytestmark = pytest.mark.django_db
OFFICER, CLERK, CADRE = cast().officer, cast().clerk_a, cast().cadre_a


def wrong() -> None:
    """One household whose amount is not what the standard gives."""
    with scope.enter(OFFICER):
        seasons.application(OFFICER, seasons.season(OFFICER), amount_fen=1)


def row() -> CheckRun:
    with scope.enter(SYSTEM):
        return CheckRun.objects.order_by("-id")[0]


def test_a_run_is_done_once_and_told():
    wrong()
    assert asked.run_next(NOW) is None
    with scope.enter(OFFICER):
        ask_check(by=OFFICER, now=NOW, region=COUNTY, season=2026)
        with pytest.raises(DomainError) as refused:
            ask_check(by=OFFICER, now=NOW, region=COUNTY, season=2026)
        assert refused.value.code == "relief.check_going_on"
    assert asked.run_next(NOW) == row().id
    assert (row().step, row().raised, row().standing) == (row().steps, 1, 1)
    with scope.enter(OFFICER):
        ask_check(by=OFFICER, now=NOW, region=COUNTY, season=2026)
    asked.run_next(NOW)
    assert (row().done_at, row().raised, row().standing) == (NOW, 0, 1)
    with scope.enter(SYSTEM):
        assert Finding.objects.count() == 1
        kinds = JournalEvent.objects.filter(kind__startswith="relief.findings_").values_list("kind", flat=True)
        assert sorted(kinds) == ["relief.findings_asked"] * 2 + ["relief.findings_checked"] * 2


def test_one_a_worker_died_over_is_taken_up_again_and_one_that_breaks_says_so(monkeypatch):
    wrong()
    with scope.enter(OFFICER):
        ask_check(by=OFFICER, now=NOW, region=TOWNSHIP_A, season=2026)
    monkeypatch.setattr(asked, "_run", lambda run, now: None)
    for _time in range(3):
        asked.run_next(NOW)
        assert row().trouble == ""
    asked.run_next(NOW)
    assert row().trouble == "多次检查都没有做完，请联系管理员。"

    def broken(run: CheckRun, now: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(asked, "_run", broken)
    with scope.enter(OFFICER):
        ask_check(by=OFFICER, now=NOW, region=TOWNSHIP_A, season=2026)
    asked.run_next(NOW)
    assert "系统日志" in row().trouble


@pytest.mark.parametrize(("by", "region"), [(CADRE, TOWNSHIP_A), (CLERK, TOWNSHIP_B), (OFFICER, PREFECTURE)])
def test_who_may_ask_and_where(by, region):
    with scope.enter(by), pytest.raises(DomainError):
        ask_check(by=by, now=NOW, region=region, season=2026)
