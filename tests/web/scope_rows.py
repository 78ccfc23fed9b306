"""For each address with an argument that names a row: a row of the demo's county that the address can be opened with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from nuandong.alerts.actions.receive import receive
from nuandong.alerts.models import Message, RawMessage, WeatherWarning
from nuandong.demo.county import COUNTY
from nuandong.duty import models as duty
from nuandong.files.models import StoredFile
from nuandong.geo.codes import span
from nuandong.geo.models import Place
from nuandong.journal import api as journal
from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org import models as org
from nuandong.org.events import WordsRead
from nuandong.people import models as people
from nuandong.plans.actions.start_import import start_import
from nuandong.plans.importing.document import Document, Paragraph, PlanText
from nuandong.plans.models import Activation, Instance, PlanImport
from nuandong.publicity.models import Announcement, Opinion
from nuandong.relief.models import (
    AccountChange,
    Allocation,
    Application,
    Archive,
    ArchivePaper,
    BankFile,
    Decision,
    Destruction,
    Evaluation,
    Finding,
    Freeze,
    Funds,
    HandOut,
    Kinship,
    LedgerFile,
    Meeting,
    MoneyReturn,
    Notice,
    NoticeLine,
    Objection,
    OutsideList,
    Pack,
    Payout,
    PayoutLine,
    SampleCheck,
    Scan,
    Season,
    Trainee,
    Training,
    Tranche,
    WriteOff,
)
from nuandong.relief.steps import ApplicationState
from nuandong.reports.actions.ask_for_pack import ask_for_pack
from nuandong.reports.actions.correct_report import correct_report
from nuandong.reports.models import (
    Blank,
    BlankFilling,
    InspectionPack,
    IssueCopy,
    NationalDifference,
    NationalImport,
    Report,
)
from nuandong.rescue import models as rescue
from nuandong.supervision import models as supervision
from nuandong.supervision.drawing import Pools, Target
from nuandong.supplies import models as supplies
from nuandong.tasks.models import Task, TaskFile, WorkRecord
from nuandong.vault import api as vault
from tests.relief import noticed, payouts, seasons

CLERK = UUID(int=5)
"""Who typed what somebody else signed."""
OF_ARGUMENT: dict[str, type[Model]] = {
    "account": org.Account,
    "act": supplies.Movement,
    "activation_id": Activation,
    "allocation_id": Allocation,
    "announcement_id": Announcement,
    "assignment": people.CategoryAssignment,
    "bed_id": rescue.Bed,
    "blank_id": Blank,
    "bank_file_id": BankFile,
    "case": rescue.Stay,
    "case_id": rescue.HospitalCase,
    "change_id": AccountChange,
    "clue_id": rescue.Clue,
    "copy_id": IssueCopy,
    "delegation": org.Delegation,
    "dispatch": rescue.Dispatch,
    "application_id": Application,
    "call": duty.ReachCall,
    "decision_id": Decision,
    "draft": duty.RosterDraft,
    "draw_id": supervision.Draw,
    "destruction_id": Destruction,
    "difference": NationalDifference,
    "document": people.IdentityDocument,
    "encounter_id": rescue.Encounter,
    "escalation": org.LadderCall,
    "event_id": JournalEvent,
    "export": NationalImport,
    "file": StoredFile,
    "filling_id": BlankFilling,
    "finding_id": supervision.Finding,
    "relief_finding": Finding,
    "kinship": Kinship,
    "freeze_id": Freeze,
    "funds_id": Funds,
    "hand_out": HandOut,
    "handover": duty.ShiftHandover,
    "household": people.Household,
    "import_id": PlanImport,
    "informant_id": rescue.Informant,
    "instance_id": Instance,
    "into": rescue.Clue,
    "ledger_id": LedgerFile,
    "meeting_id": Meeting,
    "message_id": Message,
    "notice_id": rescue.KinNotice,
    "notice_line": NoticeLine,
    "objection_id": Objection,
    "opinion_id": Opinion,
    "outside_id": OutsideList,
    "pack_id": InspectionPack,
    "pair": people.ProposedPair,
    "paper_id": ArchivePaper,
    "payout_id": Payout,
    "payout_line_id": PayoutLine,
    "patrol_id": rescue.PatrolRound,
    "person": people.Person,
    "place": Place,
    "post": org.Post,
    "raw_id": RawMessage,
    "reach": duty.ReachTest,
    "record": org.HandoverRecord,
    "record_id": WorkRecord,
    "relief_notice": Notice,
    "report_id": Report,
    "request_id": rescue.LeaveRequest,
    "return_id": MoneyReturn,
    "sample_id": SampleCheck,
    "scan_id": Scan,
    "season_id": Season,
    "archive_id": Archive,
    "evaluation_id": Evaluation,
    "reward_id": rescue.InformantReward,
    "round_id": rescue.PatrolRound,
    "shift": duty.Shift,
    "staff": org.Staff,
    "stay_id": rescue.Stay,
    "store": supplies.Store,
    "task_escalation": org.LadderCall,
    "task_file": TaskFile,
    "task_id": Task,
    "swap": duty.SwapRequest,
    "team": duty.Team,
    "trainee_id": Trainee,
    "training_id": Training,
    "transfer": supplies.Transfer,
    "unit": org.Unit,
    "use": duty.VehicleUse,
    "vehicle": duty.Vehicle,
    "visit_file": supervision.VisitFile,
    "visit_id": rescue.FollowUp,
    "warning_id": WeatherWarning,
    "write_off_id": WriteOff,
    "village_pack": Pack,
}

# Where one argument means different things.
OF_PAGE: dict[str, type[Model]] = {
    "post-close": duty.Post,
    "visit": supervision.Visit,
    "finding-new": supervision.Visit,
}
CONDITIONS: Mapping[str, Mapping[str, object]] = {
    "event-sheet": {"typist": CLERK},
    "clue-recording": {"recording__isnull": False},
    "kin-photo": {"photo__isnull": False},
    "stay-photo": {"photo__isnull": False},
    "stock-return": {"kind": "issue"},
    "stock-act": {"kind": "issue"},
    "stock-act-sheet": {"kind": "issue"},
    "relief-card-photo": {"cards__isnull": False},
    "relief-meeting-picture": {"photos__len__gte": 1},
    "relief-notice-photo": {"first_photo__isnull": False},
    "report-difference": {"corrects__isnull": False},
    "warning-refused": {"outcome": "refused"},
    "work-photo": {"file__isnull": False},
}
OTHERS: Mapping[str, object] = {
    "system": "rescue",
    "department": "police",
    "field": "phone",
    "line": 0,
    "photo": 0,
    "exit_code": "self_exit",
    "code": "assistance_request",
    "form": "xlsx",
    "register_code": "payment-roster",
    "which": "first",
    "row_code": "patrols",
    "column_code": "week",
    "village": COUNTY + 1001,
}
OTHERS_OF_PAGE: Mapping[str, Mapping[str, object]] = {"relief-meeting-picture": {"kind": "photos", "place": 0}}


def arguments(name: str, wanted: list[str]) -> dict[str, object]:
    """Arguments of an address, those that name rows filled from the database; the last row decides the ones before."""
    others = {**OTHERS, **OTHERS_OF_PAGE.get(name, {})}
    found: dict[str, object] = {key: others[key] for key in wanted if key in others}
    child: Any = None
    for key in reversed([key for key in wanted if key not in others]):
        parent = None if child is None else getattr(child, key, None) or getattr(child, f"{key}_id", None)
        if parent is None:
            model = OF_PAGE.get(name) or OF_ARGUMENT[key]
            child = _here(model, CONDITIONS.get(name, {})).order_by("pk").last()
            assert child is not None, f"{name}: no {model.__name__} to open it with"
            parent = child.act if model is supplies.Movement else child.pk
        found[key] = getattr(parent, "pk", parent)
    return found


def _here(model: type[Model], conditions: Mapping[str, object]) -> QuerySet[Any]:
    """Rows of the demo's county: the demo has offices next door too. Obligations whose time has not come have no page."""
    rows = model._default_manager.filter(**conditions)
    if model is Instance:
        rows = rows.filter(starts_at__lte=SystemClock().now())
    if any(field.name == "region" for field in model._meta.fields):
        here = span(COUNTY)
        rows = rows.filter(region__gte=here.lo, region__lt=here.hi)
    return rows


def leave_what_the_demo_lacks(now: datetime) -> None:
    """A deputy, a printed hand-over, photos, a recording, a refused message, a correction, what was typed for others."""
    photo = StoredFile.objects.values_list("id", flat=True).first()
    for rows in (rescue.Stay, rescue.KinNotice):
        rows.objects.update(photo=photo)
    rescue.Clue.objects.update(recording=photo)
    WorkRecord.objects.update(file=photo)
    Pack.objects.update(papers=[photo])
    Announcement.objects.update(files=[photo])
    task = Task.objects.filter(region__gte=COUNTY).latest("pk")
    org.LadderCall.objects.create(
        id=new_id(now),
        region=task.region,
        subject=task.id,
        grounds="overdue",
        due_at=task.due_at,
        level=1,
        leader=CLERK,
        why="on_duty",
        raised_at=now,
    )
    TaskFile.objects.create(id=new_id(now), region=task.region, task=task, file=photo, added_at=now, added_by=CLERK)
    _supervise(now, photo)
    _relieve(now)
    _pay()
    post, deputy, witness = org.Post.objects.filter(role="duty_leader").get(), *org.Staff.objects.order_by("pk")[:2]
    org.Delegation.objects.create(
        id=new_id(now),
        giver=post.staff,
        taker=deputy,
        post=post,
        valid_from=now,
        valid_until=now + timedelta(days=1),
        absence="leave",
        created_at=now,
    )
    org.HandoverRecord.objects.create(
        id=new_id(now), giver=post.staff, taker=deputy, witness=witness, region=COUNTY, moved=[], done_at=now
    )
    receive(by=replace(SYSTEM, region=COUNTY, unit=post.unit_id), now=now, data=b"<alert>")
    paper = Document("安排.txt", (PlanText("夜间巡查安排", (Paragraph(1, "每周巡查不少于3次。"),)),))
    start_import(by=replace(SYSTEM, staff=post.staff_id, region=COUNTY), now=now, document=paper)
    sent = Report.objects.filter(report="weekly", state="submitted").get()
    correct_report(by=replace(SYSTEM, staff=sent.author), now=now, report=sent.id, reason="宣传报道漏填一篇")
    ask_for_pack(
        by=replace(SYSTEM, staff=sent.author), now=now, region=COUNTY, first=sent.first_day, last=sent.last_day
    )
    signed = replace(SYSTEM, typist=CLERK, sheet=photo)
    journal.record(WordsRead(), by=signed, now=now, region=COUNTY, subject=witness.id)
    # Whichever stored file an address names: it is one of theirs.
    rescue.Encounter.objects.update(photos=list(StoredFile.objects.values_list("id", flat=True)))


def _supervise(now: datetime, photo: UUID | None) -> None:
    """A draw, which no demo can repeat, and a photo of a visit."""
    pools = Pools((Target(str(CLERK), COUNTY),), (), 1, 1)
    supervision.Draw.objects.create(
        id=new_id(now),
        region=COUNTY,
        title="抽查",
        place_kinds=[],
        unit_kinds=[],
        pools=pools.written(),
        digest=pools.digest(),
        seed="00" * 32,
        made_at=now,
        made_by=CLERK,
    )
    visit = supervision.Visit.objects.latest("pk")
    supervision.VisitFile.objects.create(id=new_id(now), region=visit.region, visit=visit, file=photo)


def _relieve(now: datetime) -> None:
    """A season of years ago with its money, its allocation, and an audit that held it."""
    by = replace(SYSTEM, region=COUNTY)
    season = seasons.season(by, region=COUNTY, year=2020)
    seasons.funds(by, season)
    ArchivePaper.objects.create(
        id=new_id(now), region=COUNTY, season=season, kind="other", title="说明", file=new_id(now), added_by=by.staff,
        added_at=now,
    )  # fmt: skip
    granted = seasons.entitlement(by, season, region=COUNTY + 1001)
    HandOut.objects.create(
        id=new_id(now),
        region=granted.region,
        entitlement=granted,
        item="quilt",
        quantity=1,
        planned_by=by.staff,
        planned_at=now,
    )
    Allocation.objects.create(
        id=new_id(now),
        region=COUNTY,
        season=season,
        number=1,
        budget_fen=100,
        given_fen=0,
        left_fen=100,
        list_hash="0" * 64,
        drafted_by=by.staff,
        drafted_at=now,
    )
    case = Application.objects.get(season=season)
    meeting = new_id(now)
    Meeting.objects.create(
        id=meeting,
        region=case.region,
        season=season,
        held_at=now,
        place="村委会",
        invited=1,
        present=1,
        attendance_sealed=vault.seal("relief_meeting", "attendance_sealed", meeting, "甲"),
        recorded_by=by.staff,
        recorded_at=now,
    )
    Finding.objects.create(
        id=new_id(now),
        region=case.region,
        season=2020,
        check_code="size_inflated",
        subject_type="household",
        subject=str(case.household_id),
        facts={"size": 3, "members": 2},
        digest="0" * 64,
        found_at=now,
        seen_at=now,
    )
    Kinship.objects.create(
        id=new_id(now),
        region=case.region,
        staff=by.staff,
        household=case.household,
        relation="姐姐",
        declared_by=by.staff,
        declared_at=now,
    )
    OutsideList.objects.create(
        id=new_id(now),
        region=COUNTY,
        season=2020,
        kind="aid",
        title="民政局往年名单",
        digest="0" * 64,
        rows=1,
        matched=0,
        rejected=0,
        uploaded_by=by.staff,
        uploaded_at=now,
    )
    Archive.objects.create(id=new_id(now), region=COUNTY + 1001, season=season, asked_by=by.staff, asked_at=now)
    Evaluation.objects.create(
        id=new_id(now),
        region=COUNTY,
        season=season,
        number=1,
        affected_persons=1,
        drafted_by=by.staff,
        drafted_at=now,
        changed_at=now,
    )
    Destruction.objects.create(
        id=new_id(now), region=COUNTY, season=season, number=1, drafted_by=by.staff, drafted_at=now, changed_at=now
    )
    Freeze.objects.create(id=new_id(now), region=COUNTY, season=2020, why="审计通知书", set_by=by.staff, set_at=now)
    photo = StoredFile.objects.values_list("id", flat=True).first()
    assert photo is not None
    pack = seasons.pack(season, region=COUNTY + 1002)
    seasons.application(by, season, "张三", region=pack.region, state=ApplicationState.ASSESSED, pack=pack)
    noticed.objected(by, noticed.hung(by, pack, photo, now), now)


def _pay() -> None:
    """A payout of years ago with all that may hang on one, moved to the demo's county."""
    payouts.everything(2019)
    for model in (Payout, PayoutLine, BankFile, AccountChange, MoneyReturn, SampleCheck, WriteOff):
        model._default_manager.update(region=COUNTY)
    Season.objects.filter(year=2019).update(region=COUNTY)
    Tranche.objects.filter(season__year=2019).update(region=COUNTY)
    Funds.objects.filter(season__year=2019).update(region=COUNTY)
    for purpose in ("relief.bank", "relief.return", "relief.write_off"):
        StoredFile.objects.filter(purpose__startswith=purpose).update(region=COUNTY)
