"""`nuandong alerts ingest`: what a person reads, and what is left when a file is refused."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from nuandong.alerts.kinds import Outcome
from nuandong.alerts.models import RawMessage, WeatherWarning
from nuandong.cli import alerts
from nuandong.cli._acting import acting
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotFound
from nuandong.org import scope
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.close_account import close_account
from nuandong.org.actions.create_account import create_account
from nuandong.org.actions.create_unit import create_unit
from nuandong.org.actions.define_role import sync_roles
from nuandong.org.actions.hire_staff import hire_staff
from tests.alerts.samples import FOLDER, gbt
from tests.cast import COUNTY, NOW


@pytest.fixture
def account(db: None) -> SimpleNamespace:
    """The duty operator's account, `night.desk`."""
    with scope.enter(SYSTEM):
        sync_roles(now=NOW)
        unit = create_unit(by=SYSTEM, now=NOW, name="救助管理站", kind="station", region=COUNTY)
        staff = hire_staff(by=SYSTEM, now=NOW, unit=unit.id, name="王值班", sex="male", phone="13800001234")
        appoint(by=SYSTEM, now=NOW, staff=staff.id, role="duty_operator", unit=unit.id, region=COUNTY)
        opened = create_account(by=SYSTEM, now=NOW, staff=staff.id, username="night.desk")
    return SimpleNamespace(staff=staff, account=opened.account)


def test_what_was_understood(db: None, cast: SimpleNamespace) -> None:
    lines = alerts.ingest(str(FOLDER / "gbt_cold_wave_blue.xml"), by=cast.operator, now=NOW)
    assert lines == [
        "已接收：GBT 消息 52010041600000_20261201154500，示例市气象台，2026-12-01 15:45 发布",
        "  寒潮 蓝色（有效）：2026-12-01 15:50 至 2026-12-03 15:50，区划 520100000000",
        "注意：没有写明结束时间，按默认时长处理。",
    ]
    again = alerts.ingest(str(FOLDER / "gbt_cold_wave_blue.xml"), by=cast.operator, now=NOW)
    assert again[0].startswith("收到过，没有变化")
    update = alerts.ingest(str(FOLDER / "gbt_cold_wave_orange_update.xml"), by=cast.operator, now=NOW)
    assert "引用的预警：52010041600000_20261201154500" in update


def test_odd_messages_are_described_too(db: None, cast: SimpleNamespace, tmp_path: Path) -> None:
    file = tmp_path / "odd.xml"
    file.write_bytes(gbt("n1", events=(("11B77", "violet"),), codes="x", status="Test"))
    assert alerts.ingest(str(file), by=cast.operator, now=NOW)[1:] == [
        "这是演练或测试消息，不会生效。",
        "  其他预警 等级不明（演练或测试）：2026-12-01 18:00 至 2026-12-03 18:00，区划 未知",
        "注意：灾种代码或名称不在对照表中：11B77",
        "注意：预警等级无法识别：violet",
        "注意：区划代码无法识别：x",
        "注意：没有可用的区划代码，请人工指定影响区域。",
    ]


def test_a_refused_file_is_kept_and_leaves_the_journal_alone(db: None, cast: SimpleNamespace, tmp_path: Path) -> None:
    file = tmp_path / "bomb.xml"
    file.write_text("<!DOCTYPE a [<!ENTITY a 'b'>]><alert>&a;</alert>")
    with pytest.raises(Invalid) as refusal:
        alerts.ingest(str(file), by=cast.operator, now=NOW)
    assert refusal.value.code == "alerts.xml_forbidden"
    assert RawMessage.objects.get().outcome == Outcome.REFUSED
    assert not WeatherWarning.objects.exists()
    with scope.enter(SYSTEM):
        assert journal.history() == []


def test_a_file_that_cannot_be_read(db: None, cast: SimpleNamespace, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.xml", tmp_path):
        with pytest.raises(Invalid) as refusal:
            alerts.ingest(str(path), by=cast.operator, now=NOW)
        assert refusal.value.code == "alerts.file_unreadable"


def test_standard_input(db: None, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gbt("n1"))))
    assert alerts.ingest("-", by=cast.operator, now=NOW)[0].startswith("已接收")


def test_whoever_may_not_is_told_so(db: None, cast: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        alerts.ingest(str(FOLDER / "gbt_cancel.xml"), by=cast.crew, now=NOW)
    assert not RawMessage.objects.exists()


def test_the_command(account: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "SystemClock", lambda: SimpleNamespace(now=lambda: NOW))
    result = CliRunner().invoke(
        alerts.app, ["ingest", str(FOLDER / "simple_gale.json"), "--as", "night.desk"], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert "大风 蓝色（有效）" in result.output
    assert "没有使用的字段：icon" in result.output
    assert CliRunner().invoke(alerts.app, ["ingest", "-"], env={"NUANDONG_AS": None}).exit_code == 2, "somebody acts"


def test_who_acts(account: SimpleNamespace) -> None:
    actor: Actor = acting("night.desk", NOW)
    assert (actor.staff, actor.region) == (account.staff.id, COUNTY)
    assert actor.may("alerts.warning.record")
    with pytest.raises(NotFound):
        acting("nobody", NOW)
    with scope.enter(SYSTEM):
        close_account(by=SYSTEM, now=NOW, account=account.account.id)
    with pytest.raises(NotFound):
        acting("night.desk", NOW)
