"""The scheduler's rounds, one after the other on a real database: what an act needs follows by itself."""

from datetime import timedelta

import pytest

from nuandong.alerts.actions.record import HeardFrom, record_by_form
from nuandong.alerts.levels import Level
from nuandong.jobs import rounds
from nuandong.journal import api as journal
from nuandong.journal.models import Seal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.reports import figures
from tests.cast import COUNTY, NOW
from tests.databases import as_role, settle


@pytest.fixture
def anchored(settings, tmp_path):
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    return settings.NUANDONG_ANCHOR_FILE


def run(several, now):
    settle()
    with as_role("worker"):
        for one in several:
            one(now)


def test_a_warning_is_sealed_counted_and_runs_out_by_itself(committed_db, cast, anchored):
    with scope.enter(cast.operator):
        record_by_form(
            by=cast.operator,
            now=NOW,
            event="cold_wave",
            level=Level.YELLOW,
            issuer="县气象台",
            issued_at=NOW,
            heard_from=HeardFrom.PHONE,
            regions=[COUNTY],
            until=NOW + timedelta(hours=2),
        )
    run(rounds.EVERY_FEW_SECONDS, NOW)
    with scope.enter(SYSTEM):
        assert figures.totals(["warnings.received"], since=NOW.date(), until=NOW.date()) == {"warnings.received": 1}
        assert Seal.objects.count() >= 1
        assert anchored.read_text().count("\n") == Seal.objects.count()
    run(rounds.EVERY_MINUTE, NOW + timedelta(hours=3))
    with scope.enter(SYSTEM):
        assert [e.kind for e in journal.history(kinds=["alerts.warning_expired"])] == ["alerts.warning_expired"]


def test_rounds_with_nothing_to_do_do_nothing(committed_db, anchored):
    run(rounds.EVERY_FEW_SECONDS, NOW)
    run(rounds.EVERY_MINUTE, NOW)
    with scope.enter(SYSTEM):
        assert journal.history() == []
    assert not anchored.exists()
