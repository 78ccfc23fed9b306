"""The forms of leaving: asking for a signature, signing, the exit itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.rescue.actions.discharge import Leaving
from nuandong.rescue.kinds_stay import Voucher
from nuandong.rescue.reference_station import exits, reasons_for, station
from nuandong.web.fields import moment_field, photo_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import line_field
from nuandong.web.pages.stays.forms_care import FEN, fen, yuan_field
from nuandong.web.wording import said

PHOTOS = ("statement_photo", "handover_sheet", "cash_receipt")
"""Uploads that become file ids before the exit is recorded."""
_JOURNEY = ("voucher", "voucher_from", "voucher_to", "voucher_yuan", "cash_yuan", "cash_receipt")


class AskForm(PageForm):
    reason = words_field(_("申请理由"), help_text=_("带班领导凭此签批。"))
    sheet_photo = photo_field(_("书面申请照片"))


class DecideForm(PageForm):
    approve = forms.TypedChoiceField(
        label=_("签批"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = words_field(_("意见"), rows=2, help_text=_("不同意时必须写明理由。"))
    sheet_photo = photo_field(_("签字的纸质申请照片"))


class LeaveForm(PageForm):
    """One way of leaving; only the fields that belong to it are there."""

    reason = forms.ChoiceField(label=_("原因"), widget=forms.RadioSelect)
    receiver = line_field(_("接领人或接收单位"), help_text=_("写明姓名、与本人关系或接收单位、联系方式。"))
    note = words_field(_("情况说明"), rows=2)
    statement_photo = photo_field(_("本人签名的声明书照片"))
    witness = line_field(_("见证人"), help_text=_("没有签名的声明书时填写；不得因未签字阻拦离站。"))
    handover_sheet = photo_field(_("交接表照片"))
    sheet_reason = line_field(_("没有交接表的原因"))
    voucher = forms.ChoiceField(label=_("乘车凭证"), choices=Voucher.choices, required=False)
    voucher_from = line_field(_("乘车站"))
    voucher_to = line_field(_("到达站"))
    voucher_yuan = yuan_field(_("票价（元）"))
    cash_yuan = yuan_field(_("短途车费现金（元）"))
    cash_receipt = photo_field(_("现金签收单照片"))
    belongings_to = line_field(_("物品代领人"), help_text=_("本人领取时留空。保管的物品随离站一并返还。"))
    acted_at = moment_field(_("离站时间"), help_text=_("不填为现在。"))

    def __init__(self, *args: Any, exit_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = station().leaving.cash_limit_fen // FEN
        self.fields["cash_yuan"].help_text = _("原则上不发现金；最多 %(limit)d 元，凭签收单。") % {"limit": limit}
        self.fields["reason"].choices = [(code, said(title)) for code, title in reasons_for(exit_code).items()]  # type: ignore[attr-defined]
        exit_kind = exits()[exit_code]
        gone: list[str] = []
        if not exit_kind.reason:
            gone.append("reason")
        if not exit_kind.receiver:
            gone += ["receiver", "handover_sheet", "sheet_reason"]
        if not exit_kind.alone:
            gone.append("statement_photo")
        if not exit_kind.statement:
            gone.append("witness")
        if exit_kind.absent or not (exit_kind.alone or exit_kind.receiver):
            gone += [*_JOURNEY, "belongings_to"]
        for name in gone:
            del self.fields[name]

    @staticmethod
    def leaving(exit_code: str, data: dict[str, Any]) -> Leaving:
        """What was typed, with file ids in the place of the uploads."""
        return Leaving(
            exit=exit_code,
            reason=data.get("reason", ""),
            note=data["note"],
            receiver=data.get("receiver", ""),
            statement_photo=data.get("statement_photo"),
            witness=data.get("witness", ""),
            handover_sheet=data.get("handover_sheet"),
            sheet_reason=data.get("sheet_reason", ""),
            voucher=data.get("voucher", Voucher.NONE),
            voucher_from=data.get("voucher_from", ""),
            voucher_to=data.get("voucher_to", ""),
            voucher_fen=fen(data.get("voucher_yuan")),
            cash_fen=fen(data.get("cash_yuan")),
            cash_receipt=data.get("cash_receipt"),
            belongings_to=data.get("belongings_to", ""),
        )
