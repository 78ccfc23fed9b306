from nuandong.supplies.models.balance import Balance
from nuandong.supplies.models.item import Item
from nuandong.supplies.models.kit import Kit
from nuandong.supplies.models.kit_line import KitLine
from nuandong.supplies.models.minimum import Minimum
from nuandong.supplies.models.movement import Movement
from nuandong.supplies.models.store import Store
from nuandong.supplies.models.transfer import Transfer
from nuandong.supplies.models.transfer_line import TransferLine

__all__ = ["Balance", "Item", "Kit", "KitLine", "Minimum", "Movement", "Store", "Transfer", "TransferLine"]
