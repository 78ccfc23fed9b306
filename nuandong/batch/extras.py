"""What only who installed an extra has."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _


def on_spark(module: str, *, otherwise: str) -> ModuleType:
    """A module that needs the extra of requirements-spark.txt. Raises Invalid, naming the engines there are."""
    if find_spec("pyspark") is None:
        raise Invalid(
            "policy.no_engine",
            _("没有安装计算引擎 %(name)s。"),
            _("请用 %(known)s。"),
            field="engine",
            name="spark",
            known=otherwise,
        )
    return import_module(module)
