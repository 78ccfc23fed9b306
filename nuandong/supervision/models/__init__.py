from nuandong.supervision.models.draw import Draw
from nuandong.supervision.models.draw_pick import DrawPick
from nuandong.supervision.models.finding import Finding
from nuandong.supervision.models.visit import Visit
from nuandong.supervision.models.visit_file import VisitFile

__all__ = ["Draw", "DrawPick", "Finding", "Visit", "VisitFile"]
