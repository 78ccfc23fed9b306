from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.plans.schema import Strength
from nuandong.tasks.states import OPEN, OriginKind, TaskState

_STRENGTHS = [strength.value for strength in Strength]
_ENDED = Q(state__in=[TaskState.DONE, TaskState.ACCEPTED])


class Task(models.Model):
    """A piece of work one unit gives another, with a time by which and what has to come of it."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"title", "deliverable"})
    harmless = frozenset(
        {
            "id",
            "region",
            "unit",
            "responsible",
            "giver",
            "assigned_by",
            "assigned_at",
            "due_at",
            "first_due_at",
            "origin",
            "origin_of",
            "origin_code",
            "strength",
            "state",
            "progress",
            "received_at",
            "received_by",
            "completed_at",
            "completed_by",
            "decided_at",
            "decided_by",
            "explained_event",
            "reminded",
            "nobody_left_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """Where the work is; inside the region of the owner."""
    unit = models.UUIDField()
    """The owner (责任单位)."""
    responsible = models.UUIDField(null=True)
    """Who of the owner's people answers for it, where one was named."""
    giver = models.UUIDField()
    """The unit that gave it, and that accepts it."""
    assigned_by = models.UUIDField()
    assigned_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    deliverable = models.CharField(max_length=300, blank=True, default="")
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    """The time it was given with; `due_at` is later once it was extended."""
    origin = models.CharField(max_length=10, choices=OriginKind)
    origin_of = models.UUIDField(null=True)
    origin_code = models.CharField(max_length=130, blank=True, default="")
    strength = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.ASSIGNED)
    progress = models.PositiveSmallIntegerField(default=0)
    """Percent, as the owner says."""
    received_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    """Accepted, returned or recalled; the last of them."""
    decided_by = models.UUIDField(null=True)
    explained_event = models.UUIDField(null=True)
    """The event in which the owner said why it is late; the words lie in its sidecar."""
    reminded = models.PositiveSmallIntegerField(default=0)
    """How many of the reminders of library/work/reminders.yaml went out for `due_at`."""
    nobody_left_at = models.DateTimeField(null=True)
    """Since when the ladder of leaders is at its end without anybody confirming."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin_of", "origin_code", "unit"],
                condition=Q(origin=OriginKind.PLAN),
                name="tasks_task_of_a_plan_once",
            ),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="tasks_task_state_known"),
            models.CheckConstraint(condition=Q(origin__in=OriginKind.values), name="tasks_task_origin_known"),
            models.CheckConstraint(condition=Q(strength__in=_STRENGTHS), name="tasks_task_strength_known"),
            models.CheckConstraint(condition=~Q(title=""), name="tasks_task_titled"),
            models.CheckConstraint(
                condition=Q(origin=OriginKind.MANUAL, origin_of=None) | Q(origin_of__isnull=False),
                name="tasks_task_origin_named",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("first_due_at")), name="tasks_task_due_only_later"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="tasks_task_percent"),
            models.CheckConstraint(
                condition=~_ENDED
                | Q(completed_at__isnull=False, completed_by__isnull=False, received_at__isnull=False),
                name="tasks_task_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.ACCEPTED) | ~Q(decided_by=F("completed_by")),
                name="tasks_task_accepted_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "due_at", "id"], name="tasks_task_region_due"),
            models.Index(fields=["unit", "due_at"], name="tasks_task_unit_due"),
            models.Index(fields=["origin_of"], name="tasks_task_origin"),
            models.Index(fields=["due_at"], condition=Q(state__in=OPEN), name="tasks_task_open_due"),
        ]

    def __str__(self) -> str:
        return self.title
