"""Whether a household may apply, be assessed, handed up, reviewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nuandong.geo.codes import Level, at_level, level_of, span
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Application, CardSeen, Meeting, Pack, Season
from nuandong.relief.moving import can_move
from nuandong.relief.policies_deciding import check_open
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import ApplicationState, PackState

SEE: Final = "relief.application.see"
REPORT: Final = "relief.application.report"
ASSESS: Final = "relief.application.assess"
SUBMIT: Final = "relief.application.submit"
REVIEW: Final = "relief.application.review"
_REVISABLE: Final = (ApplicationState.REPORTED, ApplicationState.RETURNED)
MAX_HOMES: Final = 2_000
"""Of one act."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """How a meeting voted about one household. `opinion` says why, where it is not supported."""

    yes: int
    no: int = 0
    abstained: int = 0
    opinion: str = ""

    @property
    def supported(self) -> bool:
        return self.yes > self.no + self.abstained


def struck(season: Season, region: int) -> bool:
    """Whether households of a place may apply in a season: after a new disaster those of the places it struck."""
    return not season.places or any(span(place).contains(region) for place in season.places)


def check_place(season: Season, region: int) -> None:
    """Raise NotNow for a closed season, Invalid for a household of no village of its county, or not struck."""
    check_open(season)
    if not struck(season, region):
        raise Invalid(
            "relief.not_struck",
            _("这一户所在的村不在这次受灾的范围里。"),
            _("确实受灾的，请县级或乡镇另行登记。"),
            field="household",
        )
    if level_of(region) != Level.VILLAGE or at_level(region, Level.COUNTY) != season.region:
        raise Invalid(
            "relief.not_of_season",
            _("这一户不属于这个年度的县。"),
            _("请先在家庭登记里把所在村填对。"),
            field="household",
        )


def check_region(season: Season, region: int) -> None:
    """Raise NotNow for a closed season or one after a disaster, of which no ledger tells; Invalid for a place that is
    no village or township of its county."""
    check_open(season)
    if season.follows_id is not None:
        raise NotNow(
            "relief.no_ledger_of_disaster",
            _("临时救助不从台账转入：台账记的是本年度的需要。"),
            _("请逐户登记这次受灾的户。"),
        )
    if level_of(region) not in {Level.VILLAGE, Level.TOWNSHIP} or at_level(region, Level.COUNTY) != season.region:
        raise Invalid(
            "relief.place_not_of_season",
            _("这里不是这个年度的村或乡镇。"),
            _("请选择本县的一个村或乡镇。"),
            field="region",
        )


def check_revisable(application: Application) -> None:
    """Raise NotNow once the village has assessed it."""
    if application.state not in _REVISABLE:
        raise NotNow(
            "relief.not_revisable",
            _("这户现在是“%(state)s”，不能修改。"),
            _("确需修改的，请上一级退回补正。"),
            state=str(ApplicationState(application.state).label),
        )


def can_revise(application: Application) -> bool:
    return application.state in _REVISABLE


def check_withdrawable(application: Application) -> None:
    """Raise NotNow for one that has ended, is decided, or stands on a list of the county."""
    if not can_move(application.state, "withdraw") or application.decision_id is not None:
        raise NotNow(
            "relief.not_withdrawable",
            _("这户现在不能撤回。"),
            _("已在县级审定名单里的，请县级先移出名单；已审定的，请按异议处理。"),
        )


def check_card_open(application: Application) -> None:
    """Raise NotNow once a household has left its village: what was handed up with it stays as it is."""
    check_open(application.season)
    if application.state not in {*_REVISABLE, ApplicationState.ASSESSED}:
        raise NotNow(
            "relief.card_late", _("这户已经上报，不能再核对银行卡。"), _("账号不对的，发放时更正，或请上一级退回补正。")
        )


def can_see_card(application: Application) -> bool:
    return application.season.closed_at is None and application.state in {*_REVISABLE, ApplicationState.ASSESSED}


def check_reopenable(application: Application) -> None:
    """Raise NotNow unless it was supported and nothing followed: no notice of it has been posted."""
    lines = application.notice_lines.filter(removed_at=None, notice__posted_at__isnull=False)
    if application.state != ApplicationState.ASSESSED or lines.exists():
        raise NotNow("relief.not_reopenable", _("评议结果已经公示或上报，不能撤销。"), _("有问题请按异议处理。"))


def check_undoable(application: Application) -> None:
    """Raise NotNow unless the township passed it and nothing followed: no notice of the pass has been posted."""
    codes = [rule.code for rule in procedure_of(application.season).after("review")]
    lines = application.notice_lines.filter(removed_at=None, notice__posted_at__isnull=False, notice__code__in=codes)
    if application.state != ApplicationState.REVIEWED or lines.exists():
        raise NotNow(
            "relief.not_undoable", _("审核结果已经公示或上报，不能撤销。"), _("确有问题的，请退回补正或按异议处理。")
        )


def check_quorum(season: Season, *, invited: int, present: int) -> None:
    """Raise Invalid when fewer came than the procedure of the season asks for (DIS-020)."""
    if not 1 <= present <= invited:
        raise Invalid("relief.meeting_present", _("到会人数不对。"), _("应在 1 和应到人数之间。"), field="present")
    quorum = procedure_of(season).quorum
    if present * 100 < invited * quorum:
        raise Invalid(
            "relief.meeting_quorum",
            _("应到 %(invited)d 人，到会 %(present)d 人，不足 %(quorum)d%%，评议无效。"),
            _("请重新召集，人数够了再评议。"),
            field="present",
            invited=invited,
            present=present,
            quorum=quorum,
        )


def check_ballots(applications: Sequence[Application], ballots: Mapping[UUID, Ballot], present: int) -> None:
    """Raise Invalid: no household, votes that are not those present, no reason where one is not supported."""
    if not ballots or len(applications) != len(ballots):
        raise Invalid("relief.meeting_nobody", _("没有评议任何一户。"), _("请至少填写一户的票数。"))
    for one in applications:
        ballot = ballots[one.id]
        votes = (ballot.yes, ballot.no, ballot.abstained)
        if min(votes) < 0 or sum(votes) != present:
            raise Invalid(
                "relief.meeting_votes",
                _("%(head)s 户的票数合计 %(sum)d，到会 %(present)d 人。"),
                _("同意、不同意、弃权相加应等于到会人数。"),
                field=f"yes_{one.id.hex}",
                head=one.head_masked,
                sum=sum(votes),
                present=present,
            )
        if not ballot.supported and not ballot.opinion.strip():
            raise Invalid(
                "relief.meeting_opinion",
                _("%(head)s 户评议未通过，没有写明理由。"),
                _("请写明理由，并向本人说明。"),
                field=f"opinion_{one.id.hex}",
                head=one.head_masked,
            )


def check_amounts(applications: Sequence[Application]) -> None:
    """Raise Invalid when the facts of one are not whole, so that there is no amount to assess."""
    if (one := next((one for one in applications if one.amount_fen is None), None)) is not None:
        raise Invalid(
            "relief.facts_incomplete",
            _("%(head)s 户的情况没有填齐，还算不出金额。"),
            _("请先补填标准要问的各项，再评议。"),
            head=one.head_masked,
        )


def check_all_in(applications: Sequence[Application], act: str) -> None:
    """Raise NotNow when an act cannot be done with one of them now."""
    for one in applications:
        if not can_move(one.state, act):
            raise NotNow(
                "relief.case_not_now",
                _("%(head)s 户现在是“%(state)s”，不能这样办理。"),
                _("请刷新页面查看。"),
                head=one.head_masked,
                state=str(ApplicationState(one.state).label),
            )


def missing_papers(pack: Pack) -> list[str]:
    """What a village pack still lacks (DIS-026): each in words. A scan added to the pack stands for one of them."""
    rows = pack.applications.filter(state=ApplicationState.ASSESSED).values("id")
    if not rows.exists():
        return [_("名单里没有评议通过的户")]
    meetings = Meeting.objects.filter(votes__application__in=rows, objection=None).distinct()
    scans = []
    if any(not one.minutes_files for one in meetings):
        scans.append(_("会议记录签字页照片"))
    if any(not one.photos for one in meetings):
        scans.append(_("评议会照片"))
    return scans[len(pack.papers) :]


def cards_missing(applications: Sequence[Application]) -> list[Application]:
    """Those whose card nobody has seen (DIS-026); one query."""
    ids = [one.id for one in applications]
    seen = set(CardSeen.objects.filter(application__in=ids).values_list("application", flat=True))
    return [one for one in applications if one.id not in seen]


def check_cards(applications: Sequence[Application]) -> None:
    """Raise NotNow while the card of one of the households has not been seen."""
    if left := cards_missing(applications):
        raise NotNow(
            "relief.cards_missing",
            _("有 %(count)d 户没有核对银行卡，例如 %(head)s。"),
            _("请打开这户，看过卡或存折，拍照登记。"),
            count=len(left),
            head=left[0].head_masked,
        )


def check_papers(pack: Pack) -> None:
    """Raise NotNow that names the papers which are missing."""
    if lacking := missing_papers(pack):
        raise NotNow(
            "relief.pack_papers",
            _("上报材料还缺：%(lacking)s。"),
            _("补齐以后再上报。"),
            lacking=tuple(lacking),
        )


def pack_of(identity: UUID, *, by: Actor, lock: bool = False) -> Pack:
    """A pack of a village that the actor sees. Raises NotFound."""
    rows = Pack.objects.select_for_update(of=("self",)) if lock else Pack.objects
    found = rows.select_related("season").filter(id=identity).first()
    if found is None or not by.sees(found.region):
        raise NotFound("relief.no_pack", _("没有找到这份村级材料。"), _("请从列表中打开。"))
    return found


def check_pack(pack: Pack, state: PackState) -> None:
    """Raise NotNow unless a pack is in a state."""
    if pack.state != state:
        raise NotNow(
            "relief.pack_not_now",
            _("这份材料现在是“%(now)s”，不能这样办理。"),
            _("请刷新页面查看。"),
            now=str(PackState(pack.state).label),
        )


def check_reason(why: str) -> str:
    """The reason, trimmed. Raises Invalid without one."""
    if not why.strip():
        raise Invalid("relief.no_reason", _("没有填写理由。"), _("请写明，对方会看到。"), field="why")
    return why.strip()[:500]


def check_many(count: int) -> None:
    """Raise Invalid for an act over more households than one event can name."""
    if count > MAX_HOMES:
        raise Invalid("relief.too_many", _("一次最多办理 %(most)d 户。"), _("请分几次办理。"), most=MAX_HOMES)
