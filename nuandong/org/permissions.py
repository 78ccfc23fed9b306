"""Who may: one question, asked the same way by actions (`check`) and by pages that show a button (`allows`).

What permissions there are, which need the second factor and which role has which, is data: library/roles.
"""

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, OutOfScope
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import catalogue


def allows(by: Actor, permission: str, *, region: int | None = None) -> bool:
    """Whether the typist may do this here; for showing or hiding a button."""
    return _refusal(by, permission, region) is None


def check(by: Actor, permission: str, *, region: int | None = None) -> None:
    """Raise Forbidden, or OutOfScope when the permission is there but not for `region` (12-digit code)."""
    if (refusal := _refusal(by, permission, region)) is not None:
        raise refusal


def _refusal(by: Actor, permission: str, region: int | None) -> Forbidden | OutOfScope | None:
    if not by.may(permission):
        return Forbidden(
            "org.forbidden",
            _("您的岗位没有这项权限（%(permission)s）。"),
            _("请由有权限的同事办理，或请管理员调整岗位。"),
            permission=permission,
        )
    if permission in catalogue.second_factor_permissions() and not by.second_factor:
        return Forbidden(
            "org.second_factor_needed",
            _("这项操作需要动态口令验证。"),
            _("请先在“我的账号”里完成动态口令验证，再试一次。"),
            permission=permission,
        )
    if region is not None and not by.may_in(permission, region):
        return OutOfScope(
            "org.out_of_scope",
            _("这条记录不在您的管辖区域内（%(region)d）。"),
            _("请转交所属地区办理。"),
            region=region,
        )
    return None
