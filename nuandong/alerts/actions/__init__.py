from nuandong.alerts.actions.end import end_warning
from nuandong.alerts.actions.expire import expire_due
from nuandong.alerts.actions.locate import locate_warning
from nuandong.alerts.actions.receive import Receipt, receive
from nuandong.alerts.actions.record import HeardFrom, record_by_form

__all__ = ["HeardFrom", "Receipt", "end_warning", "expire_due", "locate_warning", "receive", "record_by_form"]
