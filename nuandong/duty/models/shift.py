from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from nuandong.duty.states import MANNED, ShiftState
from nuandong.machine.access import Scoped

_HOLDS = Q(state__in=[state.value for state in MANNED])


class Shift(models.Model):
    """Somebody at a post, or in charge of a team, for a time `period` [from, until).

    A shift that ends early gives the rest of its period back, so that whoever relieves it fits in. `vehicle` is the
    one the roster assigns; what was really driven stands in VehicleUse.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id",
            "region",
            "post",
            "team",
            "staff",
            "leader",
            "vehicle",
            "period",
            "state",
            "started_at",
            "ended_at",
            "relieves",
            "planned_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    post = models.ForeignKey("duty.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="shifts")
    team = models.ForeignKey("duty.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="shifts")
    staff = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="shifts")
    leader = models.BooleanField(default=False)
    vehicle = models.ForeignKey("duty.Vehicle", null=True, blank=True, on_delete=models.PROTECT, related_name="shifts")
    period = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=ShiftState, default=ShiftState.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    relieves = models.OneToOneField(
        "duty.Shift", null=True, blank=True, on_delete=models.PROTECT, related_name="relieved_by"
    )
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True, team__isnull=False, leader=False)
                | Q(post__isnull=False, team__isnull=True, vehicle__isnull=True),
                name="duty_shift_post_or_team",
            ),
            models.CheckConstraint(condition=Q(state__in=ShiftState.values), name="duty_shift_state_known"),
            models.CheckConstraint(
                condition=Q(state=ShiftState.STARTED, started_at__isnull=False, ended_at__isnull=True)
                | Q(state=ShiftState.ENDED, started_at__isnull=False, ended_at__gte=F("started_at"))
                | (~Q(state__in=["started", "ended"]) & Q(started_at__isnull=True, ended_at__isnull=True)),
                name="duty_shift_times_fit_state",
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False),
                name="duty_shift_period_bounded",
            ),
            ExclusionConstraint(
                name="duty_shift_one_person_once",
                expressions=[("staff", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=_HOLDS,
            ),
            ExclusionConstraint(
                name="duty_shift_one_team_once",
                expressions=[("team", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=_HOLDS,
            ),
            ExclusionConstraint(
                name="duty_shift_one_vehicle_once",
                expressions=[("vehicle", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=_HOLDS,
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state"], name="duty_shift_region"),
            models.Index(fields=["staff", "state"], name="duty_shift_staff"),
        ]
