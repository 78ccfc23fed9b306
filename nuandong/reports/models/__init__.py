from nuandong.reports.models.figure import Figure

__all__ = ["Figure"]
