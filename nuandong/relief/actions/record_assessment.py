from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from nuandong.files.storing import store_photo
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import freezes, hands, limits, moving
from nuandong.relief.events.applying import MeetingHeld
from nuandong.relief.lookups import season_of
from nuandong.relief.models import Application, Meeting, Objection, Pack, Season, Vote
from nuandong.relief.policies_applying import (
    ASSESS,
    Ballot,
    check_all_in,
    check_amounts,
    check_ballots,
    check_many,
    check_place,
    check_quorum,
)
from nuandong.relief.preparing import prepare_notices
from nuandong.relief.steps import ObjectionState, PackState, Step
from nuandong.vault import api as vault

MEETING = "relief_meeting"
VOTE = "relief_vote"
PURPOSE = "relief.meeting"
PLACE_LIMIT, MINUTES_LIMIT, NAMES_LIMIT, NAME_LIMIT, OPINION_LIMIT = 80, 5_000, 4_000, 50, 300


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting as it was held. `attendance` has a name in each line, `chair` is one of them; pictures as bytes."""

    held_at: datetime
    place: str
    invited: int
    attendance: str
    chair: str
    minutes: str = ""
    photos: Sequence[bytes] = ()
    pages: Sequence[bytes] = ()


@transaction.atomic
def record_assessment(
    *,
    by: Actor,
    now: datetime,
    season: UUID,
    region: int,
    session: Session,
    ballots: Mapping[UUID, Ballot],
    objection: UUID | None = None,
) -> Meeting:
    """Write down a village's democratic assessment (村评): who came, how they voted on each household, minutes, photos.

    Supported households go into the village's open pack and their notices are prepared; the others end with the
    explanation. About an objection only its household is voted on, and nothing moves: the answer follows. Raises
    NotFound, Forbidden (kin, another step), OutOfScope, Invalid (quorum, votes, explanation), NotNow.
    Source: DIS-020, DIS-025, DIS-026.
    """
    of = season_of(season)
    permissions.check(by, ASSESS, region=region)
    check_place(of, region)
    freezes.check_not_frozen([region], of.year)
    check_many(len(ballots))
    rows = list(Application.objects.select_for_update().filter(id__in=ballots, season=of, region=region).order_by("id"))
    present = len(_names(session))
    check_quorum(of, invited=session.invited, present=present)
    check_ballots(rows, ballots, present)
    about = _objection(objection, rows) if objection else None
    if about is None:
        check_all_in(rows, "support")
        check_amounts(rows)
        limits.check_reasoned(of, [one for one in rows if ballots[one.id].supported])
    hands.note(rows, Step.ASSESS, by=by, now=now)
    meeting = _meeting(of, region, session, about, by=by, now=now)
    _votes(meeting, rows, ballots, now)
    supported = [one.id for one in rows if ballots[one.id].supported]
    rejected = [one.id for one in rows if not ballots[one.id].supported]
    payload = MeetingHeld(
        season=of.id,
        invited=meeting.invited,
        present=meeting.present,
        supported=supported,
        rejected=rejected,
        objection=objection,
    )
    journal.record(payload, by=by, now=now, acted_at=meeting.held_at, region=region, subject=meeting.id)
    if about is None:
        _move(meeting, supported, rejected, by=by, now=now)
    return meeting


def _move(meeting: Meeting, supported: Sequence[UUID], rejected: Sequence[UUID], *, by: Actor, now: datetime) -> None:
    moving.move(rejected, "reject", now=now)
    if supported:
        pack = open_pack(meeting.season, meeting.region, now)
        moving.move(supported, "support", now=now, pack=pack)
        prepare_notices(pack=pack, step="assess", by=by, now=now, only=supported)


def open_pack(of: Season, region: int, now: datetime) -> Pack:
    """The pack of a village that is being put together; a new one where there is none."""
    Season.objects.select_for_update().get(id=of.id)
    packs = Pack.objects.filter(season=of, region=region)
    if (found := packs.filter(state=PackState.OPEN).first()) is not None:
        return found
    number = (packs.aggregate(last=Max("number"))["last"] or 0) + 1
    return Pack.objects.create(id=new_id(now), region=region, season=of, number=number)


def _names(session: Session) -> list[str]:
    text = clean_text(session.attendance, NAMES_LIMIT, field="attendance")
    names = [name.strip() for line in text.splitlines() for name in line.replace("，", "、").split("、")]
    return [name for name in names if name]


def _chair(session: Session, names: Sequence[str]) -> str:
    chair = clean_line(session.chair, NAME_LIMIT, field="chair")
    if not chair:
        raise Invalid("relief.meeting_chair", _("没有填写主持人。"), _("请填写主持评议会的人。"), field="chair")
    if chair not in names:
        raise Invalid(
            "relief.meeting_chair_absent",
            _("主持人不在到会人员里。"),
            _("请把主持人也写进到会人员，姓名要一样。"),
            field="chair",
        )
    return chair


def _objection(identity: UUID, rows: Sequence[Application]) -> Objection:
    found = Objection.objects.filter(id=identity, state=ObjectionState.OPEN).first()
    if found is None or [one.id for one in rows] != [found.application_id]:
        raise NotFound("relief.no_objection", _("没有找到待答复的异议。"), _("请从异议页面打开。"))
    return found


def _meeting(
    of: Season, region: int, session: Session, about: Objection | None, *, by: Actor, now: datetime
) -> Meeting:
    place = clean_line(session.place, PLACE_LIMIT, field="place")
    if not place:
        raise Invalid("relief.meeting_place", _("没有填写地点。"), _("请填写，如“村委会会议室”。"), field="place")
    if session.held_at > now:
        raise Invalid("relief.meeting_future", _("会议时间还没有到。"), _("开过以后再登记。"), field="held_at")
    identity = new_id(now)
    names = _names(session)
    minutes = clean_text(session.minutes, MINUTES_LIMIT, field="minutes")

    def kept(pictures: Sequence[bytes]) -> list[UUID]:
        return [store_photo(by=by, now=now, region=region, data=one, purpose=PURPOSE) for one in pictures]

    return Meeting.objects.create(
        id=identity,
        region=region,
        season=of,
        objection=about,
        held_at=session.held_at,
        place=place,
        invited=session.invited,
        present=len(names),
        attendance_sealed=vault.seal(MEETING, "attendance_sealed", identity, "\n".join(names)),
        minutes_sealed=vault.seal(MEETING, "minutes_sealed", identity, minutes) if minutes else None,
        chair_sealed=vault.seal(MEETING, "chair_sealed", identity, _chair(session, names)),
        recorded_by=by.staff,
        recorded_at=now,
        photos=kept(session.photos),
        minutes_files=kept(session.pages),
    )


def _votes(meeting: Meeting, rows: Sequence[Application], ballots: Mapping[UUID, Ballot], now: datetime) -> None:
    made = []
    for one in rows:
        ballot, identity = ballots[one.id], new_id(now)
        opinion = clean_text(ballot.opinion, OPINION_LIMIT, field=f"opinion_{one.id.hex}")
        made.append(
            Vote(
                id=identity,
                region=one.region,
                meeting=meeting,
                application=one,
                yes=ballot.yes,
                no=ballot.no,
                abstained=ballot.abstained,
                supported=ballot.supported,
                opinion_sealed=vault.seal(VOTE, "opinion_sealed", identity, opinion) if opinion else None,
            )
        )
    Vote.objects.bulk_create(made, batch_size=500)
