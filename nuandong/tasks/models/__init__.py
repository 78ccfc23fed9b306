from nuandong.tasks.models.task import Task
from nuandong.tasks.models.task_file import TaskFile
from nuandong.tasks.models.work_record import WorkRecord

__all__ = ["Task", "TaskFile", "WorkRecord"]
