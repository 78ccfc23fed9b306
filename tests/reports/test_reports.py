"""A weekly report from the first figure to a correction: hand-counted, two officers, sealed for good."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.reports import figures, keeping, selectors
from nuandong.reports.actions.correct_report import correct_report
from nuandong.reports.actions.fill_report import fill_report
from nuandong.reports.actions.send_back import send_back
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.actions.start_report import start_report
from nuandong.reports.actions.submit_report import submit_report
from nuandong.reports.checking import warnings
from nuandong.reports.content import Content
from nuandong.reports.difference import difference
from nuandong.reports.library import all_definitions
from nuandong.reports.models import Report
from nuandong.reports.rhythm import Term
from nuandong.reports.selectors import Standing, standing
from nuandong.rescue.events.clue import ClueReceived
from nuandong.rescue.events.encounter import EncounterClosed
from nuandong.rescue.events.patrol import PatrolCompleted
from nuandong.rescue.kinds import Channel
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.supplies.events import GoodsReturned, KitIssued
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import as_role, settle

MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)


def patrol(
    region: int, points: int, *, night: bool, at: datetime = NOW, crew: int | None = None
) -> tuple[journal.Payload, int, datetime]:
    return PatrolCompleted(team=uuid4(), points=points, night=night, joint=False, found=0, crew=crew), region, at


def clue(channel: Channel) -> tuple[journal.Payload, int, datetime]:
    return ClueReceived(channel=channel, remote=False, hints=[]), TOWNSHIP_A, NOW


def closed(outcome: Outcome) -> tuple[journal.Payload, int, datetime]:
    payload = EncounterClosed(
        categories=["elderly"], outcome=outcome, willing=True, kit=False, kit_given=False, leaflet=True, ground="",
        severe=False, follow_up_due=None,
    )  # fmt: skip
    return payload, TOWNSHIP_B, NOW


def kit(coats: int) -> tuple[journal.Payload, int, datetime]:
    payload = KitIssued(
        store=uuid4(), kit="", items=["cotton_coat", "child_coat"], quantities=[coats, 1], missing=[], person=None,
        encounter=None, team=None, signed=True,
    )  # fmt: skip
    return payload, COUNTY, NOW


def happen(*acts: tuple[journal.Payload, int, datetime]) -> None:
    """Acts are recorded and counted."""
    drafts = [
        journal.Draft(payload=payload, by=SYSTEM, now=NOW, region=region, subject=new_id(NOW), acted_at=at)
        for payload, region, at in acts
    ]
    with scope.enter(SYSTEM):
        journal.record_many(drafts)
    settle()
    with as_role("worker"), scope.enter(SYSTEM):
        while figures.update():
            pass


def value(content: Content, row: str, column: str) -> int | None:
    return next(line for _sheet, line in content.lines() if line.code == row).cell(column).value


def test_a_week_counted_by_hand_signed_sent_and_corrected(committed_db, cast, by_hand):
    happen(
        patrol(TOWNSHIP_A, 4, night=True, crew=5),
        patrol(TOWNSHIP_B, 3, night=False, crew=4),
        patrol(TOWNSHIP_B, 9, night=True, at=NOW - 3 * DAY),  # Saturday: the week before
        patrol(OTHER_COUNTY, 50, night=True),  # next door
        clue(Channel.HOTLINE),
        clue(Channel.POLICE_110),
        clue(Channel.WEB),
        closed(Outcome.GUIDED_HOME),
        closed(Outcome.REFUSED),
        kit(2),
        (GoodsReturned(store=uuid4(), items=["cotton_coat"], quantities=[1]), COUNTY, NOW),
    )
    with scope.enter(cast.head):
        row = start_report(by=cast.head, now=NOW, report="weekly", region=COUNTY, first=MONDAY)
        draft = keeping.content_of(row)
    counted = {
        code: (value(draft, code, "week"), value(draft, code, "last_week"), value(draft, code, "so_far"))
        for code in (
            "patrols",
            "patrols_night",
            "points",
            "staff_times",
            "clues",
            "clues_other",
            "found",
            "refused",
            "coats",
        )
    }
    assert counted == {
        "patrols": (2, 1, 3),
        "patrols_night": (1, 1, 2),
        "points": (7, 9, 16),
        "staff_times": (9, 0, 9),
        "clues": (3, 0, 3),
        "clues_other": (1, 0, 1),
        "found": (2, 0, 2),
        "refused": (1, 0, 1),
        "coats": (2, 0, 2),
    }
    assert value(draft, "publicity", "week") is None
    assert draft.drawings[0].series[0].values == (0, 2, 0, 0, 0, 0, 0)

    with scope.enter(cast.head):
        fill_report(
            by=cast.head, now=NOW, report=row.id,
            values={("publicity", "week"): 12, ("incidents", "week"): 0}, texts={"work": "夜间巡查两次。"},
        )  # fmt: skip
        shown = keeping.content_of(keeping.report_of(row.id))
    with scope.enter(cast.officer):
        sign_report(by=cast.officer, now=NOW, report=row.id, digest=shown.digest())
    with scope.enter(cast.head):
        sent = submit_report(by=cast.head, now=NOW, report=row.id)
        (event,) = journal.history(subject=row.id, kinds=["reports.report_submitted"])
    assert event.payload == {
        "report": "weekly", "period_from": "2026-11-30", "period_to": "2026-12-06", "version": 1,
        "digest": shown.digest(), "in_time": True, "corrects": None,
    }  # fmt: skip

    happen(patrol(TOWNSHIP_A, 1, night=False))
    with scope.enter(cast.head):
        sealed = keeping.content_of(keeping.report_of(row.id))
        assert sealed.canonical() == shown.canonical()
        assert (sealed.digest(), selectors.sealed_as(sent)) == (sent.digest, sent.digest)
        second = correct_report(by=cast.head, now=NOW, report=row.id, reason="漏计一次巡查")
        changed = difference(sealed, keeping.content_of(second))
        said = [(one.line.code, one.column, one.old, one.new) for one in changed.cells]
        assert said == [
            ("patrols", "本周", 2, 3),
            ("patrols", "累计", 3, 4),
            ("points", "本周", 7, 8),
            ("points", "累计", 16, 17),
            # Once more in the table of the divisions.
            ("patrols.1", "县本级", 2, 3),
            ("patrols.1", "合计", 2, 3),
            ("points.1", "县本级", 7, 8),
            ("points.1", "合计", 7, 8),
        ]
        assert changed.texts == ()
        assert [one.version for one in selectors.versions(second)] == [2, 1]
        with pytest.raises(Conflict):
            correct_report(by=cast.head, now=NOW, report=row.id, reason="再来一次")
    with scope.enter(cast.head):
        next_week = start_report(
            by=cast.head, now=NOW + 7 * DAY, report="weekly", region=COUNTY, first=MONDAY + 7 * DAY
        )
        fill_report(by=cast.head, now=NOW + 7 * DAY, report=next_week.id, values={("publicity", "week"): 5}, texts={})
        carried = keeping.content_of(keeping.report_of(next_week.id))
    # The value of the week before comes out of what was sent; the sum of a season needs every week of it.
    assert value(carried, "publicity", "last_week") == 12
    assert value(carried, "publicity", "so_far") is None


@pytest.fixture
def weekly(db, cast, by_hand) -> SimpleNamespace:
    """A draft with its words, by the head of the station."""
    with scope.enter(cast.head):
        row = start_report(by=cast.head, now=NOW, report="weekly", region=COUNTY, first=MONDAY)
        fill_report(by=cast.head, now=NOW, report=row.id, values={}, texts={"work": "平稳"})
    return SimpleNamespace(id=row.id)


def digest_of(report: UUID) -> str:
    with scope.enter(SYSTEM):
        return keeping.content_of(keeping.report_of(report)).digest()


def do(act: str, who, report: UUID):
    calls = {
        "fill": lambda: fill_report(by=who, now=NOW, report=report, values={("publicity", "week"): 1}, texts={}),
        "sign": lambda: sign_report(by=who, now=NOW, report=report, digest=digest_of(report)),
        "stale": lambda: sign_report(by=who, now=NOW, report=report, digest="0" * 64),
        "back": lambda: send_back(by=who, now=NOW, report=report, reason="数字要核对"),
        "no_reason": lambda: send_back(by=who, now=NOW, report=report, reason=" "),
        "submit": lambda: submit_report(by=who, now=NOW, report=report),
        "correct": lambda: correct_report(by=who, now=NOW, report=report, reason="更正"),
        "event_cell": lambda: fill_report(by=who, now=NOW, report=report, values={("patrols", "week"): 9}, texts={}),
        "negative": lambda: fill_report(by=who, now=NOW, report=report, values={("publicity", "week"): -1}, texts={}),
    }
    with scope.enter(who):
        return calls[act]()


@pytest.mark.parametrize(
    ("before", "who", "act", "error"),
    [
        ([], "head", "fill", None),
        ([], "officer", "sign", None),
        ([], "leader", "sign", None),
        ([], "head", "sign", Forbidden),
        ([], "operator", "fill", Forbidden),
        ([], "officer", "stale", Conflict),
        ([], "head", "submit", NotNow),
        ([], "head", "event_cell", Invalid),
        ([], "head", "negative", Invalid),
        ([], "outsider", "fill", NotFound),
        ([("officer", "fill")], "officer", "sign", Forbidden),
        ([("officer", "sign")], "head", "fill", NotNow),
        ([("officer", "sign")], "officer", "no_reason", Invalid),
        ([("officer", "sign")], "officer", "back", None),
        ([("officer", "sign"), ("officer", "back")], "officer", "fill", Forbidden),
        ([("officer", "sign"), ("officer", "back")], "head", "fill", None),
        ([("officer", "sign"), ("head", "submit")], "officer", "back", NotNow),
        ([("officer", "sign"), ("head", "submit")], "head", "correct", None),
        ([("officer", "sign")], "head", "correct", NotNow),
    ],
)
def test_who_may_do_what_when(weekly, cast, before, who, act, error):
    for name, earlier in before:
        do(earlier, getattr(cast, name), weekly.id)
    if error is None:
        do(act, getattr(cast, who), weekly.id)
        return
    with scope.enter(SYSTEM):
        kept = Report.objects.filter(id=weekly.id).values().get()
        events = len(journal.history(subject=weekly.id))
    with pytest.raises(DomainError) as caught, transaction.atomic():
        do(act, getattr(cast, who), weekly.id)
    assert type(caught.value) is error
    with scope.enter(SYSTEM):
        assert Report.objects.filter(id=weekly.id).values().get() == kept
        assert len(journal.history(subject=weekly.id)) == events


@pytest.mark.parametrize(
    ("report", "region", "first", "error"),
    [
        ("weekly", COUNTY, MONDAY, Conflict),
        ("weekly", COUNTY, MONDAY + DAY, Invalid),
        ("weekly", COUNTY, MONDAY + 7 * DAY, NotNow),
        ("weekly", TOWNSHIP_A, MONDAY, Invalid),
        ("weekly", OTHER_COUNTY, MONDAY, OutOfScope),
        ("daily", COUNTY, MONDAY, NotFound),
        ("summary", COUNTY, date(2026, 7, 1), Invalid),
    ],
)
def test_what_is_not_owed_is_not_begun(weekly, cast, report, region, first, error):
    with scope.enter(cast.head), pytest.raises(DomainError) as caught:
        start_report(by=cast.head, now=NOW, report=report, region=region, first=first)
    assert type(caught.value) is error


def test_the_database_knows_two_people_and_one_open_version(weekly, cast):
    with scope.enter(SYSTEM):
        rows = Report.objects.filter(id=weekly.id)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state="signed", signed_by=cast.head.staff, signed_at=NOW, digest="x", content_sealed=b"x")
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state="signed")


def test_what_does_not_add_up_or_is_missing_is_said(weekly, cast):
    definition = all_definitions()["weekly"].definition
    with scope.enter(cast.head):
        content = keeping.content_of(keeping.report_of(weekly.id))
    assert [one.gap for one in warnings(definition, content)] == [True]
    plain = content.model_dump(mode="json")
    for block in plain["sheets"][0]["blocks"]:
        for line in block["lines"]:
            if line["code"] in {"clues", "patrols_night"}:
                line["cells"][0]["value"] = 5
    plain["passages"] = [one | {"text": ""} for one in plain["passages"]]
    said = [one.message % one.params for one in warnings(definition, Content.model_validate(plain))]
    assert said[:2] == ["夜间巡查不多于巡查总数（本周）：5，超过 0。", "各渠道线索之和（本周）：各项合计 0，应为 5。"]
    assert said[2:4] == ["街面巡查累计"] or "累计 0 小于本期 5" in said[2]
    assert said[-1] == "“主要工作”还没有写。"


@pytest.mark.parametrize(
    ("row", "after_due", "expected"),
    [
        (None, False, Standing.DUE),
        (None, True, Standing.LATE),
        ({"version": 1, "state": "draft"}, False, Standing.DRAFT),
        ({"version": 1, "state": "signed"}, False, Standing.SIGNED),
        ({"version": 1, "state": "signed"}, True, Standing.LATE),
        ({"version": 1, "state": "submitted", "submitted_at": NOW}, False, Standing.SENT),
        ({"version": 1, "state": "submitted", "submitted_at": NOW + DAY}, True, Standing.SENT_LATE),
        ({"version": 2, "state": "draft", "corrects_id": uuid4()}, True, Standing.DRAFT),
        ({"version": 2, "state": "submitted", "corrects_id": uuid4(), "submitted_at": NOW + DAY}, True, Standing.SENT),
    ],
)
def test_how_a_report_stands(row, after_due, expected):
    due = NOW + timedelta(hours=1)
    now = due + DAY if after_due else NOW
    assert standing(Report(**row) if row else None, due, now) is expected


def test_owed_reports_come_with_their_newest_version_in_few_queries(
    weekly, cast, monkeypatch, django_assert_max_num_queries
):
    began = SimpleNamespace(starts_on=date(2026, 11, 10))
    monkeypatch.setattr(selectors.plans, "activations", lambda: [began])
    monkeypatch.setattr(selectors, "_regions", lambda spans, on, level: [COUNTY])
    with scope.enter(cast.head):
        with django_assert_max_num_queries(2):
            found = selectors.slots(cast.head, now=NOW)
        latest = found[0].position
        assert found[0].definition.report == "weekly"
        assert [one.position.near for one in found] == sorted((one.position.near for one in found), reverse=True)
        weeks = [one for one in found if one.definition.report == "weekly"]
        assert [(str(one.term.first), one.standing) for one in weeks] == [
            ("2026-11-30", Standing.DRAFT),
            ("2026-11-23", Standing.LATE),
            ("2026-11-16", Standing.LATE),
            ("2026-11-09", Standing.LATE),
        ]
        rest = selectors.slots(cast.head, now=NOW, after=latest, limit=3)
        assert [one.position for one in rest] == [one.position for one in found[1:4]]
        assert isinstance(weeks[0].term, Term)
    with scope.enter(cast.crew), pytest.raises(Forbidden):
        selectors.slots(cast.crew, now=NOW)
