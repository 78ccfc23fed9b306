from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class Post(models.Model):
    """A desk that must be manned, such as `rescue.hotline`, for a region. Plans name it by `code`.

    It is manned every day from `opens` to `closes`, Shanghai time, over midnight if `closes` is the earlier; both equal
    means around the clock. `with_leader`: a leader must be on shift beside whoever sits there.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "region", "unit", "code", "title", "opens", "closes", "with_leader", "active", "set_up_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="duty_posts")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=40)
    opens = models.TimeField()
    closes = models.TimeField()
    with_leader = models.BooleanField()
    active = models.BooleanField(default=True)
    set_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], condition=Q(active=True), name="duty_post_once_in_a_unit"),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z]+\.[a-z][a-z0-9_]*$"), name="duty_post_code_plain"),
        ]
        indexes = [models.Index(fields=["region", "code"], name="duty_post_region")]

    def __str__(self) -> str:
        return self.title

    @property
    def around_the_clock(self) -> bool:
        return self.opens == self.closes

    @property
    def over_midnight(self) -> bool:
        return self.closes <= self.opens
