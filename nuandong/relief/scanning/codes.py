"""What a sheet's code says: which kind of sheet, of which record or place. Nothing personal; nobody can make one up."""

import base64
import hmac
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.vault import api as vault

_PREFIX: Final = "ND1"
_PURPOSE: Final = "relief.sheet"
_UUID, _REGION, _SIGN = 16, 5, 6
"""Bytes of each part."""


class SheetKind(models.TextChoices):
    """Kinds of sheets; those of a place name the season and the place, the others a record."""

    APPLICATION = "application-approval", _("救助申请审批表")
    MINUTES = "minutes", _("民主评议记录")
    PACK = "village-pack", _("村级上报材料")
    POSTER = "poster", _("公示")
    RECEIPT = "receipt", _("救助物资领取单")
    VILLAGE_LIST = "village-payment-list", _("村发放表")
    PAYMENT_APPROVAL = "payment-approval", _("发放审批表")
    TOWNSHIP_NOTICE = "township-notice", _("乡镇公示表")
    ROSTER = "payment-roster", _("发放花名册")
    COUNTY_APPROVAL = "county-approval", _("县级审批表")
    STATISTICS = "need-statistics", _("救助统计表")
    ALLOCATION = "fund-allocation", _("资金分配表")
    LEDGER = "official-ledger", _("救助人口一览表")
    PERSONS = "person-ledger", _("人员台账")
    TRAINING = "training", _("培训签到表")
    DECISION = "decision", _("审定名单")
    PAYOUT = "payout", _("资金发放批次")
    DESTRUCTION = "destruction", _("个人信息销毁清册")


OF_RECORD: Final = frozenset(
    {
        SheetKind.APPLICATION,
        SheetKind.MINUTES,
        SheetKind.PACK,
        SheetKind.POSTER,
        SheetKind.TRAINING,
        SheetKind.DECISION,
        SheetKind.PAYOUT,
        SheetKind.DESTRUCTION,
    }
)
_LETTERS: Final = dict(zip("AMPNGVYWRCSDLETXFU", SheetKind, strict=True))
_BY_KIND: Final = {kind: letter for letter, kind in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Target:
    """A record's id, or a season's with a place (12-digit code; 0 where the record has its own)."""

    kind: SheetKind
    subject: UUID
    region: int = 0


def code_of(target: Target) -> str:
    """The words of the sheet's QR code: letters and digits alone."""
    body = target.subject.bytes + target.region.to_bytes(_REGION, "big")
    letter = _BY_KIND[target.kind]
    return f"{_PREFIX}{letter}{base64.b32encode(body + _sign(letter, body)).decode().rstrip('=')}"


def target_of(text: str) -> Target | None:
    """What a code names; None for one that is none of ours."""
    letter, rest = text[len(_PREFIX) : len(_PREFIX) + 1], text[len(_PREFIX) + 1 :]
    if not text.startswith(_PREFIX) or letter not in _LETTERS or len(text) > 60:
        return None
    try:
        data = base64.b32decode(rest + "=" * (-len(rest) % 8))
    except ValueError:
        return None
    body = data[:-_SIGN]
    if len(body) != _UUID + _REGION or not hmac.compare_digest(data[-_SIGN:], _sign(letter, body)):
        return None
    return Target(_LETTERS[letter], UUID(bytes=body[:_UUID]), int.from_bytes(body[_UUID:], "big"))


def _sign(letter: str, body: bytes) -> bytes:
    return vault.blind(_PURPOSE, letter + body.hex())[:_SIGN]
