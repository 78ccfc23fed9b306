"""Pairs of acts that one person may not do in one case."""

from dataclasses import replace

import pytest

from nuandong.kernel.errors import Forbidden
from nuandong.kernel.ids import new_id
from nuandong.org import separation
from nuandong.org.models import CaseAct
from tests.cast import NOW

pytestmark = pytest.mark.django_db
CASE, OTHER_CASE = new_id(NOW), new_id(NOW)
RECORD, COUNTERSIGN = "rescue.encounter.record", "rescue.encounter.countersign"


@pytest.mark.parametrize(
    ("why", "before", "who", "case", "act", "allowed"),
    [
        ("nothing before", [], "head", CASE, COUNTERSIGN, True),
        ("another person recorded", [("crew", RECORD)], "head", CASE, COUNTERSIGN, True),
        ("he recorded it himself", [("head", RECORD)], "head", CASE, COUNTERSIGN, False),
        ("the other way round", [("head", COUNTERSIGN)], "head", CASE, RECORD, False),
        ("he recorded another case", [("head", RECORD)], "head", OTHER_CASE, COUNTERSIGN, True),
        ("the same act again", [("head", RECORD)], "head", CASE, RECORD, True),
        ("an act in no pair", [("head", RECORD)], "head", CASE, "rescue.clue.close", True),
    ],
)
def test_one_person_one_side_of_a_pair(cast, why, before, who, case, act, allowed):
    for somebody, done in before:
        separation.note_act(by=getattr(cast, somebody), case=CASE, act=done, now=NOW)
    actor, acts = getattr(cast, who), CaseAct.objects.count()
    assert separation.can_act(actor, case=case, act=act) is allowed
    if allowed:
        separation.note_act(by=actor, case=case, act=act, now=NOW)
        assert CaseAct.objects.filter(case=case, act=act, staff=actor.staff).count() == 1
    else:
        with pytest.raises(Forbidden, match="复核"):
            separation.note_act(by=actor, case=case, act=act, now=NOW)
        assert CaseAct.objects.count() == acts


def test_the_signer_counts_not_the_typist(cast):
    clerk = cast.clerk_a
    signed = replace(clerk, staff=cast.crew.staff)
    separation.note_act(by=signed, case=CASE, act=RECORD, now=NOW)
    assert separation.can_act(clerk, case=CASE, act=COUNTERSIGN)
    assert not separation.can_act(cast.crew, case=CASE, act=COUNTERSIGN)
