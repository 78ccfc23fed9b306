"""Who acted in which step of a case: noted once, refused in words where the database would refuse it anyway."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import connection

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.ids import ids_as_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.planner import among
from nuandong.relief.models import Application, Hand, Kinship
from nuandong.relief.steps import Step

_NOTED: Final = (
    "INSERT INTO relief_hand (staff, step, at, id, region, application_id) "
    "SELECT %s, %s, %s, v.* FROM unnest(%s::uuid[], %s::bigint[], %s::uuid[]) AS v"
)


def note(applications: Sequence[Application], step: Step, *, by: Actor, now: datetime) -> None:
    """Note that the actor acted in a step of each; noting the same again changes nothing. Three queries for any number.

    Raises Forbidden where he acted in another step of one of them, or declared kin in one of the households.
    """
    check(applications, step, by=by)
    before = Hand.objects.filter(among("application", [one.id for one in applications]), staff=by.staff, step=step)
    known = set(before.values_list("application", flat=True))
    new = [one for one in applications if one.id not in known]
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTED,
            [
                by.staff,
                step,
                now,
                list(islice(ids_as_text(now), len(new))),
                [one.region for one in new],
                [one.id for one in new],
            ],
        )


def check(applications: Sequence[Application], step: Step, *, by: Actor) -> None:
    """Raise Forbidden as `note` would, and change nothing: whether a button works."""
    others = Hand.objects.filter(among("application", [one.id for one in applications]), staff=by.staff)
    others = others.exclude(step=step)
    if (other := others.select_related("application").first()) is not None:
        raise Forbidden(
            "relief.two_steps",
            _("您已经在“%(step)s”里办过 %(head)s 户，不能再办这一步。"),
            _("请由另一位同事办理；同一户的四步不能由同一人办两步。"),
            step=str(Step(other.step).label),
            head=other.application.head_masked,
        )
    kin = Kinship.objects.filter(
        among("household", [one.household_id for one in applications]), staff=by.staff, ended_at=None
    ).first()
    if kin is not None:
        heads = {one.household_id: one.head_masked for one in applications}
        raise Forbidden(
            "relief.kin",
            _("您申报过 %(head)s 户是近亲属，不能经办。"),
            _("请回避，由另一位同事办理。"),
            head=heads[kin.household_id],
        )
