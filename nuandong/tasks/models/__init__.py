from nuandong.tasks.models.work_record import WorkRecord

__all__ = ["WorkRecord"]
