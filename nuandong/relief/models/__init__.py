from nuandong.relief.models.account_change import AccountChange
from nuandong.relief.models.allocation import Allocation
from nuandong.relief.models.application import Application
from nuandong.relief.models.archive import Archive
from nuandong.relief.models.archive_paper import ArchivePaper
from nuandong.relief.models.bank_file import BankFile
from nuandong.relief.models.card_seen import CardSeen
from nuandong.relief.models.ceiling import Ceiling
from nuandong.relief.models.check_run import CheckRun
from nuandong.relief.models.decision import Decision
from nuandong.relief.models.destruction import Destruction
from nuandong.relief.models.destruction_item import DestructionItem
from nuandong.relief.models.entitled_person import EntitledPerson
from nuandong.relief.models.entitlement import Entitlement
from nuandong.relief.models.evaluation import Evaluation
from nuandong.relief.models.finding import Finding
from nuandong.relief.models.freeze import Freeze
from nuandong.relief.models.funds import Funds
from nuandong.relief.models.hand import Hand
from nuandong.relief.models.hand_out import HandOut
from nuandong.relief.models.instalment import Instalment
from nuandong.relief.models.kinship import Kinship
from nuandong.relief.models.ledger_columns import LedgerColumns
from nuandong.relief.models.ledger_copy import LedgerCopy
from nuandong.relief.models.ledger_file import LedgerFile
from nuandong.relief.models.ledger_row import LedgerRow
from nuandong.relief.models.meeting import Meeting
from nuandong.relief.models.money_return import MoneyReturn
from nuandong.relief.models.need import Need
from nuandong.relief.models.notice import Notice
from nuandong.relief.models.notice_line import NoticeLine
from nuandong.relief.models.objection import Objection
from nuandong.relief.models.outside_entry import OutsideEntry
from nuandong.relief.models.outside_list import OutsideList
from nuandong.relief.models.pack import Pack
from nuandong.relief.models.payout import Payout
from nuandong.relief.models.payout_line import PayoutLine
from nuandong.relief.models.sample_check import SampleCheck
from nuandong.relief.models.scan import Scan
from nuandong.relief.models.season import Season
from nuandong.relief.models.share import Share
from nuandong.relief.models.signature import Signature
from nuandong.relief.models.trainee import Trainee
from nuandong.relief.models.training import Training
from nuandong.relief.models.tranche import Tranche
from nuandong.relief.models.vote import Vote
from nuandong.relief.models.write_off import WriteOff

__all__ = [
    "AccountChange",
    "Allocation",
    "Application",
    "Archive",
    "ArchivePaper",
    "BankFile",
    "CardSeen",
    "Ceiling",
    "CheckRun",
    "Decision",
    "Destruction",
    "DestructionItem",
    "EntitledPerson",
    "Entitlement",
    "Evaluation",
    "Finding",
    "Freeze",
    "Funds",
    "Hand",
    "HandOut",
    "Instalment",
    "Kinship",
    "LedgerColumns",
    "LedgerCopy",
    "LedgerFile",
    "LedgerRow",
    "Meeting",
    "MoneyReturn",
    "Need",
    "Notice",
    "NoticeLine",
    "Objection",
    "OutsideEntry",
    "OutsideList",
    "Pack",
    "Payout",
    "PayoutLine",
    "SampleCheck",
    "Scan",
    "Season",
    "Share",
    "Signature",
    "Trainee",
    "Training",
    "Tranche",
    "Vote",
    "WriteOff",
]
