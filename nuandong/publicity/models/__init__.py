from nuandong.publicity.models.announcement import Announcement
from nuandong.publicity.models.opinion import Opinion

__all__ = ["Announcement", "Opinion"]
