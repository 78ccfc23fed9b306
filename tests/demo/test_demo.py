"""A tiny demo loaded once: what stands in it, who gets in, that it repeats itself, and that nobody loads over it."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import sql
from pytest_django import DjangoDbBlocker
from typer.testing import CliRunner

from nuandong.cli import demo as command
from nuandong.demo.catching_up import catch_up
from nuandong.demo.load import Loaded
from nuandong.demo.logins import CREW_SEATS, PASSWORD, SEATS, Seat
from nuandong.demo.office import one_time_code
from nuandong.duty.season import drafts
from nuandong.duty.season.preview import preview
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.errors import Forbidden, Invalid, NotFound
from nuandong.kernel.ids import seeded_id
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.models import Account
from nuandong.people.models import IdentityDocument
from nuandong.plans import selectors as plans
from nuandong.publicity import selectors_opinion as opinions
from nuandong.reports import selectors as reports
from nuandong.reports.models import Issue
from nuandong.reports.selectors_bulletin import content_of_issue
from nuandong.rescue import (
    selectors_bed,
    selectors_clue,
    selectors_due,
    selectors_informant,
    selectors_kin,
    selectors_patrol,
    selectors_stay,
)
from nuandong.rescue.models import Stay
from nuandong.supervision import selectors as supervision
from nuandong.supervision.repeating import repeat
from nuandong.supplies.models import Transfer
from nuandong.vault import api as vault
from tests import databases
from tests.cast import NOW
from tests.demo.behind import contents, judged
from tests.demo.season import TINY, load_tiny
from tests.web.conftest import session_of

TODAY = local_date(NOW)
HOME = 20
"""Queries of home, those of signing in among them, whoever looks."""
# What cannot repeat: keys and what is sealed with them, transaction numbers, when the tables were made.
_OWN = {"xid", "last_xid", "password", "applied"}
_MADE_BY_MIGRATION = {"org_role", "supplies_item", "supplies_kit", "supplies_kitline", "django_migrations"}
# How events are cut into seals depends on what else the server was doing.
_NOT_OURS = _MADE_BY_MIGRATION | {"journal_seal"}


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    with django_db_blocker.unblock(), databases.clone("demo") as name, databases.use_database(name, role="owner"):
        made = load_tiny(tmp_path_factory.mktemp("divisions"))
        databases.settle()
        catch_up(NOW, None)
        yield made


@pytest.fixture
def seen(loaded: Loaded) -> Iterator[Loaded]:
    with scope.enter(SYSTEM):
        yield loaded


def test_people_are_in_the_station_with_work_to_do(seen: Loaded) -> None:
    present = selectors_stay.stays(SYSTEM, now=NOW)
    assert len(present) >= TINY.stays
    states = Counter(row.stay.state for row in present)
    assert states["hospital"] == 1
    assert all(row.bed for row in present if row.stay.state == "registered")
    due = [row.due for row in present if row.due is not None]
    assert due
    assert len(selectors_due.leave_requests(SYSTEM)) == 1
    assert len(selectors_due.unsigned(SYSTEM)) == 1
    notices = Counter(notice.state for notice in selectors_kin.notices(SYSTEM))
    assert notices["held"] == 1
    assert notices["published"] >= 1
    assert len(selectors_kin.without_notice(SYSTEM)) >= 1


def test_informants_have_reported_and_a_reward_waits(seen: Loaded) -> None:
    assert len(selectors_informant.informants(SYSTEM, at=NOW)) >= 5
    states = Counter(line.reward.state for line in selectors_informant.rewards(SYSTEM))
    assert states["proposed"] == 1


def test_beds_of_every_zone(seen: Loaded) -> None:
    station = Stay.objects.values_list("station", flat=True).first()
    assert station is not None
    zones = {count.zone for count in selectors_bed.zone_counts(SYSTEM, station)}
    assert {"male", "female", "minor", "family", "isolation"} <= zones


def test_clues_wait_and_crews_are_out(seen: Loaded) -> None:
    assert {line.clue.state for line in selectors_clue.board()} == {"open", "dispatched", "on_scene"}
    assert len(selectors_patrol.recent_rounds()) >= 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM duty_shifthandover WHERE confirmed_at IS NULL")
        assert cursor.fetchone() == (1,)
    assert Transfer.objects.filter(received_at=None).count() == 1
    locked = [account.username for account in org.locked_accounts(SYSTEM, now=NOW)]
    assert locked == ["clerk3"]
    assert "clerk3" not in {login.username for login in seen.logins}


def test_the_last_weekly_report_went_up_and_the_next_is_a_draft(seen: Loaded) -> None:
    slots = reports.slots(SYSTEM, now=NOW, report="weekly")
    assert [slot.standing for slot in slots if slot.row] == [reports.Standing.DRAFT, reports.Standing.SENT]
    sent = next(slot.row for slot in slots if slot.standing is reports.Standing.SENT)
    assert sent is not None
    assert reports.sealed_as(sent) == sent.digest


def test_every_figure_of_every_report_opens_to_its_events(seen: Loaded) -> None:
    wrong, counted = [], Counter[str]()
    for day in (TODAY - timedelta(days=7), TODAY):
        for content in contents(day):
            for sheet, line in content.lines():
                for head in sheet.columns:
                    cell = line.cell(head.code)
                    counted[cell.source] += bool(cell.value)
                    if said := judged(content, sheet, line, head):
                        wrong.append(f"{content.report} {line.code}/{head.code} = {cell.value}, but {said}")
    assert not wrong, "\n".join(wrong)
    assert min(counted[one] for one in ("events", "register", "ratio", "sum")) > 3


def test_obligations_are_mostly_met(seen: Loaded) -> None:
    counted = Counter(row.status for row in plans.instances_at(NOW))
    assert counted["met"] > counted["broken"] + counted["missed"] + counted["late"] > 0
    assert counted["open"]


def test_supervision_duty_and_publicity_have_something_true_to_show(seen: Loaded) -> None:
    (draw,) = supervision.draws(SYSTEM)
    assert repeat(draw).same
    assert len(supervision.visits_of(supervision.picks([draw.id]))) == 1
    findings = supervision.findings(SYSTEM, now=NOW)
    of_visits = [one for one in findings if one.visit_id]
    assert {"open", "closed"} == {one.state for one in of_visits}
    (draft,) = drafts.drafts(by=SYSTEM)
    assert preview(drafts.plan_of(draft), now=NOW).holes
    assert {one.state for one in opinions.opinions(SYSTEM, now=NOW)} == {"found", "answered", "closed"}
    publicity = [row.status for row in plans.instances_at(NOW).filter(obligation__code="publicity")]
    assert "met" in publicity
    issue = content_of_issue(Issue.objects.get())
    (told,) = [one.points for one in issue.passages if one.points]
    assert told[0].row == "patrols"
    assert all(point.event for point in told[1:])
    assert len(told) >= 3


def test_no_number_that_could_be_somebodys(seen: Loaded) -> None:
    papers = list(IdentityDocument.objects.exclude(number_sealed=None))
    assert seen.persons - 10 < len(papers) <= seen.persons
    for paper in papers:
        number = vault.open_sealed("people_identitydocument", "number_sealed", paper.id, bytes(paper.number_sealed))
        assert number.startswith("99")


def test_everybody_listed_gets_in(loaded: Loaded) -> None:
    names = [login.username for login in loaded.logins]
    assert names == [seat.key for seat in (*SEATS, *CREW_SEATS)]
    assert [login.title for login in loaded.logins] == [seat.title for seat in (*SEATS, *CREW_SEATS)]
    with transaction.atomic():
        verdict = sign_in(username="operator", password=PASSWORD, machine=seeded_id(NOW, "desk"), now=NOW)
        assert verdict.session is not None
        transaction.set_rollback(True)


@pytest.mark.parametrize("seat", [*SEATS, *CREW_SEATS], ids=lambda seat: seat.key)
def test_home_reads_few_times(seat: Seat, loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much waits for somebody: the lines of all sources come in the same few trips."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    with transaction.atomic():
        with scope.enter(SYSTEM):
            account = Account.objects.get(username=seat.key)
            browser = session_of(account, NOW, second_factor=True)
        browser.get("/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/").status_code == 200
        transaction.set_rollback(True)
    told = [query["sql"] for query in asked.captured_queries]
    assert len(told) <= HOME, "\n".join(query[:150] for query in told)


def test_the_second_load_repeats_the_first(loaded: Loaded, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    first = _content()
    with databases.clone("again") as name, databases.use_database(name, role="owner"):
        load_tiny(tmp_path)
        databases.settle()
        catch_up(NOW, None)
        again = _content()
    assert [column for column in first if first[column] != again[column]] == []
    assert len(first) > 500


def _content() -> dict[tuple[str, str], str]:
    """A digest of every column that is not sealed, whatever the order of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables "
            "USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' "
            "AND data_type <> 'bytea' AND table_name NOT LIKE 'procrastinate%%' ORDER BY 1, 2"
        )
        columns = [pair for pair in cursor.fetchall() if pair[0] not in _NOT_OURS and pair[1] not in _OWN]
        found = {}
        for table, column in columns:
            query = sql.SQL("SELECT md5(string_agg({0}::text, '/' ORDER BY {0}::text)) FROM {1}")
            cursor.execute(query.format(sql.Identifier(column), sql.Identifier(table)).as_string())
            found[table, column] = cursor.fetchone()[0]
    return found


class TestCommand:
    def test_a_loaded_database_is_refused_and_left_alone_if_empty_is_asked(self, loaded: Loaded) -> None:
        with pytest.raises(Forbidden) as refused:
            command.load_command(size="small")
        assert refused.value.code == "demo.not_empty"
        said = CliRunner().invoke(command.app, ["load", "--if-empty"])
        assert said.exit_code == 0, said.output
        assert PASSWORD in said.output

    def test_outside_demo_mode_nothing_is_loaded(self, loaded: Loaded, settings: LazySettings) -> None:
        settings.NUANDONG_DEMO = False
        with pytest.raises(Forbidden) as refused:
            command.load_command(size="small")
        assert refused.value.code == "demo.off"

    def test_an_unknown_size_or_day(
        self, django_db_setup: None, django_db_blocker: DjangoDbBlocker, committed_db: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            command.load_command(size="huge")
        assert refused.value.field == "size"
        with pytest.raises(Invalid) as refused:
            command.load_command(size="small", as_of="01.12.2026")
        assert refused.value.field == "as_of"

    def test_the_one_time_code_of_a_login(
        self, loaded: Loaded, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.NUANDONG_DATA = tmp_path
        (tmp_path / "secrets").mkdir()
        monkeypatch.setattr(command, "SystemClock", lambda: _Stopped())
        command._keep_logins(loaded)
        login = loaded.logins[0]
        said = CliRunner().invoke(command.app, ["code", login.username])
        assert said.output.strip() == one_time_code(login.totp_key, NOW)
        assert (tmp_path / "secrets" / "demo-logins.json").stat().st_mode & 0o777 == 0o600
        with pytest.raises(NotFound):
            command.code_command("nobody")


class _Stopped(SystemClock):
    def now(self) -> object:
        return NOW
