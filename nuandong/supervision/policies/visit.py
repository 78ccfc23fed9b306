"""What a record of a visit has to say."""

from collections.abc import Mapping, Sequence

from nuandong.kernel.errors import Forbidden, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.supervision.checklist import points
from nuandong.supervision.drawing import Inspector, Target, is_own
from nuandong.supervision.errors import required
from nuandong.supervision.kinds import Answer, Result


def check_looked(looked: Mapping[str, Answer], result: Result) -> None:
    """Raise Invalid where nothing was looked at, for an unknown point, or points that gainsay the result."""
    if not looked:
        raise required("result", _("检查内容"))
    if looked.keys() - points().keys():
        raise Invalid("supervision.point_unknown", _("检查表里没有这一项。"), _("请刷新页面后重试。"), field="result")
    if result == Result.GOOD and Answer.BAD in looked.values():
        raise Invalid(
            "supervision.result_gainsaid",
            _("有不符合的项目，结果不能是“未发现问题”。"),
            _("请核对检查内容和结果。"),
            field="result",
        )


def check_not_own(inspectors: Sequence[Inspector], target: Target) -> None:
    """Raise Forbidden where somebody would inspect his own unit, or what lies in his township or village."""
    if any(is_own(one.unit, one.region, target) for one in inspectors):
        raise Forbidden(
            "supervision.own_unit",
            _("督查人员不得督查本单位和本乡镇（街道）。"),
            _("请由其他单位的同事督查。"),
            field="inspectors",
        )
