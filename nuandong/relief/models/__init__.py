from nuandong.relief.models.ledger_columns import LedgerColumns
from nuandong.relief.models.ledger_file import LedgerFile
from nuandong.relief.models.ledger_row import LedgerRow
from nuandong.relief.models.need import Need

__all__ = ["LedgerColumns", "LedgerFile", "LedgerRow", "Need"]
