from nuandong.reports.models.blank import Blank
from nuandong.reports.models.blank_edition import BlankEdition
from nuandong.reports.models.blank_filling import BlankFilling
from nuandong.reports.models.blank_mapping import BlankMapping
from nuandong.reports.models.figure import Figure
from nuandong.reports.models.inspection_pack import InspectionPack
from nuandong.reports.models.issue import Issue
from nuandong.reports.models.issue_copy import IssueCopy
from nuandong.reports.models.national_difference import NationalDifference
from nuandong.reports.models.national_import import NationalImport
from nuandong.reports.models.national_order import NationalOrder
from nuandong.reports.models.national_serial import NationalSerial
from nuandong.reports.models.report import Report

__all__ = [
    "Blank",
    "BlankEdition",
    "BlankFilling",
    "BlankMapping",
    "Figure",
    "InspectionPack",
    "Issue",
    "IssueCopy",
    "NationalDifference",
    "NationalImport",
    "NationalOrder",
    "NationalSerial",
    "Report",
]
