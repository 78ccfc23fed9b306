from nuandong.outbox.models.message import Message, State

__all__ = ["Message", "State"]
