"""A relief season of the demo's village: some households paid, some on the wall with an objection, others waiting."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from nuandong.demo.county import COUNTY
from nuandong.demo.disaster import load_disaster
from nuandong.demo.office import Office
from nuandong.demo.waiting import paper
from nuandong.files.storing import store_photo
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import new_id
from nuandong.kernel.luhn import passes_luhn
from nuandong.org import scope
from nuandong.plans.schema.plan import season_year
from nuandong.relief import amounts, household_kinds, noticing
from nuandong.relief.actions.ask_archive import ask_archive
from nuandong.relief.actions.check_payout import check_payout
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.draft_decision import draft_decision
from nuandong.relief.actions.file_objection import file_objection
from nuandong.relief.actions.freeze_payout import freeze_payout
from nuandong.relief.actions.from_ledger import from_ledger
from nuandong.relief.actions.give_goods import give_goods
from nuandong.relief.actions.hold_training import hold_training
from nuandong.relief.actions.open_season import open_season
from nuandong.relief.actions.plan_goods import plan_goods
from nuandong.relief.actions.plan_payout import plan_payout
from nuandong.relief.actions.post_notice import post_notice
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.actions.record_funds import open_tranche, record_funds
from nuandong.relief.actions.release_payout import release_payout
from nuandong.relief.actions.review_pack import forward_pack, review_pack
from nuandong.relief.actions.revise_application import revise_application
from nuandong.relief.actions.see_card import see_card
from nuandong.relief.actions.send_decision import send_decision
from nuandong.relief.actions.sign_decision import sign_decision
from nuandong.relief.actions.submit_pack import submit_pack
from nuandong.relief.actions.take_down_notice import photograph_notice, take_down_notice
from nuandong.relief.actions.take_scans import take_scans
from nuandong.relief.policies_applying import Ballot
from nuandong.relief.selectors_goods import hand_outs
from nuandong.relief.surveys import Survey
from nuandong.supplies.actions.confirm_transfer import confirm_transfer
from nuandong.supplies.actions.dispatch_goods import dispatch_goods
from nuandong.supplies.actions.open_store import open_store
from nuandong.supplies.goods import Wanted

if TYPE_CHECKING:
    from nuandong.relief.models import Application, Pack, Season
from nuandong.relief.scanning.codes import SheetKind, Target
from nuandong.relief.training import surveyors

PAID: Final = 6
"""How many households of the ledger are paid."""
HANGING: Final = 4
"""How many more hang on a notice."""
COME: Final = 2
"""How many have come for their goods."""
_DAY: Final = timedelta(days=1)
_INVITED: Final = 12
_NAMES: Final = "、".join(("王永福", "李长顺", "张桂兰", "刘正明", "陈家贵", "杨再兴", "吴世芬", "罗国强", "周德海"))
_PHONE: Final = "0851-87000000"


def load_relief(office: Office, start: datetime, as_of: datetime) -> "Season":
    """Within the entered scope, after the ledger of the cadres' village: a season from its opening to the bank."""
    cast = office.actors
    season = _opened(cast["officer"], start)
    _trained(cast["clerk"], season, start + _DAY)
    with scope.enter(cast["cadre"]):
        from_ledger(by=cast["cadre"], now=start + _DAY, season=season.id, region=cast["cadre"].region)
        waiting = list(season.applications.filter(state="reported").order_by("id"))
        first, second = waiting[:PAID], waiting[PAID : PAID + HANGING]
        for one in (*first, *second):
            completed(cast["cadre"], one, start + _DAY)
    pack = assessed(cast["cadre2"], season, first, start + 2 * _DAY)
    hung(cast["cadre2"], pack, start + 2 * _DAY, days=8)
    with scope.enter(cast["cadre2"]):
        for place, one in enumerate(first):
            see_card(
                by=cast["cadre2"],
                now=start + 3 * _DAY,
                application=one.id,
                photo=paper(),
                account=card_number(100 + place),
            )
        submit_pack(by=cast["cadre2"], now=start + 11 * _DAY, pack=pack.id)
    clerk = cast["clerk"]
    with scope.enter(clerk):
        review_pack(by=clerk, now=start + 12 * _DAY, pack=pack.id, passed=[one.id for one in first])
    hung(clerk, pack, start + 12 * _DAY, days=4)
    with scope.enter(clerk):
        forward_pack(by=clerk, now=start + 17 * _DAY, pack=pack.id)
    _decided(cast, season, start + 18 * _DAY)
    _paid(cast, season, start + 20 * _DAY)
    with scope.enter(cast["cadre2"]):
        signed = Target(SheetKind.PACK, pack.id)
        take_scans(by=cast["cadre2"], now=start + 12 * _DAY, files=[("签字页.jpg", paper())], to=signed)
    _given(office, season, start + 21 * _DAY)
    _objected(cast, assessed(cast["cadre2"], season, second, as_of - 3 * _DAY), as_of - 2 * _DAY)
    load_disaster(office, season, first[0], as_of)
    with scope.enter(cast["officer"]):
        # Made by the background as soon as it runs.
        ask_archive(by=cast["officer"], now=as_of, season=season.id, region=cast["cadre"].region)
    return season


def _given(office: Office, season: "Season", now: datetime) -> None:
    """A quilt for each household that was paid, out of a store of the village; some have come for theirs."""
    clerk, keeper, cadre = (office.actors[key] for key in ("clerk", "storekeeper", "cadre"))
    assert office.warehouse is not None
    with scope.enter(clerk):
        plan_goods(by=clerk, now=now, season=season.id, village=cadre.region, item="quilt", each=1, per="household")
    with scope.enter(keeper):
        store = open_store(
            by=keeper, now=now, region=cadre.region, name="社区救助物资点", kind="point", keeper=cadre.staff
        )
        load = dispatch_goods(
            by=keeper, now=now, from_store=office.warehouse, to_store=store.id, lines=[Wanted("quilt", PAID)]
        )
    with scope.enter(cadre):
        confirm_transfer(by=cadre, now=now + _DAY, transfer=load.id)
        for one in hand_outs(cadre, season)[:COME]:
            signature = store_photo(by=cadre, now=now + _DAY, region=one.region, data=paper(), purpose="signature")
            give_goods(
                by=cadre,
                now=now + _DAY,
                hand_out=one.id,
                store=store.id,
                receiver=one.entitlement.counted.get().person_id,
                signature=signature,
            )


def _opened(officer: Actor, now: datetime) -> "Season":
    year = season_year(local_date(now))
    with scope.enter(officer):
        return open_season(
            by=officer,
            now=now,
            region=COUNTY,
            year=year,
            title="冬春救助",
            standard="relief-three-needs",
            standard_on=local_date(now),
            procedure="two-notices",
        )


def _trained(clerk: Actor, season: "Season", now: datetime) -> None:
    """The surveyors of a township before they go; the last of them was away."""
    with scope.enter(clerk):
        *present, absent = surveyors(clerk.region, now)
        hold_training(
            by=clerk,
            now=now,
            season=season.id,
            region=clerk.region,
            held_on=local_date(now),
            place="镇政府三楼会议室",
            content="救助条件和标准、入户要问什么、申请审批表怎么填、近亲属要回避。",
            trainer="镇民政办",
            present=present,
            absent=[absent],
        )


def completed(cadre: Actor, one: "Application", now: datetime) -> None:
    # Of the ledger's households only the head is registered so far; the others come with the survey.
    facts: dict[str, object] = {f"{need}_persons": 1 for need in ("food", "clothing", "heating")}
    lost = min(date(one.season.year, 8, 3), local_date(now))
    survey = Survey("CROP", "none", "秋粮绝收，存粮不够过冬", lost.isoformat(), "FOOD", "BOTH")
    asked = household_kinds.asked(amounts.asked(one.season))
    kind = household_kinds.likely(asked, "", one.category).code or "general"
    revise_application(
        by=cadre,
        now=now,
        application=one.id,
        version=one.version,
        persons=1,
        facts=facts | {household_kinds.COLUMN: kind},
        survey=survey,
        category=one.category,
    )


def assessed(cadre: Actor, season: "Season", homes: Sequence["Application"], now: datetime) -> "Pack":
    session = Session(
        held_at=now - timedelta(hours=3),
        place="村委会会议室",
        invited=_INVITED,
        attendance=_NAMES,
        chair=_NAMES.split("、")[0],
        minutes="逐户通报摸排情况，到会代表举手表决。",
        photos=[paper()],
        pages=[paper()],
    )
    present = len(_NAMES.split("、"))
    with scope.enter(cadre):
        ballots = {one.id: Ballot(yes=present) for one in homes}
        record_assessment(by=cadre, now=now, season=season.id, region=cadre.region, session=session, ballots=ballots)
        found: Pack = season.packs.get(state="open", region=cadre.region)
    return found


def hung(by: Actor, pack: "Pack", now: datetime, *, days: int) -> None:
    """Whatever is prepared for a pack: posted, photographed on its last day, taken down."""
    with scope.enter(by):
        for notice in list(pack.notices.filter(state="prepared")):
            _posted(by, notice, now)
            down = now + days * _DAY
            photo = store_photo(by=by, now=down, region=notice.region, data=paper(), purpose="relief.notice")
            photograph_notice(by=by, now=down, notice=notice.id, photo=photo)
            take_down_notice(by=by, now=down, notice=notice.id)


def _posted(by: Actor, notice: Any, now: datetime) -> None:
    photo = store_photo(by=by, now=now, region=notice.region, data=paper(), purpose="relief.notice")
    post_notice(by=by, now=now, notice=notice.id, photo=photo, phone=_PHONE)


def _decided(cast: dict[str, Actor], season: "Season", now: datetime) -> None:
    officer, boss = cast["officer"], cast["boss"]
    with scope.enter(officer):
        draft = draft_decision(by=officer, now=now, season=season.id)
        sent = send_decision(by=officer, now=now, decision=draft.id)
    with scope.enter(boss):
        sign_decision(by=boss, now=now + timedelta(hours=2), decision=draft.id, seen=sent.list_hash)


def _paid(cast: dict[str, Actor], season: "Season", now: datetime) -> None:
    """A funds document, a tranche, and a payout that lies with the bank."""
    officer, boss, finance = cast["officer"], cast["boss"], cast["finance"]
    day = local_date(now)
    with scope.enter(officer):
        money = record_funds(
            by=officer,
            now=now,
            season=season.id,
            number=f"县财社〔{day.year}〕108号",
            title="中央自然灾害救灾资金（冬春救助）",
            source="central",
            amount_fen=30_000_000,
            issued_on=day - 5 * _DAY,
            received_on=day,
        )
        part = open_tranche(by=officer, now=now, funds=money.id, reason="首批资金到位")
        remark = "冬春救灾补助"
        payout = plan_payout(by=officer, now=now, tranche=part.id, region=COUNTY, layout="standard-xlsx", remark=remark)
        cards = {
            one.id: correct_line(by=officer, now=now, line=one.id, account=card_number(one.serial), reason="核对社保卡")
            for one in payout.lines.order_by("serial")
        }
    with scope.enter(boss):
        for card in cards.values():
            confirm_account(by=boss, now=now, change=card.id)
    with scope.enter(officer):
        freeze_payout(by=officer, now=now, payout=payout.id)
    with scope.enter(boss):
        check_payout(by=boss, now=now + timedelta(hours=1), payout=payout.id, seen=0)
    with scope.enter(finance):
        release_payout(by=finance, now=now + timedelta(hours=2), payout=payout.id)


def card_number(number: int) -> str:
    """An invented card number of 19 digits whose last one fits."""
    start = f"62284800000000{number:04d}"
    return next(start + str(last) for last in range(10) if passes_luhn(start + str(last)))


def _objected(cast: dict[str, Actor], pack: "Pack", now: datetime) -> None:
    """The next households hang on the wall; somebody objects to one of them at the counter."""
    cadre = cast["cadre2"]
    with scope.enter(cadre):
        notice = pack.notices.get(state="prepared")
        _posted(cadre, notice, now)
        line = notice.lines.get(place=1)
        file_objection(
            by=cadre,
            now=now + _DAY,
            line=line.id,
            words="这家有人在外务工，收入稳定，请再核实。",
            code=noticing.code_for(new_id(now)),
            counter=True,
        )
