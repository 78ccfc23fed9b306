"""Leaving the station: who goes at once, who goes with somebody, who needs a signature (product C.5, 国务院令第381号)."""

import pytest
from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.rescue.actions.assign_bed import assign_bed
from nuandong.rescue.actions.come_back import come_back
from nuandong.rescue.actions.decide_leave import decide_leave
from nuandong.rescue.actions.deposit_belongings import Thing, deposit_belongings
from nuandong.rescue.actions.discharge import Leaving, discharge
from nuandong.rescue.actions.report_absence import report_absence
from nuandong.rescue.actions.request_leave import request_leave
from nuandong.rescue.models import BedUse, Belonging, ExitRecord, Stay
from nuandong.rescue.policies.leaving import Going, advice, may_leave_alone, refusal
from nuandong.rescue.reference_station import exits
from nuandong.rescue.sealing import opened
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import arrive, bed, inside, kinds

SISTER = {"receiver": "姐姐，户口簿已核对"}
SIGNED = {"approved": True}
TERM = {"reason": "will_not_leave"}

# exit, age, flags, state, what else → code of the refusal, or None
TABLE = [
    # Sixteen or more, without signs of mental or intellectual disability: at once, nobody may hold him.
    ("self_exit", 40, "", "registered", {}, None),
    ("self_exit", 16, "", "registered", {}, None),
    ("self_exit", 40, "ill no_self_care disabled", "admitted", {}, None),
    ("self_exit", 40, "", "arrived", {}, None),
    ("self_exit", 40, "", "hospital", {"in_hospital": True}, None),
    ("travel", 40, "", "registered", {}, None),
    # Others go to somebody, or by the duty leader's signed decision.
    ("self_exit", 15, "", "registered", {}, "rescue.not_alone"),
    ("self_exit", 40, "mental_suspect", "registered", {}, "rescue.not_alone"),
    ("travel", 40, "intellectual", "registered", {}, "rescue.not_alone"),
    ("self_exit", None, "", "registered", {}, "rescue.age_unknown"),
    ("self_exit", 15, "", "registered", SIGNED, None),
    ("fetched", 15, "", "registered", SISTER, None),
    ("fetched", 15, "", "registered", {}, "rescue.required"),
    ("escorted", 40, "mental_suspect", "registered", {"receiver": "外省救助站"}, None),
    ("transferred", 8, "", "registered", {}, "rescue.required"),
    # Placement elsewhere and the end of help always need the signature.
    ("entrusted", 40, "", "registered", {"receiver": "福利院"}, "rescue.leave_undecided"),
    ("entrusted", 40, "", "registered", {"receiver": "福利院", **SIGNED}, None),
    ("settled", 40, "", "registered", SIGNED, "rescue.required"),
    ("terminated", 40, "", "registered", TERM, "rescue.leave_undecided"),
    ("terminated", 40, "", "registered", {**TERM, **SIGNED}, None),
    ("terminated", 40, "", "registered", {"reason": "annoying", **SIGNED}, "rescue.code_unknown"),
    # Whoever is not eligible is told so at the door, with a reason and a signature.
    ("not_helped", 40, "", "arrived", {"reason": "own_means"}, "rescue.leave_undecided"),
    ("not_helped", 40, "", "arrived", {"reason": "own_means", **SIGNED}, None),
    ("not_helped", 40, "", "arrived", {**TERM, **SIGNED}, "rescue.code_unknown"),
    ("not_helped", 40, "", "admitted", {"reason": "own_means", **SIGNED}, "rescue.entered_already"),
    # Nobody has walked out before the search began, and nobody lost is sent home on paper.
    ("walked_out", 40, "", "registered", {}, "rescue.not_reported_absent"),
    ("walked_out", 40, "", "absent", {}, None),
    ("walked_out", 9, "", "absent", {}, "rescue.not_alone"),
    ("walked_out", 9, "", "absent", SIGNED, None),
    ("fetched", 9, "", "absent", SISTER, "rescue.still_absent"),
    ("died", 9, "", "absent", {}, None),
    ("from_hospital", 40, "", "hospital", {"in_hospital": True}, "rescue.still_in_hospital"),
    ("from_hospital", 40, "", "hospital", {}, None),
    ("self_exit", 40, "", "left", {}, "rescue.wrong_state"),
    ("vanished", 40, "", "registered", {}, "rescue.code_unknown"),
]


@pytest.mark.parametrize(("code", "age", "flags", "state", "more", "refused"), TABLE)
def test_who_may_leave_how(code, age, flags, state, more, refused):
    papers = {"statement": True, "sheet": True}
    error = refusal(Going(exit=code, state=state, age=age, flags=tuple(flags.split()), **papers, **more))
    assert (error.code if error else None) == refused


# exit, what is at hand → code of the refusal, or None
PAPERS = [
    ("self_exit", {}, "rescue.no_statement"),
    ("self_exit", {"statement": True}, None),
    ("self_exit", {"witness": "王同志在场，本人不愿签字"}, None),
    ("travel", {}, "rescue.no_statement"),
    ("travel", {"sheet": True}, "rescue.no_statement"),
    ("travel", {"statement": True}, None),
    ("from_hospital", {}, None),
    ("fetched", SISTER, "rescue.no_leaving_sheet"),
    ("fetched", {**SISTER, "sheet": True}, None),
    ("fetched", {**SISTER, "sheet_reason": "纸质件存档"}, None),
    ("fetched", {**SISTER, "statement": True}, "rescue.no_leaving_sheet"),
    ("escorted", SISTER, "rescue.no_leaving_sheet"),
    ("transferred", SISTER, "rescue.no_leaving_sheet"),
    ("police", SISTER, "rescue.no_leaving_sheet"),
    ("police", {**SISTER, "sheet": True}, None),
    ("entrusted", {**SISTER, **SIGNED}, "rescue.no_leaving_sheet"),
    ("settled", {**SISTER, **SIGNED, "sheet_reason": "纸质件存档"}, None),
    ("terminated", {**TERM, **SIGNED}, None),
    ("died", {}, None),
]


@pytest.mark.parametrize(("code", "more", "refused"), PAPERS)
def test_which_paper_belongs_to_which_way(code, more, refused):
    error = refusal(Going(exit=code, state="registered", age=40, **more))
    assert (error.code if error else None) == refused


# exit, age, flags → is an escort advised
ADVISED = [
    ("travel", 40, "", False),
    ("travel", 17, "", True),
    ("travel", 60, "", True),
    ("travel", 80, "no_self_care", True),
    ("self_exit", 40, "disabled", True),
    ("from_hospital", 40, "intellectual", True),
    ("travel", None, "", False),
    ("travel", 40, "ill", False),
    ("fetched", 80, "disabled", False),
]


@pytest.mark.parametrize(("code", "age", "flags", "advised"), ADVISED)
def test_an_escort_is_advised_never_demanded(code, age, flags, advised):
    told = tuple(flags.split())
    assert bool(advice(code, age, told)) is advised
    if may_leave_alone(age, told):
        papers = {"statement": True, "sheet": True, "receiver": "姐姐"}
        assert refusal(Going(exit=code, state="registered", age=age, flags=told, **papers)) is None


def test_every_way_of_leaving_stands_in_the_table():
    assert {row[0] for row in TABLE} >= set(exits()) - {"police"}


@pytest.fixture
def stage(cast, as_actor, db):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def go(stage, stay, code, by=None, **more):
    more.setdefault("witness", "值班员在场")
    return discharge(by=by or stage.station, now=NOW, stay=stay.id, leaving=Leaving(exit=code, **more))


def test_leaving_frees_the_bed_and_gives_everything_back(stage):
    stay, place = inside(stage, registered=True), bed(stage)
    assign_bed(by=stage.station, now=NOW, stay=stay.id, bed=place.id)
    deposit_belongings(by=stage.station, now=NOW, stay=stay.id, things=[Thing(what="背包")])
    gone = go(stage, stay, "travel", voucher="train", voucher_from="贵阳", voucher_to="重庆", voucher_fen=8850)
    assert (gone.state, gone.exit, gone.left_at) == ("left", "travel", NOW)
    assert not BedUse.objects.filter(stay=stay, period__endswith=None).exists()
    assert Belonging.objects.get(stay=stay).returned_by == stage.station.staff
    assert kinds(stay.id)[-3:] == ["rescue.bed_released", "rescue.belongings_returned", "rescue.person_left"]
    payload = journal.history(subject=stay.id)[0].payload
    assert (payload["exit"], payload["days"], payload["by_decision"]) == ("travel", 1, False)


@pytest.mark.parametrize(
    ("fen", "receipt", "error"),
    [(2000, True, None), (2001, True, Invalid), (2000, False, Invalid), (-1, True, Invalid), (0, False, None)],
)
def test_twenty_yuan_at_most_against_a_receipt(stage, fen, receipt, error):
    stay = inside(stage)
    more = {"cash_fen": fen, "cash_receipt": new_id(NOW) if receipt else None}
    if error:
        with pytest.raises(error):
            go(stage, stay, "self_exit", **more)
        assert Stay.objects.get(id=stay.id).state == "admitted"
        assert not ExitRecord.objects.exists()
        return
    go(stage, stay, "self_exit", **more)
    assert ExitRecord.objects.get(stay=stay).cash_fen == fen


def test_the_database_too_keeps_the_purse_shut(stage):
    stay = inside(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitRecord.objects.create(
            id=new_id(NOW),
            region=stay.region,
            stay=stay,
            kind="self_exit",
            at=NOW,
            cash_fen=100,
            recorded_by=stage.head.staff,
            recorded_at=NOW,
        )


def test_a_child_leaves_by_the_signature_of_somebody_else(stage):
    stay = inside(stage, birth_year=2014)
    with pytest.raises(NotNow):
        go(stage, stay, "self_exit")
    asked = request_leave(by=stage.station, now=NOW, stay=stay.id, exit_kind="self_exit", reason="姐姐在车站等")
    with pytest.raises(Conflict):
        request_leave(by=stage.station, now=NOW, stay=stay.id, exit_kind="self_exit", reason="再次申请")
    with pytest.raises(NotNow):
        go(stage, stay, "self_exit")
    decide_leave(by=stage.leader, now=NOW, request=asked.id, approve=True)
    with pytest.raises(NotNow):
        decide_leave(by=stage.leader, now=NOW, request=asked.id, approve=False, reason="改主意")
    go(stage, stay, "self_exit")
    assert ExitRecord.objects.get(stay=stay).request_id == asked.id
    assert kinds(stay.id)[-3:] == ["rescue.leave_requested", "rescue.leave_decided", "rescue.person_left"]


def test_a_later_refusal_undoes_an_earlier_signature(stage):
    stay = inside(stage, birth_year=2014)
    for approve in (True, False):
        asked = request_leave(by=stage.station, now=NOW, stay=stay.id, exit_kind="self_exit", reason="申请")
        decide_leave(by=stage.leader, now=NOW, request=asked.id, approve=approve, reason="无人接应")
    with pytest.raises(NotNow):
        go(stage, stay, "self_exit")


def test_nobody_signs_what_he_asked_for(stage):
    stay = inside(stage, birth_year=2014)
    asked = request_leave(by=stage.head, now=NOW, stay=stay.id, exit_kind="self_exit", reason="申请")
    with pytest.raises(Forbidden) as refused:
        decide_leave(by=stage.head, now=NOW, request=asked.id, approve=True)
    assert refused.value.code == "org.separation"


@pytest.mark.parametrize(("who", "error"), [("station", Forbidden), ("operator", Forbidden), ("leader", None)])
def test_who_signs(stage, who, error):
    stay = inside(stage, birth_year=2014)
    asked = request_leave(by=stage.station, now=NOW, stay=stay.id, exit_kind="self_exit", reason="申请")
    if error:
        with pytest.raises(error):
            decide_leave(by=getattr(stage, who), now=NOW, request=asked.id, approve=True)
        return
    assert decide_leave(by=getattr(stage, who), now=NOW, request=asked.id, approve=True).decision == "approved"


def test_an_able_person_is_not_made_to_wait_for_a_signature(stage):
    stay = inside(stage)
    with pytest.raises(Invalid) as refused:
        request_leave(by=stage.station, now=NOW, stay=stay.id, exit_kind="self_exit", reason="想走")
    assert refused.value.code == "rescue.no_decision_needed"
    assert go(stage, stay, "self_exit").state == "left"


def test_an_absence_calls_the_police_at_once(stage):
    stay, place = inside(stage, birth_year=2014), bed(stage, "minor")
    assign_bed(by=stage.station, now=NOW, stay=stay.id, bed=place.id)
    with pytest.raises(Invalid):
        report_absence(by=stage.station, now=NOW, stay=stay.id, police=" ")
    gone = report_absence(by=stage.station, now=NOW, stay=stay.id, police="东门派出所 王警官")
    assert (gone.state, gone.absent_since) == ("absent", NOW)
    assert kinds(stay.id)[-2:] == ["rescue.bed_released", "rescue.absence_reported"]
    assert journal.history(subject=stay.id)[0].payload == {"may_leave_alone": False}
    assert come_back(by=stage.station, now=NOW, stay=stay.id).state == "admitted"


def test_who_walked_out_leaves_his_things_in_keeping(stage):
    stay = inside(stage)
    deposit_belongings(by=stage.station, now=NOW, stay=stay.id, things=[Thing(what="背包")])
    report_absence(by=stage.station, now=NOW, stay=stay.id, police="东门派出所")
    go(stage, stay, "walked_out")
    assert Belonging.objects.get(stay=stay).returned_at is None


def test_whoever_refuses_the_check_can_only_be_sent_away_by_signature(stage):
    stay = arrive(stage)
    asked = request_leave(by=stage.station, now=NOW, stay=stay.id, exit_kind="terminated", reason="两次拒绝安检")
    decide_leave(by=stage.leader, now=NOW, request=asked.id, approve=True)
    gone = go(stage, stay, "terminated", reason="refuses_security_check")
    assert (gone.state, gone.entered_at) == ("left", None)
    assert journal.history(subject=stay.id)[0].payload["days"] == 0


def test_the_witness_and_the_missing_sheet_are_kept_sealed(stage):
    alone, fetched = inside(stage), inside(stage)
    with pytest.raises(Invalid):
        go(stage, alone, "self_exit", witness=" ")
    go(stage, alone, "self_exit", witness="王同志在场")
    row = ExitRecord.objects.get(stay=alone)
    assert (opened(row, "witness_sealed"), opened(row, "sheet_reason_sealed")) == ("王同志在场", "")
    go(stage, fetched, "fetched", receiver="姐姐", sheet_reason="纸质件存档")
    assert opened(ExitRecord.objects.get(stay=fetched), "sheet_reason_sealed") == "纸质件存档"
    assert "王同志" not in str(journal.history(subject=alone.id)[0].payload)


@pytest.mark.parametrize("who", ["crew", "operator", "leader", "clerk_a", "auditor"])
def test_who_may_not_discharge(stage, who):
    stay = inside(stage)
    with pytest.raises(Forbidden):
        go(stage, stay, "self_exit", by=getattr(stage, who))
    assert Stay.objects.get(id=stay.id).state == "admitted"
