from nuandong.web.models.knock import Knock

__all__ = ["Knock"]
