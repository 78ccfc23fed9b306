"""Who acted in which step of a case: noted once, refused in words where the database would refuse it anyway."""

from collections.abc import Sequence
from datetime import datetime

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Application, Hand, Kinship
from nuandong.relief.steps import Step


def note(applications: Sequence[Application], step: Step, *, by: Actor, now: datetime) -> None:
    """Note that the actor acted in a step of each; noting the same again changes nothing. Three queries for any number.

    Raises Forbidden where he acted in another step of one of them, or declared kin in one of the households.
    """
    check(applications, step, by=by)
    ids = [one.id for one in applications]
    known = set(
        Hand.objects.filter(application__in=ids, staff=by.staff, step=step).values_list("application", flat=True)
    )
    Hand.objects.bulk_create(
        (
            Hand(id=new_id(now), region=one.region, application=one, staff=by.staff, step=step, at=now)
            for one in applications
            if one.id not in known
        ),
        batch_size=1000,
    )


def check(applications: Sequence[Application], step: Step, *, by: Actor) -> None:
    """Raise Forbidden as `note` would, and change nothing: whether a button works."""
    ids = [one.id for one in applications]
    others = Hand.objects.filter(application__in=ids, staff=by.staff).exclude(step=step)
    if (other := others.select_related("application").first()) is not None:
        raise Forbidden(
            "relief.two_steps",
            _("您已经在“%(step)s”里办过 %(head)s 户，不能再办这一步。"),
            _("请由另一位同事办理；同一户的四步不能由同一人办两步。"),
            step=str(Step(other.step).label),
            head=other.application.head_masked,
        )
    kin = Kinship.objects.filter(
        household__in=[one.household_id for one in applications], staff=by.staff, ended_at=None
    ).first()
    if kin is not None:
        heads = {one.household_id: one.head_masked for one in applications}
        raise Forbidden(
            "relief.kin",
            _("您申报过 %(head)s 户是近亲属，不能经办。"),
            _("请回避，由另一位同事办理。"),
            head=heads[kin.household_id],
        )
