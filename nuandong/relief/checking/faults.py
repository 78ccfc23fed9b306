"""What can be wrong with a row: codes with their words. An error keeps the row's household out, a warning does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as kept_field
from typing import Any, Final

from nuandong.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, with the field it stands in; `params` hold numbers and words of lists, nothing personal."""

    field: str
    code: str
    params: Mapping[str, Any] = kept_field(default_factory=dict)

    @property
    def error(self) -> bool:
        return self.code not in WARNINGS

    def written(self) -> list[Any]:
        """As it is kept."""
        return [self.field, self.code, dict(self.params)]


MESSAGES: Final[Mapping[str, str]] = {
    "missing": _("没有填写。"),
    "cell_formula": _("公式没有算出的值；请在表格软件里打开、保存一次，或粘贴为数值。"),
    "cell_error": _("公式出错；请改正公式，或直接填写。"),
    "text_too_long": _("字数太多，最多 %(limit)d 个字。"),
    "name_unreadable": _("姓名里没有汉字或字母。"),
    "id_rounded": _(
        "证件号码被表格软件改成了数字（如 5.2E+17），后几位已经丢失，无法恢复；请把该列设为文本，重新填写。"
    ),
    "id_shape": _("身份证号应为 18 位（旧证 15 位）。"),
    "id_check": _("身份证号校验位不对，请对照证件逐位核对。"),
    "id_region": _("身份证号前两位不是有效地区。"),
    "id_birth": _("身份证号里的出生日期不存在或不合理。"),
    "birth_differs": _("出生日期与身份证号不一致。"),
    "sex_differs": _("性别与身份证号不一致。"),
    "sex_unknown": _("性别只能填男或女。"),
    "day_unreadable": _("日期写法不对，请写成 1980-01-31。"),
    "phone_shape": _("电话号码写法不对，没有采用；请只填一个号码。"),
    "count_unreadable": _("应填整数，不带单位。"),
    "count_range": _("人数应在 1 至 %(most)d 之间。"),
    "money_unreadable": _("金额写法不对：只写数字，最多两位小数，单位为元。"),
    "list_unknown": _("不认识的填法，可填：%(known)s。"),
    "need_over_size": _("需救助人口多于家庭人口。"),
    "account_rounded": _("账号被表格软件改成了数字，后几位已经丢失，无法恢复；请把该列设为文本，重新填写。"),
    "account_shape": _("账号应为 12 至 23 位数字，没有采用，请核对。"),
    "account_luhn": _("账号校验不通过，存折账号可以不理会，银行卡请逐位核对。"),
    "account_many": _("与第 %(line)d 行不是同一户，账号却相同。"),
    "holder_differs": _("账户户名不是户主本人；救助款只能发到户主本人的卡或存折，请换成本人账户。"),
    "region_unknown": _("在所选地区里没有找到这个村（社区）。"),
    "region_ambiguous": _("所选地区里有几个村（社区）叫这个名字，请改填 12 位区划代码。"),
    "region_missing": _("没有写明村（社区），也看不出来；按县导入的台账，每户都要能看出在哪个村。"),
    "known_alone": _("这个人已单独登记；请先在“人员与家庭”里把他编入这一户。"),
    "twice": _("与第 %(line)d 行是同一户（身份证号相同）。"),
    "member_twice": _("与第 %(line)d 行是同一人（身份证号相同）。"),
    "size_differs": _("家庭人口填 %(said)d，表里这一户有 %(found)d 人。"),
    "household_differs": _("同一户各行填的不一致。"),
    "head_missing": _("这一户没有户主本人的一行。"),
    "head_differs": _("户主本人的姓名或身份证号与成员列不一致。"),
    "known_name_differs": _("这个身份证号已登记在别的姓名下，请核对证件；登记有误的先更正登记。"),
    "known_elsewhere": _("这个人登记在 %(region)d，不在本行所填的地区。"),
    "known_member": _("这个人登记在另一户，不是户主；请先核对户籍并变更登记。"),
    "known_dead": _("登记显示这个人已经去世。"),
    "other_in_household": _("与第 %(line)d 行在登记里属于同一户。"),
    "household_rejected": _("同一户的其他行有错误。"),
}
WARNINGS: Final = frozenset({"phone_shape", "account_shape", "account_luhn", "account_many", "holder_differs"})


def read(kept: list[Any]) -> Fault:
    """A fault as it was kept."""
    return Fault(kept[0], kept[1], kept[2])
