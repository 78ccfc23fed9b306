"""A notice that hangs, and an objection to a household on it."""

from datetime import datetime
from uuid import UUID, uuid4

from nuandong.kernel.actors import Actor
from nuandong.relief import noticing
from nuandong.relief.actions.file_objection import file_objection
from nuandong.relief.actions.post_notice import post_notice
from nuandong.relief.models import Notice, Objection, Pack
from nuandong.relief.preparing import prepare_notices


def hung(by: Actor, pack: Pack, photo: UUID, now: datetime) -> Notice:
    """The first notice of a pack whose households are assessed."""
    first, *_rest = prepare_notices(pack=pack, step="assess", by=by, now=now)
    return post_notice(by=by, now=now, notice=first.id, photo=photo, phone="0851-1234567")


def objected(by: Actor, notice: Notice, now: datetime) -> Objection:
    line = notice.lines.order_by("place").first()
    assert line is not None
    code = noticing.code_for(uuid4())
    return file_objection(
        by=by, now=now, line=line.id, words="人口不实", contact="13900000000", code=code, counter=True
    )
