from nuandong.commands.models.command import Command

__all__ = ["Command"]
