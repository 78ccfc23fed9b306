from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import Level, at_level, validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.callers import open_words, seal_text
from nuandong.rescue.details import WORDS, ClueDetails
from nuandong.rescue.events.clue import ClueSupplemented
from nuandong.rescue.informants import ringing
from nuandong.rescue.lookups import clue_of, raced_on
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import RUNNING


@transaction.atomic
def supplement_clue(*, by: Actor, now: datetime, clue: UUID, details: ClueDetails, region: int | None = None) -> Clue:
    """Add to a running clue what the caller or somebody else says later; what is not said stays as it was.

    Words are added below the earlier ones; hints replace the earlier ones if any are given. `region` (12-digit code)
    moves the clue within its county as long as no team was sent. Raises NotFound, Forbidden, OutOfScope, Invalid, and
    Conflict for a clue that has ended. Source: product C1.
    """
    found = clue_of(clue)
    permissions.check(by, "rescue.clue.receive", region=found.region)
    place = details.chosen_place()
    columns = details.columns(found.id, place)
    added = clean_text(details.words, WORDS, field="words")
    if added:
        earlier = open_words(found)
        whole = clean_text(f"{earlier}\n{added}" if earlier else added, 5 * WORDS, field="words")
        columns["words_sealed"] = seal_text("words_sealed", found.id, whole)
    given = {name: value for name, value in columns.items() if value not in (None, "", [])}
    if details.remote is None and place is None:
        del given["remote"]
    if region is not None and region != found.region:
        given["region"] = _moved(found, region, by)
    if caller := ringing(given.get("caller_blind"), region=found.region, at=found.acted_at):
        given["informant"] = caller
    if not given:
        raise Invalid("rescue.nothing_new", _("没有填写任何补充内容。"), _("请填写要补充的内容。"), field="words")
    if Clue.objects.filter(id=found.id, state__in=RUNNING).update(**given) != 1:
        raise raced_on(found.id)
    changed = clue_of(found.id)
    fields = sorted(
        {name.removesuffix("_sealed").removesuffix("_id").removesuffix("_masked") for name in given}
        - {"caller_blind", "informant"}
    )
    journal.record(
        ClueSupplemented(fields=fields, remote=changed.remote, hints=changed.hints),
        by=by,
        now=now,
        region=changed.region,
        subject=changed.id,
        text={"words": added} if added else None,
    )
    return changed


def _moved(clue: Clue, region: int, by: Actor) -> int:
    validate(region, field="region")
    permissions.check(by, "rescue.clue.receive", region=region)
    if at_level(region, Level.COUNTY) != at_level(clue.region, Level.COUNTY) or clue.dispatches.exists():
        raise Invalid(
            "rescue.clue_moves_far",
            _("线索只能在本县内、派出队伍之前更改地点区划。"),
            _("外县的线索请用“移交”。"),
            field="region",
        )
    return region
