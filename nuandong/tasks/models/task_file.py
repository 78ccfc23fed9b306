from django.db import models

from nuandong.machine.access import Scoped


class TaskFile(models.Model):
    """A photo that shows how far a task is or that it is done."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "task", "file", "added_at", "added_by"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    task = models.ForeignKey("tasks.Task", on_delete=models.PROTECT, related_name="files")
    file = models.UUIDField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["task", "id"], name="tasks_file_task")]
