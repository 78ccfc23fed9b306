"""How an encounter may end: the category decides what is allowed (RES-012 to RES-020, 国务院令第381号)."""

import pytest

from nuandong.kernel.ids import new_id
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.rescue.policies.encounter import Ending, refusal, searched_for
from tests.cast import NOW

SOMEBODY = new_id(NOW)
KIT = {"kit": True, "leaflet": True}
HOSPITAL = {"hospital": SOMEBODY, "tracker": SOMEBODY}
MEDICAL = {"legal_ground": "medical", "ground_by": "急救医生"}
GUARDIAN = {"legal_ground": "guardian", "ground_by": "监护人"}
WORDS = {"note": "向河滩方向跑开，桥洞和广场都找过"}
POLICE_TOLD = {"told": frozenset({"police"})}
OK = None

# categories, how it ends, whether willing, what else is told → code of the refusal, or OK
TABLE = [
    # Minors, the critically ill, people with suspected mental disorder or without self-care are never left with goods.
    ("minor", "supplies_only", False, KIT, "rescue.protective"),
    ("minor", "refused", False, KIT, "rescue.protective"),
    ("critical", "refused", False, KIT, "rescue.protective"),
    ("mental_suspect", "supplies_only", None, KIT, "rescue.protective"),
    ("no_self_care", "refused", False, KIT, "rescue.protective"),
    ("intellectual", "refused", False, KIT, "rescue.protective"),
    ("minor elderly", "refused", False, {**KIT, "confirmed_by": SOMEBODY}, "rescue.protective"),
    ("minor", "to_station", True, {}, OK),
    # Whoever went away before anybody met him is searched for where he needs protection; a meeting is no empty place.
    ("able_adult", "left_before", None, {}, OK),
    ("able_adult", "left_before", True, {}, "rescue.was_met"),
    ("able_adult", "left_before", None, {"seen": True}, "rescue.was_met"),
    ("able_adult", "left_before", None, {"seen": True, "confirmed_by": SOMEBODY}, OK),
    ("able_adult", "left_before", False, {"confirmed_by": SOMEBODY}, "rescue.was_met"),
    ("minor", "left_before", None, {}, "rescue.search_words"),
    ("critical", "left_before", None, {}, "rescue.search_words"),
    ("drunk", "left_before", None, {"note": " "}, "rescue.search_words"),
    ("minor", "left_before", None, WORDS, OK),
    ("minor trafficking_suspect", "left_before", None, WORDS, "rescue.police_first"),
    ("minor trafficking_suspect", "left_before", None, {**WORDS, **POLICE_TOLD}, OK),
    # Whoever ran off while he was being helped is searched for, by the police as well; nobody was left alone in silence.
    ("able_adult", "left_midway", True, {}, "rescue.search_words"),
    ("able_adult", "left_midway", True, WORDS, OK),
    ("elderly", "left_midway", True, WORDS, "rescue.gone_unconfirmed"),
    ("drunk", "left_midway", None, WORDS, "rescue.gone_unconfirmed"),
    ("elderly", "left_midway", False, {**WORDS, "confirmed_by": SOMEBODY}, OK),
    ("minor", "left_midway", True, {**WORDS, "confirmed_by": SOMEBODY}, "rescue.police_search"),
    ("minor", "left_midway", True, {**WORDS, **POLICE_TOLD}, "rescue.gone_unconfirmed"),
    ("minor", "left_midway", True, {**WORDS, **POLICE_TOLD, "confirmed_by": SOMEBODY}, OK),
    # The lucid old and disabled may refuse, once the leader has confirmed it; goods alone are not an ending for them.
    ("elderly", "refused", False, KIT, "rescue.refusal_unconfirmed"),
    ("elderly", "refused", False, {**KIT, "confirmed_by": SOMEBODY}, OK),
    ("disabled", "supplies_only", True, KIT, "rescue.protective_supplies"),
    # Nobody is taken along against his word without a ground, and a ground must fit.
    ("able_adult", "to_station", False, {}, "rescue.against_will"),
    ("able_adult", "to_station", False, MEDICAL, "rescue.against_will"),
    ("beggar_adult", "to_police", False, {}, "rescue.against_will"),
    ("elderly", "to_station", False, GUARDIAN, "rescue.against_will"),
    ("minor", "to_station", False, {}, "rescue.against_will"),
    ("minor", "to_station", False, {"legal_ground": "guardian"}, "rescue.required"),
    ("minor", "to_station", False, GUARDIAN, OK),
    ("minor", "to_station", False, {"legal_ground": "whim", "ground_by": "甲"}, "rescue.code_unknown"),
    ("critical", "to_hospital", False, HOSPITAL, "rescue.against_will"),
    ("critical", "to_hospital", False, {**HOSPITAL, **MEDICAL}, OK),
    ("beggar_adult", "to_station", True, {}, OK),
    ("able_adult", "to_station", None, {}, "rescue.required"),
    ("able_adult", "refused", True, KIT, "rescue.willing_refuser"),
    # Treat first, rescue afterwards.
    ("drunk", "to_station", True, {}, "rescue.hospital_first"),
    ("injured", "guided_home", True, {}, "rescue.hospital_first"),
    ("infectious_suspect", "to_station", True, {"medically_cleared": True}, OK),
    ("sudden_illness", "to_hospital", None, {}, "rescue.required"),
    ("sudden_illness", "to_hospital", None, {"hospital": SOMEBODY}, "rescue.required"),
    ("sudden_illness", "to_hospital", None, HOSPITAL, OK),
    ("mental_suspect", "to_station", None, {}, "rescue.hospital_first"),
    # In danger, or dead: the police at once.
    ("trafficking_suspect", "to_station", True, {}, "rescue.police_first"),
    ("trafficking_suspect", "to_station", True, POLICE_TOLD, OK),
    ("domestic_violence_suspect", "guided_home", True, {}, "rescue.police_first"),
    ("", "deceased", None, {}, "rescue.police_first"),
    ("", "deceased", None, POLICE_TOLD, OK),
    # Whoever stays outside gets goods and the ways to ask for help.
    ("able_adult", "refused", False, {}, "rescue.kit_missing"),
    ("able_adult", "refused", False, {"kit": True}, "rescue.leaflet_missing"),
    ("able_adult", "refused", False, KIT, OK),
    ("migrant_worker", "supplies_only", False, {}, "rescue.kit_missing"),
    ("migrant_worker", "supplies_only", False, {"kit": True, "given": True}, OK),
    ("migrant_worker", "supplies_only", False, {"kit": True}, "rescue.supplies_declined"),
    # Goods alone are for those who were asked and would not come.
    ("able_adult", "supplies_only", True, KIT, "rescue.willing_left_outside"),
    ("able_adult", "supplies_only", None, KIT, "rescue.not_asked"),
    # Nobody ill is left behind without a doctor; a lucid adult may turn him down, and a leader knows.
    ("injured infectious_suspect", "supplies_only", False, KIT, "rescue.doctor_first"),
    ("injured", "supplies_only", False, {**KIT, "confirmed_by": SOMEBODY}, "rescue.doctor_first"),
    ("injured", "supplies_only", False, {**KIT, "given": True, "medically_cleared": True}, OK),
    ("sudden_illness drunk", "refused", None, KIT, "rescue.doctor_first"),
    ("drunk", "refused", False, {**KIT, "medically_cleared": True}, OK),
    ("drunk", "refused", False, {**KIT, "confirmed_by": SOMEBODY}, OK),
    # Somebody in danger is no case for goods, nor for home, after one call to the police.
    ("domestic_violence_suspect", "supplies_only", False, {**KIT, **POLICE_TOLD}, "rescue.protective_supplies"),
    ("domestic_violence_suspect", "refused", False, {**KIT, **POLICE_TOLD}, "rescue.refusal_unconfirmed"),
    ("domestic_violence_suspect", "refused", False, {**KIT, **POLICE_TOLD, "confirmed_by": SOMEBODY}, OK),
    ("domestic_violence_suspect", "guided_home", True, POLICE_TOLD, "rescue.home_unconfirmed"),
    ("domestic_violence_suspect", "guided_home", True, {**POLICE_TOLD, "confirmed_by": SOMEBODY}, OK),
    ("minor trafficking_suspect", "refused", False, {**KIT, **POLICE_TOLD}, "rescue.protective"),
    # A protected person does not walk home alone.
    ("elderly", "guided_home", True, {}, "rescue.guardian_missing"),
    ("elderly", "guided_home", True, {"guardian": "女儿"}, OK),
    ("able_adult", "guided_home", True, {}, OK),
]


@pytest.mark.parametrize(
    ("categories", "outcome", "willing", "told", "refused"),
    TABLE,
    ids=[f"{row[0] or 'nobody'}-{row[1]}-{n}" for n, row in enumerate(TABLE)],
)
def test_what_a_category_allows(categories, outcome, willing, told, refused):
    error = refusal(categories.split(), "open", Ending(outcome=Outcome(outcome), willing=willing, **told), severe=False)
    assert (error.code if error else None) == refused


def test_in_severe_weather_rescue_comes_before_the_question():
    ending = Ending(outcome=Outcome.TO_STATION, willing=None)
    assert refusal(["able_adult"], "open", ending, severe=True) is None
    assert refusal(["able_adult"], "open", ending, severe=False).field == "willing"


def test_a_closed_encounter_stays_closed():
    assert (
        refusal([], "closed", Ending(outcome=Outcome.LEFT_BEFORE, willing=None), severe=False).code
        == "rescue.wrong_state"
    )


@pytest.mark.parametrize(
    ("categories", "outcome", "searched"),
    [
        ("minor", "left_before", True),
        ("drunk", "left_midway", True),
        ("domestic_violence_suspect", "left_before", True),
        ("able_adult", "left_midway", False),
        ("minor", "to_station", False),
    ],
)
def test_who_is_searched_for(categories, outcome, searched):
    assert searched_for(categories.split(), Outcome(outcome)) is searched


def test_the_refusal_names_the_law():
    error = refusal(["able_adult"], "open", Ending(outcome=Outcome.TO_STATION, willing=False), severe=False)
    assert "381" in str(error)
