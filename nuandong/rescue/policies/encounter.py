"""What the category of a person allows: how an encounter may end, and what must be done before it does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from nuandong.kernel.errors import DomainError, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.errors_station import required, unknown_code, wrong_state
from nuandong.rescue.kinds_encounter import BAND_CATEGORY, GONE, LEFT_OUTSIDE, TAKEN, Outcome
from nuandong.rescue.models import Encounter
from nuandong.rescue.reference_station import Category, categories, station
from nuandong.rescue.states.encounter import ENCOUNTER, EncounterState


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an encounter is to end. `kit`: goods given or turned down, `given`: taken; `seen`: there are photos;
    `told`: departments already told; `note`: words about the ending."""

    outcome: Outcome
    willing: bool | None
    legal_ground: str = ""
    ground_by: str = ""
    medically_cleared: bool = False
    confirmed_by: UUID | None = None
    guardian: str = ""
    kit: bool = False
    given: bool = False
    leaflet: bool = False
    hospital: UUID | None = None
    tracker: UUID | None = None
    seen: bool = False
    note: str = ""
    told: frozenset[str] = frozenset()


def settled_categories(codes: Collection[str], age_band: str) -> list[str]:
    """The codes in the order of the list, with the one the age band makes. Raises Invalid for one nobody knows."""
    known = categories()
    for code in codes:
        if code not in known:
            raise unknown_code("categories", _("人员类别"), code)
    wanted = {*codes, *([BAND_CATEGORY[age_band]] if age_band in BAND_CATEGORY else [])}
    if {"minor", "able_adult"} <= wanted or {"minor", "beggar_adult"} <= wanted:
        raise Invalid(
            "rescue.minor_and_adult",
            _("同一个人不能既是未成年人又是成年人。"),
            _("请核对年龄段和人员类别；拿不准时按未成年人保护。"),
            field="categories",
        )
    return [code for code in known if code in wanted]


def can_end(encounter: Encounter, ending: Ending) -> bool:
    """Whether the encounter may end so."""
    return refusal(encounter.categories, encounter.state, ending, severe=encounter.weather_severe) is None


def check_end(encounter: Encounter, ending: Ending) -> None:
    """Raise what forbids the ending; see `refusal`."""
    if (error := refusal(encounter.categories, encounter.state, ending, severe=encounter.weather_severe)) is not None:
        raise error


def refusal(codes: Iterable[str], state: str, ending: Ending, *, severe: bool) -> DomainError | None:
    """Why a person of these categories may not end so, or None. The first rule that speaks answers."""
    if "close_encounter" not in ENCOUNTER[EncounterState(state)]:
        return wrong_state(_("现场救助记录"), str(EncounterState(state).label))
    kinds = {code: categories()[code] for code in codes}
    return (
        _police(kinds, ending)
        or _gone(kinds, ending)
        or _protection(kinds, ending)
        or _will(kinds, ending, severe=severe)
        or _medical(kinds, ending)
        or _papers(ending)
    )


def _police(kinds: dict[str, Category], ending: Ending) -> DomainError | None:
    """RES-041: in danger, or dead: the police first."""
    named = next((kind.title for kind in kinds.values() if kind.police), None)
    if ending.outcome is Outcome.DECEASED:
        named = str(Outcome.DECEASED.label)
    if named is None or "police" in ending.told:
        return None
    return NotNow(
        "rescue.police_first",
        _("涉及“%(category)s”，还没有通报公安机关。"),
        _("请立即拨打110并登记“通报公安机关”，再办结。"),
        field="outcome",
        category=named,
    )


def searched_for(codes: Iterable[str], outcome: Outcome) -> bool:
    """Whether somebody who went away must be searched for (RES-012, RES-014, RES-020)."""
    return outcome in GONE and _in_need(categories()[code] for code in codes)


def _in_need(kinds: Iterable[Category]) -> bool:
    return any(kind.protective or kind.medical or kind.police for kind in kinds)


def _gone(kinds: dict[str, Category], ending: Ending) -> DomainError | None:
    """RES-012: a meeting is no empty place, and whoever needs protection does not end as merely gone."""
    if ending.outcome not in GONE:
        return None
    midway, in_need = ending.outcome is Outcome.LEFT_MIDWAY, _in_need(kinds.values())
    if not midway and (ending.willing is not None or (ending.seen and ending.confirmed_by is None)):
        return Invalid(
            "rescue.was_met",
            _("已登记本人意愿或现场照片，说明见到了人，不能按“到场前已离开”办结。"),
            _("见到后走开的，请选“处置中离开”；照片只拍到空的地点的，请带班领导看过并选择确认人。"),
            field="outcome",
        )
    if (midway or in_need) and not ending.note.strip():
        return Invalid(
            "rescue.search_words",
            _("没有写明查找情况。"),
            _("请写明最后看到的位置、去向和衣着，周边找过哪里、问过谁。"),
            field="note",
        )
    if not midway:
        return None
    if "police" not in ending.told and any(kind.protective and not kind.may_refuse for kind in kinds.values()):
        return NotNow(
            "rescue.police_search",
            _("需要保护的人员走失，还没有请公安机关协助查找。"),
            _("请立即拨打110并登记“通报公安机关”，再办结；系统会安排继续查找。"),
            field="outcome",
        )
    if in_need and ending.confirmed_by is None:
        return Invalid(
            "rescue.gone_unconfirmed",
            _("需要保护或救治的人员离开，须由带班领导确认。"),
            _("请电话报告带班领导，选择确认人后办结；之后继续查找。"),
            field="confirmed_by",
        )
    return None


def _protection(kinds: dict[str, Category], ending: Ending) -> DomainError | None:
    """RES-014, RES-041, 004#8: the protected, and those in danger, are taken along, not left with goods."""
    guarded = [kind for kind in kinds.values() if kind.protective or kind.police]
    if not guarded:
        return None
    title = "、".join(kind.title for kind in guarded)
    if ending.outcome in LEFT_OUTSIDE:
        if any(kind.protective and not kind.may_refuse for kind in guarded):
            return Invalid(
                "rescue.protective",
                _("%(category)s属于保护性救助对象，不能只发物资或按拒绝救助办结。"),
                _("请护送入站、送医或移交公安机关；本人不愿意的，注明医疗、公安或监护人依据。"),
                field="outcome",
                category=title,
            )
        if ending.outcome is Outcome.REFUSED and ending.confirmed_by is None:
            return Invalid(
                "rescue.refusal_unconfirmed",
                _("%(category)s不愿接受救助，须由带班领导确认。"),
                _("请电话报告带班领导，选择确认人后办结；法律不允许强制带离有行为能力的人。"),
                field="confirmed_by",
                category=title,
            )
        if ending.outcome is Outcome.SUPPLIES_ONLY:
            return Invalid(
                "rescue.protective_supplies",
                _("%(category)s不能只发物资办结。"),
                _("请护送入站；本人不愿进站的，按“不愿接受救助”办结并跟踪劝导。"),
                field="outcome",
                category=title,
            )
    if ending.outcome is not Outcome.GUIDED_HOME:
        return None
    if ending.confirmed_by is None and any(kind.police for kind in guarded):
        return Invalid(
            "rescue.home_unconfirmed",
            _("%(category)s回家后可能再受侵害，须由带班领导确认。"),
            _("请先听取公安机关意见并电话报告带班领导，选择确认人；不安全的，护送入站。"),
            field="confirmed_by",
            category=title,
        )
    if not ending.guardian and any(kind.protective for kind in guarded):
        return Invalid(
            "rescue.guardian_missing",
            _("%(category)s不能自行返家。"),
            _("请填写当面接走的监护人或亲属。"),
            field="guardian",
            category=title,
        )
    return None


def _will(kinds: dict[str, Category], ending: Ending, *, severe: bool) -> DomainError | None:
    """Help is voluntary; against somebody's word only with a legal ground (国务院令第381号, RES-015)."""
    if ending.outcome is Outcome.REFUSED and ending.willing is True:
        return Invalid(
            "rescue.willing_refuser",
            _("本人愿意接受救助，不能按拒绝办结。"),
            _("请护送入站；本人改变主意的，把“本人是否愿意”改为“不愿意”。"),
            field="willing",
        )
    if ending.outcome is Outcome.SUPPLIES_ONLY and ending.willing is not False:
        return _supplies_for_the_willing(ending)
    if ending.outcome not in TAKEN or ending.willing is True:
        return None
    if ending.willing is None:
        # Who cannot speak, or must be brought out of the snow now, is asked afterwards.
        if severe or any(kind.protective or kind.medical for kind in kinds.values()):
            return None
        return required("willing", _("本人是否愿意"))
    grounds = station().grounds
    if ending.legal_ground and ending.legal_ground not in grounds:
        return unknown_code("legal_ground", _("法律依据"), ending.legal_ground)
    ground = grounds.get(ending.legal_ground)
    if ground is None or not ground.categories & set(kinds):
        return Invalid(
            "rescue.against_will",
            _("本人不愿意，没有法律依据不能带离：国务院令第381号不允许限制受助人员的人身自由。"),
            _("有行为能力的成年人请劝导、发放物资并跟踪；需保护性救助的，注明医疗、公安或监护人依据及在场人。"),
            field="legal_ground",
        )
    return required("ground_by", _("在场的医生、民警或监护人")) if not ending.ground_by else None


def _supplies_for_the_willing(ending: Ending) -> DomainError:
    """RES-012, RES-023: goods are for those who were asked and would not come."""
    if ending.willing is None:
        return Invalid(
            "rescue.not_asked",
            _("还没有问本人是否愿意进站。"),
            _("请先劝导并询问；愿意的护送入站，只要物资、不愿进站的选“不愿意”。"),
            field="willing",
        )
    return Invalid(
        "rescue.willing_left_outside",
        _("本人愿意接受救助，不能只发物资办结。"),
        _("请护送入站；本人只要物资、不愿进站的，把“本人是否愿意”改为“不愿意”。"),
        field="willing",
    )


def _medical(kinds: dict[str, Category], ending: Ending) -> DomainError | None:
    """RES-020: treat first, rescue afterwards."""
    ill = [kind.title for kind in kinds.values() if kind.medical]
    if ill and not ending.medically_cleared and ending.outcome in LEFT_OUTSIDE:
        if ending.outcome is Outcome.REFUSED and ending.confirmed_by is not None:
            return None  # the law lets a lucid adult turn the doctor down as well
        return Invalid(
            "rescue.doctor_first",
            _("%(category)s应先救治后救助，不能未经医生检查就留在原地。"),
            _(
                "请先拨打120或送医；医生现场检查后勾选“可以不送医”。本人清醒并拒绝就医的，报告带班领导，按“不愿接受救助”办结。"
            ),
            field="medically_cleared",
            category="、".join(ill),
        )
    if ill and ending.outcome in {Outcome.TO_STATION, Outcome.GUIDED_HOME} and not ending.medically_cleared:
        return Invalid(
            "rescue.hospital_first",
            _("%(category)s应先救治后救助。"),
            _("请先拨打120或送医；医生现场检查认为可以入站的，勾选“医生已现场检查，可以不送医”。"),
            field="medically_cleared",
            category="、".join(ill),
        )
    if ending.outcome is Outcome.TO_HOSPITAL:
        if ending.hospital is None:
            return required("hospital", _("医院"))
        if ending.tracker is None:
            return required("tracker", _("跟踪人"))
    return None


def _papers(ending: Ending) -> DomainError | None:
    """RES-017: who stays outside gets goods and the ways to ask for help."""
    if ending.outcome not in LEFT_OUTSIDE:
        return None
    if not ending.kit:
        return Invalid(
            "rescue.kit_missing",
            _("没有登记发放御寒物资。"),
            _("请选择物资存放点发放；本人连物资也不要的，勾选“本人不要物资”。"),
            field="store",
        )
    if ending.outcome is Outcome.SUPPLIES_ONLY and not ending.given:
        return Invalid(
            "rescue.supplies_declined",
            _("本人没有收下物资，不能按“现场发放物资”办结。"),
            _("请选择物资存放点发放；本人什么都不要的，按“不愿接受救助”办结并跟踪劝导。"),
            field="declined",
        )
    if ending.outcome is Outcome.REFUSED and not ending.leaflet:
        return Invalid(
            "rescue.leaflet_missing",
            _("没有留下求助方式。"),
            _("请留下求助卡或宣传单，并勾选“已留求助卡或宣传单”。"),
            field="leaflet",
        )
    return None
