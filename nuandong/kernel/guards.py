"""May he, and may he there: the check that modules below `org` make on the actor himself."""

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, OutOfScope
from nuandong.kernel.text import gettext_noop as _


def require(by: Actor, permission: str, *, region: int | None = None) -> None:
    """Raise `Forbidden` without the permission, `OutOfScope` if the region (12-digit code) is not his to see."""
    if not by.may(permission):
        raise Forbidden(
            "not_permitted",
            _("您的岗位没有这项权限（%(permission)s）。"),
            _("如工作需要，请联系本单位管理员调整岗位权限。"),
            permission=permission,
        )
    if region is not None and not by.may_in(permission, region):
        raise OutOfScope(
            "out_of_scope",
            _("区划 %(region)d 不在您的管辖范围内。"),
            _("请转交该区划的单位办理，或联系上级。"),
            region=region,
        )
