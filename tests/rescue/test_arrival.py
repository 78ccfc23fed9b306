"""At the door: who brought whom, what is handed over in writing (RES-019), and what a voucher may cost."""

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.rescue.actions.arrive_at_station import Brought
from nuandong.rescue.papers import paper
from nuandong.rescue.policies.door import Coming, handover_refusal
from nuandong.rescue.policies.voucher import check_voucher
from tests.cast import NOW
from tests.rescue import station
from tests.rescue.station import arrive

OK = None
STATION = {"unit": "东门派出所"}

# brought by, age in years, flags, what else is told → code of the refusal, or OK
TABLE = [
    ("police", 40, "", {}, "rescue.escort_unit"),
    ("urban_management", 40, "", {"unit": " "}, "rescue.escort_unit"),
    ("hospital", 40, "", {}, "rescue.escort_unit"),
    ("station", 40, "", {}, "rescue.escort_unit"),
    ("police", 40, "", STATION, OK),
    ("police", None, "", STATION, OK),
    ("police", 17, "", STATION, "rescue.handover_sheet"),
    ("police", 18, "", STATION, OK),
    ("police", 59, "", STATION, OK),
    ("urban_management", 60, "", STATION, "rescue.handover_sheet"),
    ("station", 40, "disabled", STATION, "rescue.handover_sheet"),
    ("hospital", 40, "no_self_care", STATION, "rescue.handover_sheet"),
    ("police", 40, "pregnant", STATION, OK),
    ("police", 12, "", {**STATION, "sheet": True}, OK),
    ("police", 12, "", {**STATION, "sheet_later": "另有警情，次日送来"}, OK),
    ("police", 12, "", {**STATION, "sheet_later": "  "}, "rescue.handover_sheet"),
    # Who comes by himself, with a passer-by, or with our own patrol (whose record is the encounter) brings no paper.
    ("self", 12, "", {}, OK),
    ("citizen", 75, "no_self_care", {}, OK),
    ("patrol", 12, "disabled", {}, OK),
]


@pytest.mark.parametrize(("brought_by", "age", "flags", "told", "refused"), TABLE)
def test_what_a_hand_over_needs(brought_by, age, flags, told, refused):
    error = handover_refusal(Coming(brought_by=brought_by, age=age, flags=flags.split(), **told))
    assert (error.code if error else None) == refused
    assert error is None or error.field in {"brought_unit", "handover_sheet"}


@pytest.fixture
def stage(db, cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def test_the_police_bring_a_boy_with_a_sheet_or_say_when_it_comes(stage):
    with pytest.raises(Invalid) as refused:
        arrive(stage, birth_year=2014, brought=Brought(by="police", unit="东门派出所"))
    assert refused.value.field == "handover_sheet"
    later = Brought(by="police", unit="东门派出所", sheet_later="另有警情")
    stay = arrive(stage, birth_year=2014, brought=later)
    (event,) = journal.history(subject=stay.id, kinds={"rescue.person_arrived"})
    assert event.payload["sheet_later"] is True
    assert journal.texts([event.id])[event.id]["sheet_later"] == "另有警情"
    lines = {line.code: line.value for line in paper("handover_sheet", stay=stay.id, by=stage.head, now=NOW).lines}
    assert (lines["escort"], lines["features"], lines["number"]) == ("东门派出所", "", stay.number)
    with_sheet = arrive(stage, birth_year=2014, brought=Brought(by="police", unit="东门派出所", sheet=new_id(NOW)))
    assert with_sheet.handover_sheet is not None


@pytest.mark.parametrize(
    ("voucher", "to", "fen", "code"),
    [
        ("", "", 0, OK),
        ("train", "遵义", 3_950, OK),
        ("train", "北京西", 200_000, OK),
        ("train", "北京西", 200_001, "rescue.voucher_limit"),
        ("train", "北京西", 10**12, "rescue.voucher_limit"),
        ("train", "遵义", -1, "rescue.voucher_fen"),
        ("", "", 500, "rescue.voucher_fen"),
        ("train", " ", 500, "rescue.required"),
        ("plane", "北京", 500, "rescue.code_unknown"),
    ],
)
def test_what_a_voucher_may_cost(voucher, to, fen, code):
    if code is OK:
        check_voucher(voucher, to=to, fen=fen)
        return
    with pytest.raises(Invalid) as refused:
        check_voucher(voucher, to=to, fen=fen)
    assert refused.value.code == code
