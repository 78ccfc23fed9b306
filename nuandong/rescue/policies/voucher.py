"""Travel vouchers: which, where to, and how dear."""

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.errors_station import required, unknown_code
from nuandong.rescue.kinds_stay import Voucher
from nuandong.rescue.reference_station import station


def check_voucher(voucher: str, *, to: str, fen: int) -> None:
    """A voucher has a kind, a destination and a price (fen) within the limit. Raises Invalid. Source: facts 2.2."""
    if voucher not in Voucher.values:
        raise unknown_code("voucher", _("乘车凭证"), voucher)
    if voucher and not to.strip():
        raise required("voucher_to", _("到达站"))
    if fen < 0 or (fen and not voucher):
        raise Invalid("rescue.voucher_fen", _("乘车凭证金额不对。"), _("请核对金额和凭证种类。"), field="voucher_fen")
    limit = station().leaving.voucher_limit_fen
    if fen > limit:
        raise Invalid(
            "rescue.voucher_limit",
            _("一张乘车凭证最多 %(limit)d 元。"),
            _("请核对票价（单位是元）；确实更贵的，改走普通列车或分段购票。"),
            field="voucher_fen",
            limit=limit // 100,
        )
