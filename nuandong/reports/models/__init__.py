from nuandong.reports.models.figure import Figure
from nuandong.reports.models.report import Report

__all__ = ["Figure", "Report"]
